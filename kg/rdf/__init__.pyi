from .dataset import (
    CONCURRENT_QUERIES as CONCURRENT_QUERIES,
    Dataset as Dataset,
    MutableDataset as MutableDataset,
    Node as Node,
    Object as Object,
    Result as Result,
)
from .export import (
    GROUPS as GROUPS,
    export_graphs as export_graphs,
    export_in_parts as export_in_parts,
)
from .files import (
    FORMATS as FORMATS,
    flat_triples as flat_triples,
    format_of as format_of,
    in_graph as in_graph,
    is_rdf_name as is_rdf_name,
    output_format as output_format,
    read_rdf as read_rdf,
    stream_lines as stream_lines,
    stream_rdf as stream_rdf,
)
from .graphs import (
    DERIVED as DERIVED,
    INFERRED as INFERRED,
    LINKS as LINKS,
    PASSAGES as PASSAGES,
    derive_links as derive_links,
    is_passage as is_passage,
)
from .labels import (
    inverse_label as inverse_label,
    label as label,
)
from .nquads import (
    FlatLines as FlatLines,
    UnusualLineError as UnusualLineError,
)
from .rdf_file import (
    STANDARD_INPUT as STANDARD_INPUT,
    RdfFile as RdfFile,
    Source as Source,
    read_source as read_source,
)
from .rdf_files import (
    Contexts as Contexts,
    apart as apart,
    located_quads as located_quads,
    prefixes_in as prefixes_in,
    read_sources as read_sources,
)
from .rdflib_graph import (
    add_to_rdflib as add_to_rdflib,
    as_rdflib as as_rdflib,
    from_rdflib as from_rdflib,
)
from .reachability import (
    transitive_closure as transitive_closure,
)
from .serialization import (
    serialize as serialize,
)
from .terms import (
    ALT_LABEL as ALT_LABEL,
    AS_WRITTEN as AS_WRITTEN,
    DEFINITION as DEFINITION,
    EVIDENCE as EVIDENCE,
    ID as ID,
    LABEL as LABEL,
    LANGUAGES as LANGUAGES,
    NOT_STATED as NOT_STATED,
    OWL as OWL,
    PREFIXES as PREFIXES,
    RDF as RDF,
    RDFS as RDFS,
    SH as SH,
    SHAPES as SHAPES,
    SIGN as SIGN,
    SKOS as SKOS,
    TYPE as TYPE,
    XSD as XSD,
    ZJ as ZJ,
    compact as compact,
    expand as expand,
    graph_iri as graph_iri,
    language_matches as language_matches,
    shorten as shorten,
)
from .xsd import (
    EXACT_NUMBERS as EXACT_NUMBERS,
    LEXICAL_FORMS as LEXICAL_FORMS,
    NUMBERS as NUMBERS,
    VALUE_BOUNDS as VALUE_BOUNDS,
    derived_datatypes as derived_datatypes,
    is_well_formed as is_well_formed,
    typed as typed,
)
