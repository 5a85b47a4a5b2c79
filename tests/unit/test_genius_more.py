"""Files of GENIUS as people have them: repeated items, spaces, encodings, other orders."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from parley.interop.genius import read_genius
from parley.kernel.errors import Refused
from parley.space.model import Model
from tests.unit.scenario_support import discrete, genius_domain, genius_profile, put, utilities

FRUIT = [("apple", "2"), ("pear", "8")]
WEIGHT = '<weight index="1" value="1"/>'
DOMAIN = genius_domain(discrete(1, "Fruit", [("apple", ""), ("pear", "")]))
PLAIN = genius_profile(discrete(1, "Fruit", FRUIT) + WEIGHT)


def _model(folder: Path, items: list[tuple[str, str]]) -> Model:
    first = genius_profile(discrete(1, "Fruit", items) + WEIGHT)
    return read_genius(put(folder, {"d.xml": DOMAIN, "a.xml": first, "b.xml": PLAIN}))


@pytest.mark.parametrize(
    ("items", "apple", "pear"),
    [
        ([("apple", "9"), ("apple", "2"), ("pear", "8")], Fraction(1, 4), Fraction(1)),
        ([("apple", "2"), ("pear", "8"), ("apple", "16")], Fraction(1), Fraction(1, 2)),
    ],
)
def test_the_last_evaluation_of_a_repeated_item_counts(
    tmp_path: Path, items: list[tuple[str, str]], apple: Fraction, pear: Fraction
) -> None:
    """The last evaluation of a repeated item counts, for the greatest of the issue too."""
    model = _model(tmp_path, items)
    assert utilities(model, "a") == {("apple",): apple, ("pear",): pear}
    told = [note for note in model.notes if "'apple' of Fruit stands there more than once" in note]
    assert len(told) == 1
    assert told[0].startswith("a: ")


def test_a_repeated_item_where_another_is_missing_is_refused(tmp_path: Path) -> None:
    """A repeated item may stand for the one that is missing: both are told."""
    with pytest.raises(Refused) as caught:
        _model(tmp_path, [("apple", "9"), ("apple", "2")])
    assert "each item once" in str(caught.value)
    assert "an evaluation for 'pear'" in str(caught.value)


def test_a_repeated_item_that_the_domain_lacks_counts_once(tmp_path: Path) -> None:
    """A repeated item that the domain lacks counts once, with its last evaluation."""
    model = _model(tmp_path, [*FRUIT, ("fig", "99"), ("fig", "16")])
    assert utilities(model, "a") == {("apple",): Fraction(1, 8), ("pear",): Fraction(1, 2)}
    assert any("a: 1 item of Fruit that the domain file lacks" in note for note in model.notes)


def test_items_within_other_elements_of_an_issue_do_not_count(tmp_path: Path) -> None:
    """Old profiles of GENIUS have items of similarity within an issue; these are no evaluations."""
    inner = '<similarity_function><item index="1" value="apple" evaluation="99"/>'
    end = "</issue>"
    first = PLAIN.replace(end, f"{inner}</similarity_function>{end}")
    model = read_genius(put(tmp_path, {"d.xml": DOMAIN, "a.xml": first, "b.xml": PLAIN}))
    assert utilities(model, "a") == utilities(model, "b")
    assert not any("more than once" in note for note in model.notes)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_names_with_spaces_and_declared_encodings(tmp_path: Path, encoding: str) -> None:
    """Names of files may have spaces, and a text may be in the encoding that it declares."""
    declared = encoding.removesuffix("-sig")
    head = f'<?xml version="1.0" encoding="{declared}"?>\n<!-- made up -->\n'
    for name, text in {"the domain.xml": DOMAIN, "a (1).xml": PLAIN, "b 2.XML": PLAIN}.items():
        (tmp_path / name).write_bytes((head + text.replace("apple", "açaí")).encode(encoding))
    model = read_genius(tmp_path)
    assert list(model.parties.values()) == ["a (1)", "b 2"]
    assert {values for values in utilities(model, next(iter(model.parties)))} == {
        ("açaí",),
        ("pear",),
    }
