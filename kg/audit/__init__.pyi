from .anchors import (
    Anchoring as Anchoring,
)
from .anchors import (
    anchor as anchor,
)
from .formats import (
    as_json as as_json,
)
from .formats import (
    as_markdown as as_markdown,
)
from .formats import (
    summary as summary,
)
from .formats import (
    tension_line as tension_line,
)
from .formats import (
    verdict as verdict,
)
from .page import (
    write_page as write_page,
)
from .report import (
    AuditReport as AuditReport,
)
from .report import (
    audit_project as audit_project,
)
from .rewrite import (
    rewrite_offsets as rewrite_offsets,
)
