from .reports import (
    OntologyReport as OntologyReport,
    Outcome as Outcome,
    Report as Report,
    check_ontology as check_ontology,
    describe_finding as describe_finding,
    places as places,
    shapes_as_sparql as shapes_as_sparql,
    validate_dataset as validate_dataset,
    violation_error as violation_error,
    violations_after as violations_after,
    violations_in as violations_in,
)
