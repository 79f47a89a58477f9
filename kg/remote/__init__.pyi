from .server import (
    Server as Server,
    open_server as open_server,
)
from .transfer import (
    CHUNK as CHUNK,
    count_of as count_of,
    pull as pull,
    push_to as push_to,
)
