from .answering import (
    Asker as Asker,
)
from .answering import (
    Candidate as Candidate,
)
from .answering import (
    Understanding as Understanding,
)
from .lexicon import (
    read_lexicon as read_lexicon,
)
