"""Properties of the canonical form, over files with comments wherever they can stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.language._tokens import tokens_of
from parley.dossier.merging.log_merging import read_units
from parley.dossier.text.canonical import ROOTS, same_data
from parley.dossier.text.comments import all_comments
from parley.dossier.text.formatting import format_text
from parley.dossier.text.scalars import spaced
from parley.dossier.text.yaml_text import parse_yaml, plain
from tests.strategies import declaration_texts, log_texts


def _comments(text: str) -> list[str]:
    return all_comments(parse_yaml(text, "log"), text)


@given(log_texts())
def test_a_formatted_log_is_stable(text: str) -> None:
    """Formatting twice is formatting once."""
    once = format_text(text, "log")
    assert format_text(once, "log") == once


@given(log_texts())
def test_a_formatted_log_means_the_same(text: str) -> None:
    """No value of a log changes, but for the blanks of statements and lists of one."""
    once = format_text(text, "log")
    assert same_data(parse_yaml(text, ""), parse_yaml(once, ""), ROOTS["log"])


@given(log_texts())
def test_every_comment_of_a_log_is_kept(text: str) -> None:
    """No comment is lost and none is added."""
    assert sorted(_comments(format_text(text, "log"))) == sorted(_comments(text))


@given(log_texts())
def test_keys_of_a_formatted_log_stand_in_order(text: str) -> None:
    """Every entry is rewritten, however it was spelled: `id`, `type` and `at` come first."""
    for entry in plain(parse_yaml(format_text(text, "log"), "")) or []:
        assert list(entry)[:3] == ["id", "type", "at"]


@given(declaration_texts())
def test_formatted_declarations_are_stable_and_mean_the_same(text: str) -> None:
    """The same holds of `dossier.yaml`."""
    once = format_text(text, "dossier")
    assert format_text(once, "dossier") == once
    assert same_data(parse_yaml(text, ""), parse_yaml(once, ""), ROOTS["dossier"])
    assert sorted(_comments(once)) == sorted(_comments(text))
    assert list(plain(parse_yaml(once, "")))[:3] == ["parley", "id", "title"]


@given(log_texts(st.just(["e1", "e2", "e3"])))
def test_comments_stay_with_their_entry(text: str) -> None:
    """A comment above or inside an entry is there afterwards too."""
    assert _comments_by_entry(format_text(text, "log")) == _comments_by_entry(text)


def _comments_by_entry(text: str) -> dict[str, list[str]]:
    log = read_units(text, "log")
    found = {unit.key: sorted(_comments(unit.lead + unit.body)) for unit in log.units}
    found["e1"] = sorted(found["e1"] + _comments(log.head))
    return found


_PIECES = ["a", "b-c", "=", "!=", ">=", "<", "->", "(", ")", "{", "}", ",", " ", "  ", "-5", "1.5"]
_PIECES += ["in", "not", "and", '"x  y"', "'", '"', "\\", "≠", ".", "&&", "\n"]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_spacing_keeps_the_words_of_a_statement(text: str) -> None:
    """Whatever is written where a statement should be: only blanks change, and only once."""
    once = spaced(text)
    assert tokens_of(once) == tokens_of(text)
    assert spaced(once) == once
