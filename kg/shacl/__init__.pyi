from .comparison import (
    Difference as Difference,
    differences as differences,
)
from .compiler import (
    CompiledShapes as CompiledShapes,
    compile_shapes as compile_shapes,
)
from .coverage import (
    Coverage as Coverage,
    coverage as coverage,
    mark_focus as mark_focus,
)
from .features import (
    ADVANCED as ADVANCED,
    notes as notes,
    required_inference as required_inference,
    shape_names as shape_names,
)
from .finding import (
    STAGES as STAGES,
    Finding as Finding,
    Place as Place,
    check_finding as check_finding,
    term_text as term_text,
)
from .planner.statistics import (
    read_hierarchy as read_hierarchy,
)
from .pyshacl_engine import (
    ontology_axioms as ontology_axioms,
    validate_by_pyshacl as validate_by_pyshacl,
)
from .query_text import (
    queries_as_text as queries_as_text,
)
from .shape_triples import (
    MalformedShapeError as MalformedShapeError,
)
from .validator import (
    compile_for as compile_for,
    has_targets as has_targets,
    run_shapes as run_shapes,
    validate_change as validate_change,
    validate_shapes as validate_shapes,
)
from .written import (
    is_protected as is_protected,
    protected as protected,
)
