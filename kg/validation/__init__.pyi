from .checks import (
    check_ontology as check_ontology,
)
from .findings import (
    describe_finding as describe_finding,
    justification as justification,
    places as places,
    violation_error as violation_error,
)
from .reports import (
    OntologyReport as OntologyReport,
    Outcome as Outcome,
    Report as Report,
)
from .validator import (
    shapes_as_sparql as shapes_as_sparql,
    validate_dataset as validate_dataset,
    violations_after as violations_after,
    violations_in as violations_in,
)
