from .generations import (
    Manifest as Manifest,
    new_generation as new_generation,
    read_manifest as read_manifest,
)
from .triple_store import (
    TripleStore as TripleStore,
    as_result as as_result,
)
from .writable_store import (
    WritableStore as WritableStore,
)
