from .dates import (
    DateExpression as DateExpression,
    find_dates as find_dates,
    read_interval as read_interval,
)
from .numerals import (
    Numeral as Numeral,
    find_numerals as find_numerals,
)
from .segmentation import (
    tagged as tagged,
    word_boundaries as word_boundaries,
)
