from .atomic_files import (
    atomic_write as atomic_write,
)
from .atomic_files import (
    pending_path as pending_path,
)
from .deadline import (
    read_seconds as read_seconds,
)
from .deadline import (
    time_limit as time_limit,
)
from .progress import (
    Step as Step,
)
from .progress import (
    Tell as Tell,
)
from .progress import (
    silent as silent,
)
from .progress import (
    teller as teller,
)
