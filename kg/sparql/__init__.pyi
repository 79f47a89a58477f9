from .matching import (
    Matching as Matching,
)
from .parser import (
    read_select as read_select,
)
from .paths import (
    Path as Path,
    trace as trace,
)
from .select import (
    Element as Element,
    Pattern as Pattern,
    Select as Select,
)
from .tokens import (
    Token as Token,
    tokenize as tokenize,
)
