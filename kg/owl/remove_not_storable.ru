# Takes what was noted from both graphs, one after the other: not every server takes a template of several graphs.
DELETE { ?s ?p ?o } WHERE { GRAPH ?noted { ?s ?p ?o } } ;
DELETE { GRAPH ?target { ?s ?p ?o } } WHERE { GRAPH ?noted { ?s ?p ?o } } ;
DROP SILENT GRAPH ?noted
