from .answer import (
    Answer as Answer,
    chosen_format as chosen_format,
)
from .answering import (
    QueryOptions as QueryOptions,
    answer_query as answer_query,
    compare_query as compare_query,
)
from .audit import (
    AuditView as AuditView,
)
from .base import (
    Context as Context,
    View as View,
)
from .build import (
    BuildView as BuildView,
)
from .comparison import (
    ComparisonView as ComparisonView,
)
from .entity import (
    EntityView as EntityView,
)
from .inference import (
    InferenceComparisonView as InferenceComparisonView,
    inferred as inferred,
)
from .info import (
    InfoView as InfoView,
)
from .library import (
    ChoicesView as ChoicesView,
    ContractView as ContractView,
    QueriesView as QueriesView,
)
from .notebook import (
    table_html as table_html,
    text_html as text_html,
)
from .path import (
    PathView as PathView,
)
from .pulling import (
    pull_graphs as pull_graphs,
)
from .python_values import (
    python_value as python_value,
)
from .query_comparison import (
    QueryComparisonView as QueryComparisonView,
)
from .question import (
    QuestionView as QuestionView,
)
from .sentences import (
    sentence_lines as sentence_lines,
)
from .transfer import (
    InferenceView as InferenceView,
    PullView as PullView,
    PushView as PushView,
)
from .triples import (
    TriplesView as TriplesView,
)
from .validation import (
    OntologyView as OntologyView,
    ValidationView as ValidationView,
)
from .why import (
    WhyView as WhyView,
)
from .why_not import (
    WhyNotView as WhyNotView,
)
