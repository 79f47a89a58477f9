# Removes the marked triples from both graphs, one after the other: not every server accepts a template with several graphs.
DELETE { ?s ?p ?o } WHERE { GRAPH ?marked { ?s ?p ?o } } ;
DELETE { GRAPH ?target { ?s ?p ?o } } WHERE { GRAPH ?marked { ?s ?p ?o } } ;
DROP SILENT GRAPH ?marked
