"""Properties of the canonical form, over files with comments wherever they can stand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dossier.canonical import ROOTS, same_data
from parley.dossier.comments import all_comments
from parley.dossier.formatting import format_text
from parley.dossier.yaml_text import parse_yaml, plain
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


@settings(max_examples=30)
@given(log_texts(st.just(["e1", "e2", "e3"])))
def test_comments_stay_with_their_entry(text: str) -> None:
    """A comment between `- ` of one entry and the next is still there afterwards."""
    inside = _comments_by_entry(text)
    assert _comments_by_entry(format_text(text, "log")) == inside


def _comments_by_entry(text: str) -> list[list[str]]:
    """The comments inside each entry: those not at the margin."""
    tree = parse_yaml(text, "")
    cuts = [text.rfind("- ", 0, item.start + 1) for item in tree.items]
    chunks = [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    found = []
    for chunk in chunks:
        margin = [line for line in chunk.split("\n") if line.startswith(("#", " #"))]
        inside = _comments(chunk)
        for line in margin:
            inside.remove(line.strip())
        found.append(sorted(inside))
    return found
