from .data import (
    DOCUMENT as DOCUMENT,
)
from .data import (
    Data as Data,
)
from .data import (
    Places as Places,
)
from .data import (
    data_files as data_files,
)
from .data import (
    read_data as read_data,
)
from .data import (
    read_file as read_file,
)
from .data import (
    statements as statements,
)
from .document import (
    Document as Document,
)
from .document import (
    read_document as read_document,
)
from .ontology import (
    Ontology as Ontology,
)
from .ontology import (
    read_ontology as read_ontology,
)
from .passages import (
    END as END,
)
from .passages import (
    ORDER as ORDER,
)
from .passages import (
    PASSAGE as PASSAGE,
)
from .passages import (
    PASSAGE_OF as PASSAGE_OF,
)
from .passages import (
    SHA256 as SHA256,
)
from .passages import (
    START as START,
)
from .passages import (
    Passage as Passage,
)
from .passages import (
    document_digest as document_digest,
)
from .passages import (
    quoted_words as quoted_words,
)
from .passages import (
    read_passages as read_passages,
)
from .project import (
    Project as Project,
)
from .project import (
    find_project as find_project,
)
from .query_header import (
    HeaderCache as HeaderCache,
)
from .query_header import (
    bilingual as bilingual,
)
from .query_header import (
    read_header as read_header,
)
from .query_header import (
    read_text as read_text,
)
from .shapes import (
    CATALOGUES as CATALOGUES,
)
from .shapes import (
    Check as Check,
)
from .shapes import (
    Shapes as Shapes,
)
from .shapes import (
    read_check as read_check,
)
from .shapes import (
    read_shapes as read_shapes,
)
