"""What would hold, in the brief: worked out from what the party knew, and from nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from parley.brief import Brief, brief_as_json, render_html, render_terminal, write_docx
from parley.brief.conflicts.holding import WouldHold
from parley.brief.conflicts.words import holds_under, label, statement
from parley.brief.conflicts.would_hold import NOTHING
from tests.semantics.negotiation import must, offer, theirs
from tests.unit.conflict_support import chain, made_up
from tests.unit.secrecy_support import PAPER, brief, everything

#: Blue shuts the door or not; Red comes or stays away: the press crisis in small.
DOOR: dict[str, Any] = {
    "agenda": {},
    "issues": {
        "door": {
            "question": "Is the door open?",
            "values": {"shut": "nobody comes in", "open": "all come in"},
            "decided_by": "blue",
        },
        "talks": {
            "question": "Does Red come?",
            "values": ["held", "put_off"],
            "decided_by": "red",
        },
    },
    "conflict": {
        "status_quo": "door = shut and talks = held",
        "came_about": "door = open and talks = held",
        "preferences": {
            "red": {
                "priorities": [
                    {"says": "door = open", "assumed": "Red's team"},
                    {"says": "talks = held iff door = open", "assumed": "Red's team"},
                ]
            },
            "blue": {
                "priorities": [
                    {"says": "talks = held", "sources": "paper#1"},
                    {"says": "door = shut", "assumed": "Red's team"},
                ]
            },
        },
    },
    "sources": {"paper": {"title": "TITLE-OF-PAPER"}},
}


def section(made: Brief) -> WouldHold:
    """The section."""
    return next(one.content for one in made.sections if isinstance(one.content, WouldHold))


def test_it_says_what_holds_why_and_how_it_is_reached() -> None:
    """The states of the study, with risks and ways."""
    content = section(brief([], DOOR))
    study, _ = made_up(DOOR)
    holding = {place for places in study.equilibria.values() for place in places}
    assert {one.says for one in content.holding} == {statement(study, one) for one in holding}
    for one in content.holding:
        place = next(place for place in holding if label(place) == one.state)
        assert one.concepts == holds_under(study, place)
    kept = next(one for one in content.holding if "door = open" in one.says)
    assert "Red can answer" in kept.risks[0]
    assert "Blue can block it" in kept.way
    assert content.left_out == 0


def test_it_says_whether_what_the_sides_stand_for_would_hold() -> None:
    """The status quo, the offers of the own side or its orders, and those of the others."""
    entries = [must("open-it", "door = open"), theirs("want", "talks = held")]
    found = {one.whose: one for one in section(brief(entries, DOOR)).stances}
    assert found["status quo"].says == "door = shut and talks = held"
    assert "Red would leave it" in found["status quo"].verdict
    assert found["own side"].says == "door = open"
    assert "would hold for all" in found["own side"].verdict
    assert found["others"].says == "talks = held"
    silent = {one.whose: one for one in section(brief([], DOOR)).stances}
    assert silent["own side"].verdict == "No position on these issues is recorded."


def test_the_lead_says_what_is_assumed_of_the_others() -> None:
    """An assumption about the other side's wishes is called one; so is a source."""
    assert "wishes of Blue is partly assumed, partly from sources" in section(brief([], DOOR)).lead
    assert "wishes of Red is an assumption" in section(brief([], DOOR, "blue")).lead
    assert "nothing is recommended" in section(brief([], DOOR)).lead


def test_what_came_about_is_in_no_brief() -> None:
    """The outcome is hindsight: without it nothing changes."""
    without = {**DOOR, "conflict": {**DOOR["conflict"]}}
    del without["conflict"]["came_about"]
    assert section(brief([], DOOR)) == section(brief([], without))


def test_a_wish_known_only_from_a_hidden_paper_is_not_used() -> None:
    """Blue's paper was never seen by Red: Red's brief takes Blue to want only the rest."""
    theirs_seen, ours = section(brief([PAPER], DOOR, "blue")), section(brief([PAPER], DOOR))
    wishes = {one.party: [wish.says for wish in one.wants] for one in ours.wishes}
    assert wishes["blue"] == ["1. `door = shut`"]
    assert any(wish.says == "1. `talks = held`" for one in theirs_seen.wishes for wish in one.wants)
    assert "TITLE-OF-PAPER" not in everything(brief([PAPER], DOOR))
    assert "paper" not in json.dumps(brief_as_json(brief([PAPER], DOOR)))
    assert "TITLE-OF-PAPER" in everything(brief([PAPER], DOOR, "blue"))


def changed(party: str, **more: Any) -> dict[str, Any]:
    """The door, with one wish of a party put otherwise."""
    wishes = {**DOOR["conflict"]["preferences"], party: {"priorities": [more]}}
    return {**DOOR, "conflict": {**DOOR["conflict"], "preferences": wishes}}


@pytest.mark.parametrize(
    "proof", [{"sources": "paper#1"}, {"assumed": "us, reading paper#1"}], ids=["cited", "named"]
)
def test_where_all_wishes_of_a_side_are_hidden_nothing_is_worked_out(proof: dict[str, str]) -> None:
    """To take it as indifferent would mislead, and to say so would tell."""
    head = changed("blue", says="talks = held", **proof)
    assert section(brief([PAPER], head)) == WouldHold(NOTHING)
    assert section(brief([PAPER], head, "blue")).outcomes == 4


def test_a_source_partly_hidden_is_counted_and_not_named() -> None:
    """A wish that also rests on what the party knew is used."""
    head = changed("blue", says="talks = held", sources=["paper#1", "open-letter"])
    head["sources"] = {**DOOR["sources"], "open-letter": {"title": "A letter"}}
    wish = next(one for one in section(brief([PAPER], head)).wishes if one.party == "blue").wants[0]
    assert wish.cite.passages == ("open-letter",)
    assert wish.cite.withheld == 1


def test_a_question_that_the_party_never_heard_of_is_not_told() -> None:
    """An issue that only Blue decides, and that nothing known to Red names, stops the section."""
    wishes = {
        "red": {"priorities": [{"says": "talks = put_off", "assumed": "us"}]},
        "blue": {"priorities": [{"says": "door = shut", "assumed": "us"}]},
    }
    head = {**DOOR, "conflict": {"preferences": wishes}}
    assert section(brief([], head)) == WouldHold(NOTHING)
    assert "door" not in json.dumps(brief_as_json(brief([], head)))
    assert section(brief([theirs("said", "door = shut")], head)).outcomes == 4
    assert section(brief([], head, "blue")) == WouldHold(NOTHING)


def test_a_conflict_that_rests_on_hidden_papers_is_as_if_not_declared() -> None:
    """Its status quo may be the secret."""
    head = {**DOOR, "conflict": {**DOOR["conflict"], "sources": ["paper"]}}
    assert section(brief([PAPER], head)) == WouldHold(NOTHING)
    assert section(brief([PAPER], head, "blue")).outcomes == 4


def test_without_a_conflict_small_dossiers_with_wishes_are_worked_out() -> None:
    """Up to 4,096 outcomes, where somebody decides something alone and something is wanted."""
    offers = [offer(f"o{number}", f"i{number} = a") for number in range(4)]
    offers += [theirs(f"t{number}", f"i{number} = b") for number in range(4)]
    assert section(brief(offers, chain(4))).outcomes == 16
    joint = chain(4)
    for issue in joint["issues"].values():
        issue["decided_by"] = ["red", "blue"]
    assert section(brief(offers, joint)) == WouldHold(NOTHING)
    assert section(brief(offers, {**chain(4), "preferences": {}})) == WouldHold(NOTHING)
    wide = chain(4)
    for issue in wide["issues"].values():
        issue["values"] = ["a", "b", *(f"v{number}" for number in range(7))]
    assert section(brief(offers, wide)) == WouldHold(NOTHING)


def test_wishes_of_unknown_order_are_told_as_a_risk() -> None:
    """What holds only if the order falls so is said; with many states it is taken as written."""
    head = chain(2, conflict={"issues": ["i0", "i1"]})
    head["preferences"]["red"] = {
        "priorities": [{"unordered": ["i0 = a", "i0 = b"], "assumed": "us"}]
    }
    heard = [theirs("said", "i1 = b")]
    risks = [risk for one in section(brief(heard, head)).holding for risk in one.risks]
    assert any("depends on what Red would rather have, which is not known" in one for one in risks)
    large = chain(11, conflict={"status_quo": " and ".join(f"i{k} = b" for k in range(11))})
    large["preferences"]["red"]["priorities"][:2] = [
        {"unordered": ["i0 = a", "i1 = a"], "assumed": "us"}
    ]
    heard = [theirs(f"said-{number}", f"i{number} = b") for number in range(1, 11, 2)]
    content = section(brief(heard, large))
    assert any("taken as written" in note for note in content.notes)
    assert len(content.holding) == 8
    assert content.left_out


def test_a_status_quo_that_is_not_one_state_is_left_out_and_told() -> None:
    """The rest is still worked out."""
    head = {**DOOR, "conflict": {**DOOR["conflict"], "status_quo": "door = shut"}}
    content = section(brief([], head))
    assert content.outcomes == 4
    assert any("is not one state" in note for note in content.notes)
    assert {one.whose for one in content.stances} == {"own side", "others"}


def test_a_conflict_that_cannot_be_analysed_is_no_fault_of_the_brief() -> None:
    """A ranking that contradicts itself leaves nothing to say."""
    ranking = {"outcomes": ["door = open", "talks = held"], "assumed": "us"}
    wishes = {**DOOR["conflict"]["preferences"], "red": {"ranking": ranking}}
    head = {**DOOR, "conflict": {**DOOR["conflict"], "preferences": wishes}}
    assert section(brief([], head)) == WouldHold(NOTHING)


def test_the_glance_has_a_line_only_where_something_was_worked_out() -> None:
    """One line, that links to the section."""
    lines = [one for one in brief([], DOOR).glance if one.section == "would-hold"]
    assert [one.label for one in lines] == ["Would hold"]
    assert "of 4 states for all" in lines[0].value
    assert not [one for one in brief([], {}).glance if one.section == "would-hold"]


def test_it_is_laid_out_in_every_format(tmp_path: Any) -> None:
    """The picture in HTML alone; the short terminal says what holds and its first risk."""
    made = brief([], DOOR)
    html = render_html(made)
    assert html.count('class="parley-conflict"') == 1
    assert "Picture of the conflict" in html
    full = " ".join(render_terminal(made, full=True).split())
    short = " ".join(render_terminal(made).split())
    for text in (full, short):
        assert "S2 as things stand, but `door = open`" in text
        assert "Red can answer" in text
        assert "<svg" not in text
    assert "What the concepts mean" in full
    write_docx(made, tmp_path / "brief.docx")
    assert (tmp_path / "brief.docx").stat().st_size > 10_000
    data = next(
        one["content"] for one in brief_as_json(made)["sections"] if one["key"] == "would-hold"
    )
    assert "picture" not in data
    assert data["outcomes"] == 4
    assert " ".join(render_terminal(brief([], {})).split()).count(NOTHING) == 1


def test_a_brief_without_a_conflict_loads_no_numbers() -> None:
    """Only what a conflict needs is paid for where there is one."""
    assert subprocess.run(
        [sys.executable, "-c", "import sys, parley.brief; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split() == ["False"]
