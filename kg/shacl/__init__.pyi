from .compiler import (
    CompiledShapes as CompiledShapes,
    compile_shapes as compile_shapes,
)
from .finding import (
    Finding as Finding,
    check_finding as check_finding,
)
from .planner.statistics import (
    read_hierarchy as read_hierarchy,
)
from .pyshacl_engine import (
    validate_by_pyshacl as validate_by_pyshacl,
)
from .query_text import (
    queries_as_text as queries_as_text,
)
from .validator import (
    compile_for as compile_for,
    run_shapes as run_shapes,
    validate_change as validate_change,
    validate_shapes as validate_shapes,
)
