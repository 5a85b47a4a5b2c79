"""What the documentation takes from the code is complete."""

from __future__ import annotations

import pytest

from docs._ext import key_tables
from docs._ext.generated import GENERATORS, filled
from docs._ext.key_meanings import MEANINGS
from docs._ext.key_tables import all_records, meaning_of, needs_a_meaning
from docs._ext.statement_errors import SLIPS, error_table
from parley.dossier.vocabulary.shapes import fields_of
from tests.docs.pages import pages


def own_keys() -> set[tuple[str, str]]:
    """Return every record and key that the tables show."""
    return {
        (name, key)
        for name, record in all_records().items()
        for key, _, _ in key_tables._own_fields(record)
    }


def test_every_key_has_a_meaning() -> None:
    """No key of the format is left without words."""
    records = all_records()
    assert all(meaning_of(records[name], key) for name, key in own_keys())


def test_no_meaning_is_given_twice_or_for_a_key_that_is_gone() -> None:
    """A meaning in the documentation is of a key that its record does not describe."""
    records = all_records()
    needed = {pair for pair in own_keys() if needs_a_meaning(records[pair[0]], pair[1])}
    anywhere = {key for _, key in needed}
    assert {pair for pair in MEANINGS if pair[0] and pair not in needed} == set()
    assert {key for name, key in MEANINGS if not name} <= anywhere


def test_the_tables_show_every_key() -> None:
    """A key of any record stands in some row."""
    shown = key_tables.key_tables()
    keys = {key for record in all_records().values() for key in fields_of(record)}
    assert {key for key in keys if f"| `{key}` |" not in shown} == set()


def test_a_key_without_a_meaning_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The build fails where nothing says what a key means."""
    monkeypatch.delitem(MEANINGS, ("Proposal", "says"))
    with pytest.raises(LookupError, match="`says` of Proposal has no description"):
        key_tables.key_tables()


def test_every_slip_is_one() -> None:
    """The table of errors has a row for each example of it."""
    assert len(error_table().splitlines()) == len(SLIPS) + 2


def test_every_marker_is_filled_and_every_generator_used() -> None:
    """Each `% generated:` line names a generator, and each generator has its place."""
    texts = [page.read_text(encoding="utf-8") for page in pages()]
    used = {name for name in GENERATORS if any(f"% generated: {name}\n" in one for one in texts)}
    assert used == set(GENERATORS)
    with pytest.raises(KeyError):
        filled("% generated: something else\n")
