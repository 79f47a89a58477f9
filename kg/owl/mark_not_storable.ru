# Marks the inferred triples of ?found that are not stored: with blank nodes, about the vocabularies, or trivial.
# One kind after the other, because Virtuoso does not finish with both in a UNION.
INSERT { GRAPH ?marked { ?s ?p ?o } }
WHERE {
  GRAPH ?found { ?s ?p ?o }
  FILTER (
    isBlank(?s) || isBlank(?o) || sameTerm(?s, ?o)
    # one test of the common start of these namespaces saves four for nearly every triple
    || STRSTARTS(STR(?s), "http://www.w3.org/") && (
      STRSTARTS(STR(?s), STR(rdf:)) || STRSTARTS(STR(?s), STR(rdfs:))
      || STRSTARTS(STR(?s), STR(owl:)) || STRSTARTS(STR(?s), STR(xsd:))
    )
    || ?o IN (owl:Thing, owl:Nothing, rdfs:Resource, rdfs:Literal)
    || STRSTARTS(STR(?p), STR(owl:)) && (?p NOT IN (owl:sameAs, owl:differentFrom) || isLiteral(?o))
    || ?p IN (rdfs:domain, rdfs:range)
  )
} ;
INSERT { GRAPH ?marked { ?s ?p ?o } }
WHERE {
  VALUES ?kind {
    owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:AllDisjointClasses
    owl:TransitiveProperty
  }
  ?s a ?kind
  GRAPH ?found { ?s ?p ?o }
  FILTER (?p NOT IN (rdfs:subClassOf, rdfs:subPropertyOf))
}
