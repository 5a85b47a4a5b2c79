"""What this agenda opens, in the brief: from what the party knew, and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from parley.brief import Brief, brief_as_json, make_brief, render_html, render_terminal, write_docx
from parley.brief.agenda_worth import known
from parley.brief.agenda_worth.agenda_opens import NOTHING
from parley.brief.agenda_worth.opening import AgendaOpens
from parley.kernel.times import read_time
from tests.semantics.negotiation import Entry, day, offer, theirs
from tests.unit.agenda_support import ENTRIES, NAPKIN, agenda, napkin

#: Blue's own paper, which Red never saw.
PAPER: Entry = {
    "id": "paper-seen",
    "type": "document",
    "by": "blue",
    "to": "blue",
    "at": day(2),
    "source": "paper",
    "sources": ["paper"],
}
#: Red lays a plan with words of its own before its capital.
PLAN: Entry = {
    "id": "our-plan",
    "type": "request",
    "by": "team",
    "to": "capital",
    "at": day(3),
    "questions": [{"id": "right", "text": "Is that right?"}],
    "agenda": agenda(border="any"),
}


def brief(
    entries: Sequence[Entry] = ENTRIES, party: str = "red", at: str = day(20, 12), **head: Any
) -> Brief:
    """A brief, as of the twentieth unless said otherwise."""
    return make_brief(napkin(entries, **head), party, read_time(at, "UTC").latest)


def section(made: Brief) -> AgendaOpens:
    """The section."""
    return next(one.content for one in made.sections if isinstance(one.content, AgendaOpens))


def told(made: Brief) -> str:
    """The section as data."""
    found = brief_as_json(made)["sections"]
    return json.dumps(next(one for one in found if one["key"] == "agenda-opens"))


def bargaining(party: str, **more: Any) -> dict[str, Any]:
    """The section with the wishes of a party put otherwise."""
    wants = NAPKIN["bargaining"]["preferences"]
    return {**NAPKIN["bargaining"], "preferences": {**wants, party: more}}


def test_it_says_what_the_drafts_open_and_are_worth() -> None:
    """The drafts under the letters of the section before, and the adopted one as base."""
    content = section(brief())
    drafts = {one.letter: one for one in content.drafts}
    assert list(drafts) == ["A", "B", "D"]
    assert drafts["D"].base and drafts["D"].status == "adopted, in force"
    assert drafts["A"].opens == "`zone`"
    assert [one.worth for one in drafts["B"].worth] == [3, 1]
    assert [one.difference for one in drafts["B"].worth] == [2, -2]
    assert drafts["B"].cite.entries == ("river-named",)
    river = next(one for one in content.wordings if one.wording == "river")
    assert river.gains == "Red gains, Blue loses"
    assert {(one.name, one.which) for one in content.extremes} == {
        (name, which) for name in ("Red", "Blue") for which in ("least", "most")
    }
    assert ("Blue", "zone = yes", "1") in [(one.name, one.on, one.weight) for one in content.rests]


def test_only_wordings_of_known_drafts_are_compared() -> None:
    """Words that Red only planned are not in Blue's brief; words of later drafts are in neither."""
    entries = (PLAN, *ENTRIES[:2])
    ours, theirs_seen = section(brief(entries)), section(brief(entries, "blue"))
    assert "any" in [one.wording for one in ours.wordings]
    assert [one.letter for one in ours.drafts] == ["A", "B", "C"]
    assert "any" not in [one.wording for one in theirs_seen.wordings]
    assert "our-plan" not in told(brief(entries, "blue"))
    early = brief(entries, at=day(4, 12))
    assert "river-named" not in told(early)
    assert "border as" not in told(early)
    assert [one.wording for one in section(early).wordings if one.wording] == ["any", "plain"]


def test_a_weight_known_only_from_a_hidden_paper_is_not_used() -> None:
    """Nor what no agreement is worth to that party, which was said for the whole scale."""
    entries = (PAPER, *ENTRIES)
    ours, theirs_seen = section(brief(entries)), section(brief(entries, "blue"))
    assert "zone = yes" in [one.on for one in theirs_seen.rests if one.party == "blue"]
    assert [one.on for one in ours.rests if one.party == "blue"] == ["line != river"]
    worth = {one.party: one.worth for one in ours.drafts[0].worth}
    assert worth["blue"] == 2  # the zone counts nothing for Blue as far as Red knew
    assert any("no agreement is worth to Blue is not known" in note for note in ours.notes)
    made = brief(entries)
    everything = told(made) + render_terminal(made, full=True) + render_html(made)
    assert "TITLE-OF-PAPER" not in everything
    assert "paper" not in told(made)
    assert "TITLE-OF-PAPER" in render_html(brief(entries, "blue"))


@pytest.mark.parametrize(
    "proof", [{"sources": "paper#1"}, {"assumed": "us, reading paper#1"}], ids=["cited", "named"]
)
def test_where_all_that_a_side_wants_is_hidden_nothing_is_worked_out(proof: dict[str, str]) -> None:
    """To take it as indifferent would mislead, and to say so would tell."""
    wants = {"weights": [{"weight": 2, "says": "line != river", **proof}], "reservation": 0.5}
    head = bargaining("blue", **wants)
    assert section(brief((PAPER, *ENTRIES), bargaining=head)) == AgendaOpens(NOTHING)
    assert section(brief((PAPER, *ENTRIES), "blue", bargaining=head)).drafts


def test_a_section_that_rests_on_hidden_papers_is_as_if_not_declared() -> None:
    """Where things stand may be the secret."""
    head = {**NAPKIN["bargaining"], "sources": ["paper"]}
    assert section(brief((PAPER, *ENTRIES), bargaining=head)) == AgendaOpens(NOTHING)
    assert section(brief((PAPER, *ENTRIES), "blue", bargaining=head)).drafts


def test_what_no_agreement_is_worth_by_a_hidden_plan_is_not_used() -> None:
    """Blue's plan for the end of the talks rests on its own paper."""
    plan = {"plan": "Leave.", "value": 2.5, "sources": ["paper#2"]}
    parties = {
        "red": {"name": "Red"},
        "capital": {"name": "Red's capital", "within": "red"},
        "team": {"name": "Red's team", "within": "red", "mandator": "capital"},
        "blue": {"name": "Blue", "no_agreement": plan},
    }
    wants = NAPKIN["bargaining"]["preferences"]["blue"]["weights"][:1]
    head: dict[str, Any] = {"parties": parties, "bargaining": bargaining("blue", weights=wants)}
    seen = told(brief((PAPER, *ENTRIES), "blue", **head))
    assert "worth 2.5 to Blue" in seen.replace("taken to be ", "")
    assert "2.5" not in told(brief((PAPER, *ENTRIES), **head))


def test_an_issue_that_the_party_never_heard_of_stops_it() -> None:
    """What would come of an agenda without it would mislead; its name is told nowhere."""
    secret = {"question": "Is there a mine?", "values": ["no", "yes"], "decided_by": "blue"}
    head: dict[str, Any] = {"issues": {**NAPKIN["issues"], "mine": secret}}
    section_head = {**NAPKIN["bargaining"], "issues": ["line", "zone", "mine"]}
    section_head["status_quo"] = "line = ridge and zone = no and mine = no"
    made = brief(bargaining=section_head, **head)
    assert section(made) == AgendaOpens(NOTHING)
    assert "mine" not in told(made)
    heard = (*ENTRIES, theirs("said", "mine = yes"))
    assert section(brief(heard, bargaining=section_head, **head)).drafts
    # Where it is not among what is bargained over, no note names it either.
    wants = NAPKIN["bargaining"]["preferences"]["blue"]
    more = [*wants["weights"], {"weight": 1, "says": "mine = yes", "assumed": "us"}]
    other = bargaining("blue", weights=more, reservation=0.5) | {"issues": ["line", "zone"]}
    assert section(brief(bargaining=other, **head)).drafts
    assert "mine" not in told(brief(bargaining=other, **head))


def test_without_drafts_or_section_there_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and no section of numbers; nor with more combinations than a brief values."""
    assert section(brief(())) == AgendaOpens(NOTHING)
    assert section(brief(bargaining={})) == AgendaOpens(NOTHING)
    assert section(brief((offer("one", "line = river"),))) == AgendaOpens(NOTHING)
    assert render_terminal(brief(())).count("no agenda of which it could be") == 1
    monkeypatch.setattr(known, "MOST_COMBINATIONS", 3)
    assert section(brief()) == AgendaOpens(NOTHING)


def test_it_is_laid_out_in_every_format(tmp_path: Path) -> None:
    """The picture in HTML alone; the short terminal has the drafts and who gains by what."""
    made = brief()
    html = render_html(made)
    assert html.count('class="parley-agendas"') == 2
    full = " ".join(render_terminal(made, full=True).split())
    short = " ".join(render_terminal(made).split())
    assert "The border as `river`: Red gains, Blue loses" in short
    assert "The weights that this rests on" in full
    assert "To fear and to wish for: Blue" in full
    for text in (full, short):
        assert "to Red 3" in text or "Red: 3" in text
        assert "<svg" not in text
    assert max(map(len, render_terminal(made, full=True).split("\n"))) <= 80
    write_docx(made, tmp_path / "brief.docx")
    assert (tmp_path / "brief.docx").stat().st_size > 10_000
    assert "picture" not in told(made)
