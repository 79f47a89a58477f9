from .file_dataset import (
    FileDataset as FileDataset,
)
from .generations import (
    new_generation as new_generation,
)
from .manifest import (
    Manifest as Manifest,
    read_manifest as read_manifest,
)
from .triple_store import (
    TripleStore as TripleStore,
    as_result as as_result,
    rewritten as rewritten,
)
from .writable_store import (
    WritableStore as WritableStore,
)
