from .matching import (
    Matching as Matching,
)
from .parser import (
    read_select as read_select,
    relative_iri as relative_iri,
)
from .paths import (
    Path as Path,
    trace as trace,
)
from .safety import (
    refuse_unsafe as refuse_unsafe,
)
from .script import (
    Edit as Edit,
    Script as Script,
)
from .select import (
    Element as Element,
    Pattern as Pattern,
    Select as Select,
)
from .terms import (
    TermReader as TermReader,
    full_iri as full_iri,
)
from .tokens import (
    Token as Token,
    first_keyword as first_keyword,
    prefixes_used as prefixes_used,
    tokenize as tokenize,
    variables as variables,
    with_characters as with_characters,
)
from .values import (
    Values as Values,
    read_values as read_values,
    with_values as with_values,
)
