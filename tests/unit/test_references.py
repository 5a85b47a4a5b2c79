"""Who refers to what."""

from __future__ import annotations

from pathlib import Path

from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.references import Reference, kind_of_field, references, references_to
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Assessment, Question
from tests.unit.cli_support import DOSSIER, LOG, ferry


def test_entries_and_declarations_refer_to_an_issue(tmp_path: Path) -> None:
    """Statements, questions, trades, feasibility, lines and wordings all count."""
    dossier = read_dossier(ferry(tmp_path))
    fare = {(one.holder, one.field) for one in references_to(dossier, "issue", "fare")}
    assert fare == {
        ("fare-for-pier", "give"),
        ("may-we-give-fare", "questions"),
        ("first-offer", "says"),
        ("party:lower", "red_lines"),
        ("feasibility:pier-costs", "says"),
    }
    landing = {(one.holder, one.field) for one in references_to(dossier, "issue", "landing")}
    assert ("agenda:place", "opens") in landing


def test_a_source_is_cited_as_a_whole_and_by_passage(tmp_path: Path) -> None:
    """A whole source gathers what cites its passages; a passage only what cites it."""
    dossier = read_dossier(ferry(tmp_path))
    assert [one.holder for one in references_to(dossier, "source", "minutes#p1")] == [
        "hold-the-pier"
    ]
    assert len(references_to(dossier, "source", "minutes")) == 4


def test_every_field_that_names_something_is_found() -> None:
    """One entry of each awkward kind: `known`, `raises`, `about`, `requires`, an agenda line."""
    log = """
- {id: s, type: session, at: 2030, raises: {upper: [fare]}, known: {lower: 2030}}
- {id: q, type: request, at: 2030, questions: [{id: a, text: b, about: [t]}]}
- {id: v, type: assessment, at: 2030, about: lower, kind: view}
- {id: t, type: trade, at: 2030, give: fare = 0, get: landing = new, requires: [{trade: t2}]}
- {id: p, type: proposal, at: 2030, agenda: [{item: place, wording: plain}]}
- {id: w, type: waiver, at: 2030, waives: trade-unmet-000000000000, reason: x, until: 2031}
"""
    dossier = read_text_dossier({"dossier.yaml": DOSSIER, "log/a.yaml": log})
    assert dossier.faults == ()
    found = set(references(dossier))
    assert {
        Reference("s", "raises", "party", "upper"),
        Reference("s", "raises", "issue", "fare"),
        Reference("s", "known", "party", "lower"),
        Reference("q", "questions", "entry", "t"),
        Reference("v", "about", "party", "lower"),
        Reference("t", "requires", "entry", "t2"),
        Reference("p", "agenda", "agenda", "place"),
        Reference("w", "waives", "finding", "trade-unmet-000000000000"),
    } <= found


def test_kinds_of_fields() -> None:
    """The one field that means two things is told apart by its record."""
    assert kind_of_field("about", Question) == "entry"
    assert kind_of_field("about", Assessment) == "party"
    assert kind_of_field("by", ENTRY_TYPES["event"]) == "party"
    assert kind_of_field("text", ENTRY_TYPES["event"]) is None


def test_each_reference_comes_once() -> None:
    """An issue named twice in one statement is one reference."""
    log = LOG.replace("says: landing = new", "says: landing = new or landing != old")
    dossier = read_text_dossier({"dossier.yaml": DOSSIER, "log/a.yaml": log})
    found = references(dossier)
    assert len(found) == len(set(found))
