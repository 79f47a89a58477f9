from .matching import (
    Matching as Matching,
)
from .parser import (
    read_select as read_select,
)
from .paths import (
    Path as Path,
)
from .paths import (
    trace as trace,
)
from .select import (
    Element as Element,
)
from .select import (
    Pattern as Pattern,
)
from .select import (
    Select as Select,
)
from .tokens import (
    Token as Token,
)
from .tokens import (
    tokenize as tokenize,
)
