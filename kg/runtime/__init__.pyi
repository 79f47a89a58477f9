from .atomic_files import (
    atomic_write as atomic_write,
    pending_path as pending_path,
)
from .child import (
    call as call,
)
from .deadline import (
    read_seconds as read_seconds,
    time_limit as time_limit,
)
from .messages import (
    message as message,
    read_messages as read_messages,
    texts as texts,
)
from .progress import (
    SILENT as SILENT,
    Reporter as Reporter,
    Timer as Timer,
)
