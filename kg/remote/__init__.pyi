from .server import (
    Server as Server,
)
from .server import (
    open_server as open_server,
)
from .transfer import (
    CHUNK as CHUNK,
)
from .transfer import (
    count_of as count_of,
)
from .transfer import (
    pull as pull,
)
from .transfer import (
    push as push,
)
