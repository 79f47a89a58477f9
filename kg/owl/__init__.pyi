from .axioms import (
    FIRST as FIRST,
)
from .axioms import (
    ON as ON,
)
from .axioms import (
    SUBCLASS as SUBCLASS,
)
from .axioms import (
    Axioms as Axioms,
)
from .backward_rules import (
    Rules as Rules,
)
from .backward_rules import (
    Step as Step,
)
from .incremental import (
    COMING as COMING,
)
from .incremental import (
    FOUND as FOUND,
)
from .incremental import (
    GONE as GONE,
)
from .incremental import (
    AxiomsChangedError as AxiomsChangedError,
)
from .incremental import (
    maintain as maintain,
)
from .inference import (
    infer as infer,
)
from .owlrl_engine import (
    infer_by_owlrl as infer_by_owlrl,
)
