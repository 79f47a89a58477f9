"""Code for speed only: statistics and proofs that save queries, and the nodes that a change affects."""
