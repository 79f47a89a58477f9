from .anchors import (
    Anchoring as Anchoring,
    anchor as anchor,
)
from .formats import (
    as_json as as_json,
    as_markdown as as_markdown,
    summary as summary,
    tension_line as tension_line,
    verdict as verdict,
)
from .job import (
    audit_document as audit_document,
)
from .page import (
    write_page as write_page,
)
from .report import (
    AuditReport as AuditReport,
    audit_project as audit_project,
)
from .rewrite import (
    rewrite_offsets as rewrite_offsets,
)
