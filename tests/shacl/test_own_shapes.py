"""Shapes of a user's own: both engines have the same results on small files; what is malformed is a KgError."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from reports import PREFIXES

import kg

HERE = Path(__file__).parent
SMALL = sorted((HERE / "small").glob("*.ttl"))
MALFORMED = yaml.safe_load((HERE / "malformed.yaml").read_text(encoding="utf-8"))
DATA = PREFIXES + ':a a :T ; :p 1 , "x"@en ; :q :b . :b a :T ; :q :a .'


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_engines_report_the_same(path: Path) -> None:
    """Each file has data and the shapes to validate it by."""
    view = kg.validate(path, shapes=path, compare=True)
    assert view.conforms, str(view)


def test_small_files_have_findings() -> None:
    """There are more than 50 files, and in all but one something is found."""
    assert len(SMALL) > 50
    assert ["deactivated"] == [path.stem for path in SMALL if kg.validate(path, shapes=path).conforms]


@pytest.mark.parametrize("constraint", [each for group in MALFORMED.values() for each in group])
def test_a_malformed_shape_is_an_error(constraint: str) -> None:
    """The error names the shape and the remedy."""
    shapes = f"{PREFIXES}:S a sh:NodeShape ; sh:targetClass :T ; {constraint} ."
    with pytest.raises(kg.KgError, match=r"^a shape is not well formed: .") as caught:
        kg.validate(DATA, shapes=shapes, advanced=True)
    assert "<http://e/S>" in caught.value.message
    assert "correct it in the text" == caught.value.hint


@pytest.mark.parametrize("engine", ["kg", "pyshacl"])
@pytest.mark.parametrize("constraint", [each for group in MALFORMED.values() for each in group])
def test_no_engine_ends_with_another_error(constraint: str, engine: str) -> None:
    """Pyshacl accepts some malformed shapes; none ends with a traceback."""
    shapes = f"{PREFIXES}:S a sh:NodeShape ; sh:targetClass :T ; {constraint} ."
    try:
        assert str(kg.validate(DATA, shapes=shapes, engine=engine))
    except kg.KgError as error:
        assert error.hint  # noqa: PT017  -- an error is not required


@pytest.mark.parametrize(
    "shapes",
    [
        ':S sh:targetClass :T ; sh:property [ sh:path :q ; rdf:first :x ; sh:minCount 9 ; sh:in ( "a" ) ] .',
        ":S sh:targetClass :T ; sh:property _:b . _:b sh:path :q ; sh:minCount 9 ; rdf:rest _:b .",
        ":S sh:targetNode _:l , :a ; sh:property [ sh:path :z ; sh:minCount 1 ] . _:l rdf:rest _:l .",
    ],
)
def test_any_description_of_a_blank_node_is_reported(shapes: str) -> None:
    """A report copies the description of a shape, also one that is part of itself."""
    assert not kg.validate(DATA, shapes=PREFIXES + shapes).conforms


def test_a_list_in_the_data_may_be_part_of_itself() -> None:
    """A report copies the description of a node of the data, also one that is part of itself."""
    data = PREFIXES + "_:l a :T ; rdf:first 1 ; rdf:rest _:l . _:a a :T ; :p _:b . _:b :p _:a ."
    shapes = PREFIXES + ":S sh:targetClass :T ; sh:property [ sh:path :z ; sh:minCount 1 ] ."
    assert 2 == len(kg.validate(data, shapes=shapes).findings)  # type: ignore[union-attr]
