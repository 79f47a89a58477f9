from .answering import (
    Asker as Asker,
    Candidate as Candidate,
    Understanding as Understanding,
)
from .lexicon import (
    read_lexicon as read_lexicon,
)
