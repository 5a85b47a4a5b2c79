"""The glossary has every term that pages link, in order, each with its place in parley."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS, pages

PAGE = (DOCS / "glossary.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([a-z][a-z0-9/.-]*\.md)(?:#[a-z0-9-]+)?\)|\{term\}`")
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")

#: Words of the field that a reader will look for.
FIELD = {
    *(
        "negotiator",
        "support team",
        "mandator",
        "mediator",
        "counterpart",
        "red line",
        "bottom line",
    ),
    *("scenario", "island of agreement", "convergence", "iceberg", "position", "interest"),
    *("zone of possible agreement", "BATNA", "no-agreement alternative", "reservation", "linkage"),
    *("frontier", "efficient", "equilibrium", "sanction", "stability", "coalition", "irreversible"),
    *("cable", "precedence", "series", "copy", "re-addressal", "custody", "checkpoint", "witness"),
    *("receipt", "tracer", "correction", "cancellation", "supersession", "release", "seal"),
    *("mandate", "authority", "request", "reply", "trade", "fallback", "wording", "substance"),
}


def entries() -> dict[str, str]:
    """Return each entry: its term and what is said of it."""
    listed = PAGE.partition("```{glossary}\n")[2].rpartition("```")[0]
    parts = [part.partition("\n") for part in listed.strip("\n").split("\n\n")]
    return {term: " ".join(said.split()) for term, _, said in parts}


def test_the_words_of_the_field_are_there() -> None:
    """A negotiator finds the terms of the trade."""
    assert FIELD - entries().keys() == set()


@pytest.mark.parametrize("term", entries())
def test_an_entry_says_what_it_is_and_where(term: str) -> None:
    """At least a sentence, and a link to where parley uses it."""
    said = entries()[term]
    assert len(said.split()) >= 6
    assert said.endswith(".")
    found = LINK.search(said)
    assert found is not None, f"{term} leads nowhere"
    assert found[1] is None or (DOCS / found[1]).is_file(), found[1]


def test_the_terms_stand_in_order_and_once() -> None:
    """As in a dictionary, capitals and hyphens not counting."""
    terms = re.findall(r"^(\S.*)\n  \S", PAGE.partition("```{glossary}\n")[2], re.MULTILINE)
    keys = [re.sub(r"[^a-z ]", " ", term.partition(",")[0].lower()) for term in terms]
    assert keys == sorted(keys)
    assert len(set(terms)) == len(terms)


def test_every_term_that_a_page_links_is_there() -> None:
    """No page sends its reader to a term that the glossary lacks."""
    known = {term.lower() for term in entries()}
    linked = {
        (page.name, term)
        for page in pages()
        for term in TERM.findall(page.read_text(encoding="utf-8"))
    }
    assert {one for one in linked if one[1].lower() not in known} == set()
    assert len(linked) > 15


def test_a_wrong_link_would_be_found() -> None:
    """Both ways of linking a term are read."""
    assert TERM.findall("{term}`red line` and {term}`lines <red line>`") == ["red line", "red line"]
