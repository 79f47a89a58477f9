from .data import (
    DOCUMENT as DOCUMENT,
    data_files as data_files,
    read_data as read_data,
    statements as statements,
)
from .document import (
    Document as Document,
    read_document as read_document,
)
from .ontology import (
    Ontology as Ontology,
    read_ontology as read_ontology,
)
from .passages import (
    END as END,
    ORDER as ORDER,
    PASSAGE as PASSAGE,
    PASSAGE_OF as PASSAGE_OF,
    SHA256 as SHA256,
    START as START,
    Passage as Passage,
    document_digest as document_digest,
    quoted_words as quoted_words,
    read_passages as read_passages,
)
from .project import (
    Project as Project,
    find_project as find_project,
)
from .query_header import (
    bilingual as bilingual,
    read_header as read_header,
    read_text as read_text,
)
from .shapes import (
    CATALOGUES as CATALOGUES,
    Check as Check,
    Shapes as Shapes,
    read_check as read_check,
    read_shapes as read_shapes,
)
