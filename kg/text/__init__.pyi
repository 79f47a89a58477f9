from .dates import (
    DateExpression as DateExpression,
)
from .dates import (
    find_dates as find_dates,
)
from .dates import (
    read_interval as read_interval,
)
from .numerals import (
    Numeral as Numeral,
)
from .numerals import (
    find_numerals as find_numerals,
)
from .segmentation import (
    tagged as tagged,
)
from .segmentation import (
    word_boundaries as word_boundaries,
)
