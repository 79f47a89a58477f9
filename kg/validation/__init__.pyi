from .reports import (
    OntologyReport as OntologyReport,
)
from .reports import (
    Outcome as Outcome,
)
from .reports import (
    Report as Report,
)
from .reports import (
    check as check,
)
from .reports import (
    check_ontology as check_ontology,
)
from .reports import (
    describe_finding as describe_finding,
)
from .reports import (
    places as places,
)
from .reports import (
    shapes_as_sparql as shapes_as_sparql,
)
from .reports import (
    validate_dataset as validate_dataset,
)
from .reports import (
    violation_error as violation_error,
)
from .reports import (
    violations_after as violations_after,
)
from .reports import (
    violations_in as violations_in,
)
