from .binding import (
    bind_query as bind_query,
    resolve as resolve,
    run_query as run_query,
)
from .comparison import (
    QueryComparison as QueryComparison,
    RowDifference as RowDifference,
    compare_engines as compare_engines,
)
from .contract import (
    CHECKS as CHECKS,
    Contract as Contract,
    Outcome as Outcome,
    check_files as check_files,
)
from .lookup import (
    NameIndex as NameIndex,
    find_entity as find_entity,
    find_node as find_node,
    find_property as find_property,
    find_value as find_value,
)
from .parameter_values import (
    ParameterValue as ParameterValue,
    values_with_rows as values_with_rows,
)
from .parameters import (
    Parameter as Parameter,
)
from .python_values import (
    Value as Value,
)
from .rdflib_engine import (
    RdflibEngine as RdflibEngine,
    canonical_value as canonical_value,
)
from .saved_queries import (
    SavedQuery as SavedQuery,
    find_query as find_query,
    query_paths as query_paths,
    read_queries as read_queries,
    read_query as read_query,
)
from .selection import (
    QUERY_ENGINES as QUERY_ENGINES,
    decode as decode,
    find_or_read as find_or_read,
    search_queries as search_queries,
)
