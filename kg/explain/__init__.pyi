from .derivation import (
    Derivation as Derivation,
    Deriver as Deriver,
)
from .entity import (
    Entity as Entity,
    Fact as Fact,
    describe_entity as describe_entity,
)
from .paths import (
    LONGEST as LONGEST,
    Chain as Chain,
    Paths as Paths,
    find_paths as find_paths,
)
from .row_evidence import (
    SupportedRow as SupportedRow,
    cite as cite,
    supported as supported,
)
from .rule_texts import (
    EXPLANATIONS as EXPLANATIONS,
    rule_text as rule_text,
)
from .sources import (
    Source as Source,
)
from .why import (
    Why as Why,
    explain_triple as explain_triple,
)
from .why_not import (
    Diagnosis as Diagnosis,
    diagnose as diagnose,
)
