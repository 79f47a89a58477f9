from .derivation import (
    Derivation as Derivation,
)
from .derivation import (
    Deriver as Deriver,
)
from .entity import (
    Entity as Entity,
)
from .entity import (
    Fact as Fact,
)
from .entity import (
    describe_entity as describe_entity,
)
from .paths import (
    LONGEST as LONGEST,
)
from .paths import (
    Chain as Chain,
)
from .paths import (
    Paths as Paths,
)
from .paths import (
    find_paths as find_paths,
)
from .row_evidence import (
    cite as cite,
)
from .row_evidence import (
    supported as supported,
)
from .rule_texts import (
    EXPLANATIONS as EXPLANATIONS,
)
from .rule_texts import (
    rule_text as rule_text,
)
from .sources import (
    Source as Source,
)
from .why import (
    Why as Why,
)
from .why import (
    explain_triple as explain_triple,
)
from .why_not import (
    Diagnosis as Diagnosis,
)
from .why_not import (
    diagnose as diagnose,
)
