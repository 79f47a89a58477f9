from .binding import (
    bind_query as bind_query,
)
from .binding import (
    resolve as resolve,
)
from .binding import (
    run_query as run_query,
)
from .contract import (
    DEMANDS as DEMANDS,
)
from .contract import (
    Contract as Contract,
)
from .contract import (
    Outcome as Outcome,
)
from .lookup import (
    find_entity as find_entity,
)
from .lookup import (
    find_node as find_node,
)
from .lookup import (
    find_property as find_property,
)
from .lookup import (
    find_value as find_value,
)
from .parameter_values import (
    values_with_rows as values_with_rows,
)
from .parameters import (
    Parameter as Parameter,
)
from .rdflib_engine import (
    RdflibEngine as RdflibEngine,
)
from .rdflib_engine import (
    canonical_value as canonical_value,
)
from .saved_queries import (
    SavedQuery as SavedQuery,
)
from .saved_queries import (
    find_query as find_query,
)
from .saved_queries import (
    query_paths as query_paths,
)
from .saved_queries import (
    read_queries as read_queries,
)
from .saved_queries import (
    read_query as read_query,
)
