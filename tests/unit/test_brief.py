"""What the brief says: made from small negotiations, section by section."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

import pytest
import yaml

from parley.brief import Brief, brief_as_json, make_brief, render_terminal
from parley.brief.agendas import Agendas
from parley.brief.asking import Asking
from parley.brief.authority import Authority
from parley.brief.chronicle import MOST_ENTRIES, Chronicle
from parley.brief.desk import Desk
from parley.brief.faults import Faults
from parley.brief.judgements import Judgements
from parley.brief.left_out import LeftOut
from parley.brief.model import Header
from parley.brief.options import Options
from parley.brief.plans import Plans
from parley.brief.references import References
from parley.brief.sections import SECTIONS, SectionKind
from parley.brief.situation import Situation, Standing
from parley.brief.views import Views
from parley.kernel.errors import PartyUnknown
from parley.kernel.times import read_time
from tests.semantics.negotiation import (
    Entry,
    agreed,
    answer,
    day,
    dossier,
    event,
    must,
    offer,
    order,
    theirs,
)

T = TypeVar("T")


def brief(
    entries: Sequence[Entry],
    party: str = "red",
    as_of: str = day(20, 12),
    known: str | None = None,
    head: dict[str, Any] | None = None,
) -> Brief:
    """The brief of a negotiation between Red and Blue."""
    until = read_time(known, "UTC").latest if known else None
    return make_brief(dossier(entries, head), party, read_time(as_of, "UTC").latest, until)


def section(made: Brief, kind: type[T]) -> T:
    """The content of one section."""
    return next(one.content for one in made.sections if isinstance(one.content, kind))


def issue(made: Brief, name: str) -> Standing:
    """Where one issue stands."""
    return next(one for one in section(made, Situation).issues if one.issue == name)


TRADE: Entry = {
    "id": "swap",
    "type": "trade",
    "by": "capital",
    "to": "team",
    "at": day(2),
    "give": "x = a",
    "get": "y = b",
}


def test_a_brief_is_the_same_every_time_and_is_plain_data() -> None:
    """Two briefs of one dossier are equal as data, and the data is JSON."""
    entries = [must("hold", "x = a"), offer("gives-way", "x = b"), TRADE]
    first, second = (json.dumps(brief_as_json(brief(entries))) for _ in range(2))
    assert first == second
    data = json.loads(first)
    assert data["format"] == 1
    assert [one["key"] for one in data["sections"]] == [kind.key for kind in SECTIONS]
    assert data["header"]["party"] == "red"


def test_an_unknown_party_is_refused() -> None:
    """The party must be declared."""
    with pytest.raises(PartyUnknown):
        brief([], party="nobody")


def test_what_the_party_never_knew_is_nowhere() -> None:
    """Blue's orders, lines, plans, views and own questions do not reach Red's brief."""
    head = {
        "parties": {
            "red": {"name": "Red"},
            "team": {"name": "Team", "within": "red"},
            "blue": {
                "name": "Blue",
                "no_agreement": {"plan": "SECRET-PLAN", "assumed": "Blue"},
                "red_lines": [{"id": "SECRET-LINE", "says": "x = c", "assumed": "Blue"}],
            },
            "capital": {"name": "Capital", "within": "red"},
        },
        "issues": {
            "x": {"question": "x?", "values": ["a", "b", "c"]},
            "inner": {"question": "SECRET-QUESTION?", "values": ["a", "b"], "decided_by": "blue"},
        },
        "agenda": {},
        "sources": {"leak": {"title": "SECRET-TITLE"}},
    }
    entries = [
        order("SECRET-ORDER", "x = b", "must", by="blue", to="blue", sources=["leak"]),
        {"id": "SECRET-VIEW", "type": "assessment", "kind": "view", "by": "blue", "at": day(1)}
        | {"says": "inner = a", "text": "SECRET-TEXT"},
        theirs("seen", "x = b", known={"blue": day(4), "red": "never"}),
        offer("ours", "x = a"),
    ]
    made = brief(entries, head=head)
    everything = json.dumps(brief_as_json(made)) + render_terminal(made, full=True)
    assert "SECRET" not in everything
    assert '"seen"' not in everything
    assert "ours" in everything
    assert "SECRET-LINE" in json.dumps(brief_as_json(brief(entries, "blue", head=head)))


def test_a_paper_of_the_other_side_is_not_shown_as_proof() -> None:
    """What proves an open act may be a paper that the party never saw: it is counted, not named."""
    head = {"sources": {"cable": {"title": "SECRET-TITLE", "passages": {"p": "SECRET-TEXT"}}}}
    entries = [
        {"id": "paper", "type": "document", "by": "blue", "to": "blue", "at": day(2)}
        | {"source": "cable", "sources": ["cable"]},
        {**theirs("seen", "x = b"), "sources": ["cable#p"]},
    ]
    made = brief(entries, head=head)
    shown = json.dumps(brief_as_json(made)) + render_terminal(made, full=True)
    assert "SECRET" not in shown
    assert "cable" not in shown
    assert issue(made, "x").theirs[0].cite.withheld == 1
    assert "SECRET-TITLE" in json.dumps(brief_as_json(brief(entries, "blue", head=head)))


def test_a_brief_knows_nothing_that_came_later() -> None:
    """Neither what happened later, nor what was only learned later, nor notes made in hindsight."""
    entries = [
        offer("early", "x = a", day(3), note="HINDSIGHT"),
        offer("late", "x = b", day(9)),
        theirs("told-late", "x = c", day(3), known={"red": day(8), "blue": day(3)}),
    ]
    shown = json.dumps(brief_as_json(brief(entries, as_of=day(5))))
    assert "early" in shown
    assert "late" not in shown
    assert "HINDSIGHT" not in shown
    then = json.dumps(brief_as_json(brief(entries, as_of=day(9), known=day(5))))
    assert "told-late" not in then


def test_an_issue_is_settled_contested_matched_open_or_untouched() -> None:
    """The state of an issue follows from what is committed and what each side offers."""
    made = brief(
        [
            offer("our-x", "x = a"),
            theirs("their-x", "x = b"),
            offer("our-y", "y = a"),
            theirs("their-y", "y = a"),
            agreed("deal", "z = yes"),
            agreed("part", "share <= 30"),
            must("press-rule", "press = barred"),
        ]
    )
    states = {one.issue: one.state for one in section(made, Situation).issues}
    assert states == {
        "x": "contested",
        "y": "matched",
        "z": "settled",
        "share": "narrowed",
        "press": "open",
        "word": "untouched",
        "listed": "untouched",
        "refusal": "untouched",
    }
    settled = issue(made, "z")
    assert settled.left == ("yes",)
    assert settled.agreed[0].cite.entries == ("deal",)
    assert issue(made, "x").theirs[0].by == "Blue"
    assert issue(made, "press").own[0].kind == "must"


def test_what_others_refused_contests_an_issue() -> None:
    """Our order against their refusal, with nothing offered any more."""
    made = brief([must("hold", "x = a"), offer("ask", "x = a"), answer("no", "ask", "reject")])
    assert issue(made, "x").state == "contested"
    assert [one.kind for one in issue(made, "x").theirs] == ["refuses"]


def test_red_lines_show_for_their_own_party_only() -> None:
    """A red line stands with its issue."""
    made = brief([order("line", "x = c", "red-line")])
    assert [one.says for one in issue(made, "x").lines] == ["x = c"]


def test_findings_have_labels_proof_and_place() -> None:
    """Errors come first; entries and passages prove each finding."""
    head = {"sources": {"minutes": {"title": "Minutes", "passages": {"p1": "what was said"}}}}
    made = brief(
        [
            {**must("hold", "x = a"), "sources": ["minutes#p1"]},
            offer("gives-way", "x = b"),
            {"id": "bare", "type": "event", "at": day(3), "sources": []},
        ],
        head=head,
    )
    found = section(made, Faults).found
    assert [(one.label, one.severity) for one in found] == [("F1", "error"), ("F2", "warning")]
    assert found[0].code == "position-abandoned"
    assert found[0].cite.entries == ("gives-way", "hold")
    assert "minutes#p1" in found[0].cite.passages
    assert found[0].file == "log/all.yaml"
    assert issue(made, "x").findings == ("F1",)
    source = section(made, References).sources[0]
    assert [(one.name, one.says) for one in source.passages] == [("p1", "what was said")]


def test_waived_findings_stand_apart() -> None:
    """A waived finding is not counted, and shows who waived it, why and until when."""
    entries = [must("hold", "x = a"), offer("gives-way", "x = b")]
    address = section(brief(entries), Faults).found[0].address
    waiver = {
        "id": "spare",
        "type": "waiver",
        "by": "capital",
        "at": day(8),
        "waives": address,
        "reason": "agreed by telephone",
        "until": day(25),
    }
    content = section(brief([*entries, waiver]), Faults)
    assert content.found == ()
    assert content.waived[0].reason == "agreed by telephone"
    assert content.waived[0].owner == "Red's capital"


def test_a_trade_shows_how_far_it_came() -> None:
    """Given without its return, the trade says so and cites who gave."""
    made = brief([TRADE, offer("gift", "x = a")])
    trade = section(made, Plans).trades[0]
    assert trade.state == "executed-unmet"
    assert trade.given.entries == ("gift",)
    assert trade.got.entries == ()
    assert any("swap: executed-unmet" in one.value and one.alarming for one in made.glance)


def test_a_fallback_shows_its_due_rung_and_what_was_done_instead() -> None:
    """Since when a rung is due, because of what, and what goes against it."""
    plan = {
        "id": "plan-b",
        "type": "fallback",
        "by": "capital",
        "to": "team",
        "at": day(1),
        "on_refusal": "x = a",
        "rungs": [{"do": "y = b"}],
    }
    entries = [plan, offer("ask", "x = a"), answer("no", "ask", "reject")]
    waiting = section(brief(entries), Plans).fallbacks[0]
    assert waiting.state == "triggered"
    assert waiting.steps[0].cause.entries == ("ask", "no")
    broken = section(brief([*entries, offer("other", "y = a", day(8))]), Plans).fallbacks[0]
    assert broken.state == "not-followed"
    assert broken.lapses == ("other goes against rung 1",)


def test_authority_tells_conditions_ends_and_delegations() -> None:
    """What is in force, whether its condition is met, what has ended, who may act for whom."""
    made = brief(
        [
            order("if-met", "x = a", "may", **{"if": "z = yes"}),
            order("if-not", "y = a", "may", **{"if": "z = no"}),
            order("over", "share <= 20", "may", until=day(10)),
            event("fact", "z = yes"),
            {"id": "proxy", "type": "delegation", "by": "ally", "to": "team", "at": day(2)}
            | {"says": "x in {a, b}"},
        ]
    )
    content = section(made, Authority)
    assert {one.entry: one.met for one in content.in_force} == {"if-met": True, "if-not": False}
    assert [one.entry for one in content.ended] == ["over"]
    assert "ran out" in (content.ended[0].ended or "")
    assert [(one.who, one.whom, one.limits) for one in content.delegations] == [
        ("Red's team", "Red's ally", "x in {a, b}")
    ]
    assert content.instructed_by == ""
    assert section(brief([], "team"), Authority).instructed_by == "Red's capital"


def test_exclusions_and_disputes_about_procedure() -> None:
    """Whose exclusion it is and why; who acts against a rule, and how that ended."""
    entries = [
        {"id": "not-z", "type": "exclusion", "by": "team", "owner": "ally", "at": day(2)}
        | {"matters": ["z"], "reason": "too early"},
        {"id": "no-press", "type": "procedure", "by": "team", "at": day(2)}
        | {"says": "press = barred", "consent": ["red", "blue"]},
        theirs("let-in", "press = let_in"),
    ]
    content = section(brief(entries), LeftOut)
    assert (content.exclusions[0].owner, content.exclusions[0].reason) == (
        "Red's ally",
        "too early",
    )
    assert content.rules[0].dispute == "open"
    assert [one.by for one in content.rules[0].against] == ["Blue"]
    settled = section(brief([*entries, agreed("rule", "press = barred")]), LeftOut).rules[0]
    assert settled.dispute == "settled as the rule says"
    assert settled.settled_by.entries == ("rule",)


def forecast(name: str, says: str | None, **more: Any) -> Entry:
    """A forecast of the capital."""
    said = {"says": says} if says else {}
    made = {"id": name, "type": "assessment", "kind": "forecast", "by": "capital", "at": day(1)}
    return {**made, **said, **more}


def test_forecasts_are_scored_by_facts_and_commitments() -> None:
    """They came true, did not, are open, are past due, or are words only."""
    made = brief(
        [
            forecast("right", "x = a"),
            forecast("wrong", "y = a"),
            forecast("open", "z = yes", due=day(28)),
            forecast("late", "z = yes", due=day(9)),
            forecast("words", None, text="They will be difficult."),
            agreed("deal", "x = a and y = b"),
        ]
    )
    assert [one.outcome for one in section(made, Judgements).forecasts] == [
        "came true",
        "did not come true",
        "still open",
        "past due and open",
        "in words only",
    ]
    assert section(made, Judgements).forecasts[0].proof.entries == ("deal",)


def view(name: str, by: str, says: str) -> Entry:
    """A view inside the side."""
    return {
        "id": name,
        "type": "assessment",
        "kind": "view",
        "by": by,
        "says": says,
        "at": day(2),
    }


def test_views_that_differ_and_what_all_allow() -> None:
    """Three holders: two exclude each other, and what all of them allow is told."""
    made = brief(
        [view("v1", "ally", "x = a"), view("v2", "team", "x = b"), view("v3", "ally", "y = a")]
    )
    content = section(made, Views)
    assert [one.issue for one in content.differences] == ["x"]
    assert content.differences[0].shared == ()
    assert content.agreeing == 1


def test_agendas_are_compared_and_partial_answers_adopt_nothing() -> None:
    """What a draft adds, drops and rewords, against the last whole one."""

    def draft(name: str, at: str, *lines: tuple[str, str], **more: Any) -> Entry:
        items = [{"item": item, "wording": wording} for item, wording in lines]
        return offer(name, None, at, covers="whole", agenda=items, **more)

    made = brief(
        [
            draft("first", day(2), ("item_x", "narrow"), ("item_share", "plain")),
            draft("second", day(4), ("item_x", "wide"), by="blue"),
            answer("half", "second", "accept", day(5), by="team", says="listed = yes"),
        ]
    )
    found = section(made, Agendas).drafts
    assert [(one.letter, one.entry, one.status) for one in found] == [
        ("A", "first", "tabled"),
        ("B", "second", "tabled"),
    ]
    assert found[1].against == (("A", ("drops shares", "words x as `wide` instead of `narrow`")),)
    opened = {one.wording: one.opens for one in section(made, Agendas).wordings}
    assert opened["wide"] == ("x", "y", "z")


def test_questions_become_a_request_that_can_be_appended_and_answered() -> None:
    """The drafted entry reads without fault, and a yes to it authorises what it says."""
    entries = [{**TRADE, "by": "team", "to": "team"}]
    head = {"default_authority": "nothing-unless-authorised"}
    made = brief(entries, "team", head=head)
    asking = section(made, Asking)
    assert asking.to == "Red's capital"
    assert asking.pressing[0].about == ("swap",)
    drafted = yaml.safe_load(asking.yaml)[0]
    assert drafted["to"] == "capital"
    reply = {
        "id": "yes",
        "type": "reply",
        "by": "capital",
        "to": "team",
        "at": day(21),
        "re": drafted["id"],
        "answers": [{"question": "q1", "answer": "yes"}],
    }
    again = dossier([*entries, drafted, reply], head)
    assert again.faults == ()
    later = make_brief(again, "team", read_time(day(22), "UTC").latest)
    assert section(later, Plans).trades[0].state == "authorised"
    states = {one.question: one.state for one in section(later, Asking).posed}
    assert states["q1"] == "answered"
    assert set(states.values()) == {"answered", "missing"}  # the reply left the others out


def test_an_id_that_is_taken_is_not_drafted_again() -> None:
    """The request gets a free id."""
    taken = event("request-2030-03-20", None)
    made = brief([taken, must("hold", "x = a"), offer("gives-way", "x = b")])
    assert yaml.safe_load(section(made, Asking).yaml)[0]["id"] == "request-2030-03-20-2"


def test_what_is_asked_already_is_not_asked_again() -> None:
    """A finding whose approval waits for an answer raises no second question."""
    asked = {
        "id": "ask",
        "type": "request",
        "by": "team",
        "to": "capital",
        "at": day(9),
        "questions": [{"id": "q", "text": "May it stand?", "says": "x = b"}],
    }
    fault = [must("hold", "x = a"), offer("gives-way", "x = b")]
    assert len(section(brief(fault), Asking).pressing) == 1
    content = section(brief([*fault, asked]), Asking)
    assert content.pressing == ()
    assert [one.state for one in content.posed] == ["open"]


def points(made: Brief, title: str, what: str) -> tuple[list[str], list[str]]:
    """What speaks for and against one option."""
    problem = next(one for one in section(made, Options).problems if title in one.title)
    option = next(one for one in problem.options if what in one.what)
    return [one.text for one in option.speaks_for], [one.text for one in option.speaks_against]


def test_options_are_weighed_from_the_dossier() -> None:
    """Orders, lines, trades, refusals, offers and forecasts speak for and against."""
    made = brief(
        [
            must("hold", "x = a"),
            order("never", "x = c and y = c", "red-line"),
            offer("bad", "y = c"),
            offer("ours", "x = a", day(6)),
            theirs("want", "x = c"),
            forecast("they-insist", "x = c", about="blue"),
        ]
    )
    good, bad = points(made, "x: contested", "Hold to our position")
    assert "is asked for in hold (must, Red's capital)" in good
    assert "keeps clear of the red line never" in good
    assert any("is not what Blue offers" in text for text in bad)
    assert any("they-insist" in text for text in bad)
    good, bad = points(made, "x: contested", "Take what the others want")
    assert "is what Blue offers" in good
    assert any(text.startswith("crosses the red line never") for text in bad)
    assert "breaks hold (must, Red's capital)" in bad


def test_taking_back_tells_whom_it_touches_and_what_would_still_stand() -> None:
    """A commitment has another party; the same said twice needs two withdrawals."""
    hold, gift = must("hold", "x = a"), offer("gift", "x = b")
    good, bad = points(brief([hold, gift]), "position-abandoned", "Take back")
    assert "is an open offer so far: nobody has accepted it" in good
    assert bad == []
    deal = [hold, gift, answer("yes", "gift", "accept")]
    good, bad = points(brief(deal), "position-abandoned", "Take back")
    assert good == ["ends F1", "returns to what hold asks for"]
    assert bad == ["takes back what is committed to Blue"]


def test_where_nothing_is_known_nothing_is_made_up() -> None:
    """A view that nothing touches has no points on either side."""
    made = brief([view("v1", "ally", "x = a"), view("v2", "team", "x = b")])
    assert points(made, "views-differ", "v1") == ([], [])


def test_nothing_is_ranked_or_recommended() -> None:
    """No score, no best move; and the brief says so."""
    made = brief([must("hold", "x = a"), offer("gives-way", "x = b"), theirs("want", "x = c")])
    text = " ".join(render_terminal(made, full=True).split()).casefold()
    assert "not ranked, and no recommendation" in text
    for word in ("best option", "we recommend", "should choose", "preferred option", "score"):
        assert word not in text


def test_times_stand_in_the_partys_zone_and_days_as_given() -> None:
    """Exact times are converted, whole days of another zone stay whole days."""
    head = {"parties": {"red": {"name": "Red", "zone": "Asia/Tokyo"}, "blue": {"name": "Blue"}}}
    made = brief(
        [
            event("noon", None, "2030-03-03T12:00Z", by="blue"),
            event("all-day", None, "2030-03-04 America/New_York"),
            event("unsure", None, "2030-03-05 10:00 / 2030-03-05 12:00", by="blue"),
        ],
        head=head,
    )
    shown = {one.entry: one.at for one in section(made, Chronicle).happenings}
    assert shown == {
        "noon": "2030-03-03 21:00 Asia/Tokyo",
        "all-day": "2030-03-04 America/New_York",
        "unsure": "2030-03-05 19:00 to 21:00 Asia/Tokyo",
    }
    assert made.header.as_of == "2030-03-20 21:00 Asia/Tokyo"
    assert brief([], as_of=day(20)).header.as_of == "end of 2030-03-20 UTC"


def test_a_long_record_keeps_the_newest_and_what_is_cited() -> None:
    """Old entries are counted, not shown, unless something cites them."""
    old = [must("hold", "x = a", day(1, 1))]
    many = [event(f"e{number:04d}", None, day(2, 1)) for number in range(MOST_ENTRIES + 50)]
    content = section(brief([*old, *many, offer("gives-way", "x = b")]), Chronicle)
    names = [one.entry for one in content.happenings]
    assert names[0] == "hold"
    assert names[-1] == "gives-way"
    assert len(names) + content.left_out == len(many) + 2
    assert content.left_out > 0


def test_a_later_room_can_add_a_section() -> None:
    """A section is a record and one layout; every renderer then shows it."""
    from parley.brief.blocks import Block, Paragraph, line

    def count(desk: Desk) -> int:
        return len(desk.case.seen.entries)

    def lay_out(content: int, header: Header, short: bool) -> tuple[Block, ...]:
        return (Paragraph(line(f"{content} entries for {header.party}")),)

    kinds = (*SECTIONS, SectionKind("count", "How many", count, lay_out))
    read = dossier([offer("one", "x = a")])
    made = make_brief(read, "red", read_time(day(20), "UTC").latest, kinds=kinds)
    text = render_terminal(made, kinds=kinds)
    assert "HOW MANY" in text
    assert "1 entries for red" in text


def test_the_terminal_brief_fits_and_is_plain_without_colour() -> None:
    """No escape sequence, no line over the width; hostile text cannot draw."""
    hostile = 'evil `x` [bold] \u202e "quoted"'
    entries = [
        must("hold", "x = a", text=hostile),
        offer("gives-way", "x = b", text=hostile),
        TRADE,
    ]
    made = brief(entries)
    for width in (60, 80, 120):
        for full in (False, True):
            text = render_terminal(made, width=width, full=full)
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert max(map(len, text.splitlines())) <= width
    assert "\x1b[" in render_terminal(made, color=True)


def test_the_most_pressing_stands_first_in_the_terminal() -> None:
    """The summary, then findings and questions, before anything else."""
    text = render_terminal(brief([must("hold", "x = a"), offer("gives-way", "x = b")]))
    order_of = [text.index(word) for word in ("! Findings", "FINDINGS", "QUESTIONS", "WHERE EVERY")]
    assert order_of == sorted(order_of)
