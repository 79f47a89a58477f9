from .dataset import (
    CONCURRENT_QUERIES as CONCURRENT_QUERIES,
)
from .dataset import (
    Dataset as Dataset,
)
from .dataset import (
    MutableDataset as MutableDataset,
)
from .dataset import (
    Node as Node,
)
from .dataset import (
    Object as Object,
)
from .dataset import (
    Result as Result,
)
from .export import (
    GROUPS as GROUPS,
)
from .export import (
    export_graphs as export_graphs,
)
from .export import (
    parts as parts,
)
from .files import (
    FORMATS as FORMATS,
)
from .files import (
    flat_triples as flat_triples,
)
from .files import (
    format_of as format_of,
)
from .files import (
    in_graph as in_graph,
)
from .files import (
    read_rdf as read_rdf,
)
from .files import (
    serialize as serialize,
)
from .files import (
    stream_rdf as stream_rdf,
)
from .graphs import (
    DERIVED as DERIVED,
)
from .graphs import (
    INFERRED as INFERRED,
)
from .graphs import (
    LINKS as LINKS,
)
from .graphs import (
    PASSAGES as PASSAGES,
)
from .graphs import (
    derive_links as derive_links,
)
from .graphs import (
    is_passage as is_passage,
)
from .labels import (
    inverse_label as inverse_label,
)
from .labels import (
    label as label,
)
from .nquads import (
    FlatLines as FlatLines,
)
from .nquads import (
    UnusualLineError as UnusualLineError,
)
from .reachability import (
    transitive_closure as transitive_closure,
)
from .terms import (
    ALT_LABEL as ALT_LABEL,
)
from .terms import (
    AS_WRITTEN as AS_WRITTEN,
)
from .terms import (
    DEFINITION as DEFINITION,
)
from .terms import (
    EVIDENCE as EVIDENCE,
)
from .terms import (
    ID as ID,
)
from .terms import (
    LABEL as LABEL,
)
from .terms import (
    LANGUAGES as LANGUAGES,
)
from .terms import (
    NOT_STATED as NOT_STATED,
)
from .terms import (
    OWL as OWL,
)
from .terms import (
    PREFIXES as PREFIXES,
)
from .terms import (
    RDF as RDF,
)
from .terms import (
    RDFS as RDFS,
)
from .terms import (
    SH as SH,
)
from .terms import (
    SKOS as SKOS,
)
from .terms import (
    TYPE as TYPE,
)
from .terms import (
    XSD as XSD,
)
from .terms import (
    ZJ as ZJ,
)
from .terms import (
    compact as compact,
)
from .terms import (
    expand as expand,
)
from .terms import (
    graph_iri as graph_iri,
)
from .terms import (
    language_matches as language_matches,
)
from .terms import (
    shorten as shorten,
)
from .terms import (
    typed as typed,
)
