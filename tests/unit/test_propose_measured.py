"""How often the rules are right, on made-up documents with a key; the page says the same numbers.

The key stands in the document: `[[kind: the sentence]]`. The documents named `fresh` were written
after the phrases, and no phrase was changed for them; the phrases were enlarged with the others.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parley.record.layouts.parsing import parse
from parley.record.propose import propose
from parley.record.readers.reading import read_bytes
from tests.meta.repository import ROOT

FOLDER = Path(__file__).parent / "propose_documents"
PAGE = ROOT / "docs" / "how-to" / "propose-entries.md"
MARK = re.compile(r"\[\[([a-z-]+): (.*?)\]\]", re.DOTALL)


def counts(names: list[str]) -> tuple[int, int, int]:
    """How many stubs the keys have, how many were proposed, and how many of these are right."""
    keyed = got = right = 0
    for name in names:
        text = (FOLDER / name).read_text(encoding="utf-8")
        key = {(found[1], " ".join(found[2].split())) for found in MARK.finditer(text)}
        plain = MARK.sub(lambda found: found[2], text)
        imported = parse(read_bytes(plain.encode(), name))
        stubs = {(stub.kind, stub.text) for stub in propose(imported.documents[0])}
        keyed, got, right = keyed + len(key), got + len(stubs), right + len(key & stubs)
    return keyed, got, right


def names(language: str, fresh: bool) -> list[str]:
    """The documents in a language: those kept apart, or those that rules were made with."""
    return sorted(
        one.name for one in FOLDER.glob(f"{language}-*.txt") if ("fresh" in one.name) == fresh
    )


@pytest.mark.parametrize(
    ("language", "fresh", "precision", "recall"),
    [
        ("en", False, 0.95, 0.95),
        ("ru", False, 0.95, 0.95),
        ("en", True, 0.9, 0.9),
        ("ru", True, 0.9, 0.9),
    ],
)
def test_the_rules_are_as_good_as_the_page_says(
    language: str, fresh: bool, precision: float, recall: float
) -> None:
    """Not worse than it was, and the page has the numbers as they are."""
    keyed, got, right = counts(names(language, fresh))
    assert right / got >= precision
    assert right / keyed >= recall
    row = f"| {keyed} | {got} | {right} | {right / got:.2f} | {right / keyed:.2f} |"
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    named = "English" if language == "en" else "Russian"
    kept = "kept apart" if fresh else "rules were made with"
    assert any(named in line and kept in line and row in line for line in lines), row
