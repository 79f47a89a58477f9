"""The check of query files, and of saved queries by name, against the contract of saved queries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.query.contract import Contract
from kg.query.saved_queries import query_paths, read_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.query.contract import Outcome
    from kg.rdf import Dataset


def check_files(folder: Path, store: Dataset, files: Iterable[str | Path]) -> dict[str, list[Outcome]]:
    """Check query files, or saved queries by name, against the contract, and return the outcomes by file or name.

    Raises KgError if a file does not exist, ParseError if it cannot be read.
    """
    known = query_paths(folder)
    contract = Contract(store, set(known))
    outcomes = {}
    for file in files:
        path = known.get(str(file), Path(file))
        if not path.is_file():
            raise KgError(f"{file}: no such file, and no saved query", hint="list the saved ones with: kg queries")
        outcomes[str(file)] = contract.check(read_query(path))
    return outcomes
