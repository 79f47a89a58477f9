from .axioms import (
    FIRST as FIRST,
    ON as ON,
    SUBCLASS as SUBCLASS,
    Axioms as Axioms,
)
from .backward_rules import (
    Rules as Rules,
    Step as Step,
)
from .comparison import (
    INFERENCE_ENGINES as INFERENCE_ENGINES,
    InferenceComparison as InferenceComparison,
    InferenceDifference as InferenceDifference,
    compare_engines as compare_engines,
)
from .contradictions import (
    Contradiction as Contradiction,
)
from .incremental import (
    COMING as COMING,
    FOUND as FOUND,
    GONE as GONE,
    AxiomsChangedError as AxiomsChangedError,
    maintain as maintain,
)
from .inference import (
    infer as infer,
)
from .named_nodes import (
    name_nodes as name_nodes,
    restore_nodes as restore_nodes,
)
from .owlrl_engine import (
    infer_by_owlrl as infer_by_owlrl,
    infer_rdfs as infer_rdfs,
)
