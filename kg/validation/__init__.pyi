from .checks import (
    check_ontology as check_ontology,
)
from .comparison import (
    ENGINES as ENGINES,
    Comparison as Comparison,
    compare_engines as compare_engines,
    known_engine as known_engine,
)
from .findings import (
    describe_finding as describe_finding,
    finding_title as finding_title,
    justification as justification,
    short_name as short_name,
    violation_error as violation_error,
)
from .own_shapes import (
    INFERENCES as INFERENCES,
    ShapesJob as ShapesJob,
    read_job as read_job,
)
from .places import (
    placed as placed,
    project_statements as project_statements,
    statements as statements,
)
from .reports import (
    OntologyReport as OntologyReport,
    Outcome as Outcome,
    Report as Report,
)
from .terms import (
    Fault as Fault,
    judge_terms as judge_terms,
)
from .user_files import (
    FOCUS as FOCUS,
    OWN as OWN,
    UserFiles as UserFiles,
)
from .validator import (
    shapes_as_sparql as shapes_as_sparql,
    validate_dataset as validate_dataset,
    violations_after as violations_after,
    violations_in as violations_in,
)
