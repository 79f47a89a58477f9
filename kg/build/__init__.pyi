from .attachment import (
    attach as attach,
    drop_sentences as drop_sentences,
    keep_sentences as keep_sentences,
    locate_passages as locate_passages,
)
from .build import (
    Built as Built,
    build_project as build_project,
)
from .inference import (
    infer_files as infer_files,
)
from .info import (
    Info as Info,
    count_graph as count_graph,
)
from .job import (
    BuildResult as BuildResult,
    build_with_document as build_with_document,
)
from .loaded_graph import (
    LoadedGraph as LoadedGraph,
    load as load,
    open_stated as open_stated,
    read_stated as read_stated,
    terms_of_ours as terms_of_ours,
)
from .opening import (
    open_store as open_store,
)
from .sentences import (
    in_reading_order as in_reading_order,
    read_sentences as read_sentences,
    sentence as sentence,
)
from .source import (
    GraphSource as GraphSource,
)
from .subject import (
    open_subject as open_subject,
)
