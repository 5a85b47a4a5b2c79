"""Rules 1 to 8 of the mandate semantics: each with a case to flag and its harmless look-alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.semantics.negotiation import (
    Entry,
    agreed,
    answer,
    codes,
    day,
    event,
    found,
    must,
    offer,
    order,
    theirs,
)

NOTHING: list[str] = []
CLOSED = {"default_authority": "nothing-unless-authorised"}


def request(*questions: str, **more: Any) -> Entry:
    """A request of the team with questions q1, q2, ... and what a yes would authorise."""
    return {
        "id": "ask",
        "type": "request",
        "at": day(2, 8),
        "by": "team",
        "to": "capital",
        "questions": [
            {"id": f"q{n}", "text": f"question {n}", "says": says}
            for n, says in enumerate(questions, 1)
        ],
        **more,
    }


def reply(name: str, at: str, *answers: dict[str, Any], **more: Any) -> Entry:
    """A reply of the capital to the request."""
    return {
        "id": name,
        "type": "reply",
        "at": at,
        "by": "capital",
        "to": "team",
        "re": "ask",
        "answers": list(answers),
        **more,
    }


def said(question: str, word: str, **more: Any) -> dict[str, Any]:
    """One answer."""
    return {"question": question, "answer": word, **more}


LATE = must("keep-x", "x = a", day(1, 8), known=day(10, 8))
CONCEDES = offer("gives-x", "x = b", day(5, 8))


def test_rule_1_late_news_blames_only_with_later_knowledge_and_says_so() -> None:
    """An order that arrived after the act: no blame as known then, blame later, with a note."""
    assert codes(found([LATE, CONCEDES], as_of=day(6, 8))) == NOTHING
    late = found([LATE, CONCEDES], as_of=day(12, 8))
    assert codes(late) == ["position-abandoned"]
    assert "did not know of keep-x then" in late[0].message
    assert codes(found([LATE, CONCEDES], as_of=day(6, 8), known=day(12, 8))) == [
        "position-abandoned"
    ]


def test_rule_1_a_finding_never_cites_what_the_party_never_knew() -> None:
    """What is known to others only is neither used nor named."""
    secret = theirs("secret", "x = a", known={"blue": day(4, 8)})
    accepts = answer("yes", "secret", "accept", by="friend", known={"blue": day(4, 9)})
    hidden = found([must("keep-x", "x = a"), secret, accepts, CONCEDES])
    assert all("secret" not in (*one.entries, one.message) for one in hidden)
    never = must("keep-x", "x = a", known={"red": "never", "capital": "never", "team": "never"})
    assert codes(found([never, CONCEDES])) == NOTHING


@pytest.mark.parametrize(
    ("written", "arrived", "expected"),
    [(day(9, 8), day(12, 8), NOTHING), (day(11, 8), day(12, 8), ["question-overdue"])],
)
def test_rule_2_a_time_due_is_kept_by_when_the_reply_happened(
    written: str, arrived: str, expected: list[str]
) -> None:
    """Written in time and arrived late is in time; written late is late."""
    log = [request("x = b", due=day(10, 8)), reply("r", written, said("q1", "yes"), known=arrived)]
    assert codes(found(log)) == expected


def test_rule_2_as_known_before_the_reply_arrived_the_question_is_overdue() -> None:
    """Of those known: a reply not yet here keeps no time."""
    log = [
        request("x = b", due=day(10, 8)),
        reply("r", day(9, 8), said("q1", "yes"), known=day(12, 8)),
    ]
    assert codes(found(log, as_of=day(11, 8))) == ["question-overdue"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (day(12), NOTHING),  # that day: order unknown
        ("2030-03-12T22:30Z", NOTHING),  # 23:30 in Berlin
        ("2030-03-12T23:30Z", ["authority-expired"]),  # 00:30 of the 13th in Berlin
        ("2030-03-13T08:00Z", ["authority-expired"]),
    ],
)
def test_rule_3_until_a_day_runs_to_its_end_where_it_was_given(
    act: str, expected: list[str]
) -> None:
    """The capital is in Berlin, so its 12 March ends at 23:00 UTC."""
    log = [order("may-b", "x = b", "may", until="2030-03-12"), offer("p", "x = b", act)]
    assert codes(found(log, CLOSED)) == expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [("2030-03-31T21:30Z", NOTHING), ("2030-03-31T22:30Z", ["authority-expired"])],
)
def test_rule_3_clock_changes_are_included(act: str, expected: list[str]) -> None:
    """On 31 March 2030 Berlin's clocks go forward: that day ends at 22:00 UTC."""
    log = [order("may-b", "x = b", "may", until="2030-03-31"), offer("p", "x = b", act)]
    assert codes(found(log, CLOSED, as_of="2030-04-02")) == expected


def test_rule_3_overlapping_days_are_no_error() -> None:
    """An order and an act of the same day: which came first is unknown."""
    assert codes(found([must("keep", "x = a", day(5)), offer("p", "x = b", day(5, 8))])) == NOTHING
    assert codes(found([must("keep", "x = a", day(4)), offer("p", "x = b", day(5, 8))])) == [
        "position-abandoned"
    ]


@pytest.mark.parametrize(
    ("at", "known", "expected"),
    [
        (day(5, 8), day(5, 8), NOTHING),
        (day(5, 8), day(5), NOTHING),
        (day(5), "2030-03-05T00:00Z", NOTHING),
        ("2030-03-05T09:00 Europe/Berlin", "2030-03-05T08:30Z", NOTHING),  # 08:00Z
        (day(5, 8), day(5, 7), ["impossible-time"]),
        ("2030-03-05T09:00 Europe/Berlin", "2030-03-05T07:30Z", ["impossible-time"]),
        (day(5), day(4), ["impossible-time"]),
    ],
)
def test_rule_3_known_before_it_happened(at: str, known: str, expected: list[str]) -> None:
    """Instants are compared, and only what is certain is impossible."""
    assert codes(found([event("e", "refusal = yes", at, known=known)])) == expected


def test_rule_4_a_reference_to_what_is_not_known_yet_is_not_unknown() -> None:
    """The entry exists, though Red learns of it later; one that does not exist is unknown."""
    later = must("first", "x = a", day(1, 8), known=day(15, 8))
    log = [later, must("second", "x = b", day(2, 8), replaces="first")]
    assert codes(found(log, as_of=day(10, 8))) == NOTHING
    log[1]["replaces"] = "firts"
    findings = [one for one in found(log) if one.code == "unknown-reference"]
    assert len(findings) == 1
    assert "did you mean `first`" in (findings[0].hint or "")


def test_rule_5_orders_that_no_outcome_satisfies_conflict_whatever_their_dates() -> None:
    """Replacing is explicit: a later order does not end an earlier one by itself."""
    both = [must("one", "x = a", day(1, 8)), must("two", "x in {b, c}", day(9, 8))]
    assert codes(found(both)) == ["instruction-conflict"]
    both[1]["replaces"] = "one"
    assert codes(found(both)) == NOTHING
    assert codes(found([must("one", "x in {a, b}"), must("two", "x in {b, c}")])) == NOTHING
    assert codes(found([must("one", "x = a"), order("two", "x = a", "must-not")])) == [
        "instruction-conflict"
    ]


def test_rule_5_a_conflict_only_through_feasibility_names_the_statement() -> None:
    """x = a and y = b exclude each other only by what is feasible."""
    both = [must("one", "x = a"), must("two", "y = b")]
    head = {"feasibility": [{"id": "only-together", "says": "y = a if x = a", "assumed": "t"}]}
    conflicts = found(both, head)
    assert codes(conflicts) == ["instruction-conflict"]
    assert "only-together" in conflicts[0].entries
    assert codes(found(both)) == NOTHING


def test_rule_5_three_orders_can_conflict_though_no_two_do() -> None:
    """The smallest conflicting set is told, not pairs that could be obeyed."""
    log = [must("one", "x = a if y = a"), must("two", "x = b if y = a"), must("three", "y = a")]
    conflicts = found(log)
    assert codes(conflicts) == ["instruction-conflict"]
    assert set(conflicts[0].entries) == {"one", "two", "three"}
    assert codes(found(log[:2])) == NOTHING


def test_rule_5_a_higher_order_prevails_without_conflict() -> None:
    """The palace may instruct the capital, so its order counts and the capital's gives way."""
    parties = {
        "red": {"name": "Red"},
        "palace": {"name": "Palace", "within": "red"},
        "capital": {"name": "Capital", "within": "red", "mandator": "palace"},
        "team": {"name": "Team", "within": "red", "mandator": "capital"},
        "blue": {"name": "Blue"},
    }
    log = [must("high", "x = a", by="palace"), must("low", "x = b", day(2, 8))]
    assert codes(found(log, {"parties": parties})) == NOTHING
    assert codes(found([*log, offer("p", "x = a")], {"parties": parties})) == NOTHING
    assert codes(found([*log, offer("p", "x = b")], {"parties": parties})) == ["position-abandoned"]


def test_rule_5_an_act_that_obeys_the_later_of_two_is_not_blamed() -> None:
    """The conflict is reported, the act is not; obeying the earlier is an act against the later."""
    both = [must("one", "x = a", day(1, 8)), must("two", "x = b", day(3, 8))]
    assert codes(found([*both, offer("p", "x = b")])) == ["instruction-conflict"]
    assert codes(found([*both, offer("p", "x = a")])) == [
        "instruction-conflict",
        "position-abandoned",
    ]


def test_rule_5_reviving_ends_what_had_replaced() -> None:
    """After a revival the old order stands and the new one is over: no conflict."""
    log = [must("one", "x = a", day(1, 8)), must("two", "x = b", day(3, 8), replaces="one")]
    back = order("back", "z = yes", "prefer", day(6, 8), revives="one")
    assert codes(found([*log, back])) == NOTHING
    assert codes(found([*log, back, offer("p", "x = b", day(8, 8))])) == ["position-abandoned"]
    assert codes(found([*log, back, offer("p", "x = b", day(5, 8))])) == NOTHING
    assert codes(found([*log, back, offer("p", "x = a", day(8, 8))])) == NOTHING


def test_rule_6_an_order_without_authority_is_none() -> None:
    """The ally may not instruct the team: no conflict, no blame; it is told about its author."""
    stray = must("stray", "x = b", by="ally")
    assert codes(found([must("keep", "x = a"), stray, offer("p", "x = a")])) == ["no-authority"]
    proper = must("proper", "x = b")
    assert codes(found([must("keep", "x = a"), proper])) == ["instruction-conflict"]


def test_rule_6_the_default_is_a_property_of_the_dossier() -> None:
    """An unauthorised offer is outside the mandate only where nothing is allowed by itself."""
    assert codes(found([offer("p", "x = b")], CLOSED)) == ["outside-mandate"]
    assert codes(found([offer("p", "x = b")])) == NOTHING
    allowed = order("may-low", "share <= 30", "may")
    assert codes(found([allowed, offer("p", "share = 40")], CLOSED)) == ["outside-mandate"]
    assert codes(found([allowed, offer("p", "share = 20")], CLOSED)) == NOTHING
    assert codes(found([allowed, offer("p", "share <= 25")], CLOSED)) == NOTHING


GRANT = {
    "id": "grant",
    "type": "delegation",
    "at": day(1, 8),
    "by": "capital",
    "to": "ally",
    "issues": ["x"],
    "on_behalf_of": "red",
}


def test_rule_7_delegated_authority_ends_when_revoked() -> None:
    """Before the revocation the act is covered; after it, it is flagged."""
    over = event("over", None, day(4, 8), revokes="grant", known={"red": day(4, 8)})
    act = offer("p", "x = b", day(5, 8), by="ally")
    assert codes(found([GRANT, over, act], CLOSED)) == ["authority-expired"]
    assert codes(found([GRANT, over, act])) == ["authority-expired"]
    assert codes(found([GRANT, over, {**act, "at": day(3, 8)}], CLOSED)) == NOTHING


def test_rule_7_flagged_with_later_knowledge_where_the_delegate_had_not_heard() -> None:
    """As the delegate knew then, nothing; later, the act is flagged and says so."""
    over = order(
        "over",
        "z = yes",
        "prefer",
        day(4, 8),
        revokes="grant",
        to="ally",
        known={"capital": day(4, 8), "ally": day(9, 8)},
    )
    act = offer("p", "x = b", day(5, 8), by="ally")
    head = {
        **CLOSED,
        "authority": [{"who": "capital", "may": "instruct", "whom": "ally", "assumed": "t"}],
    }
    assert codes(found([GRANT, over, act], head, party="ally", as_of=day(6, 8))) == NOTHING
    late = found([GRANT, over, act], head, party="ally", as_of=day(12, 8))
    assert codes(late) == ["authority-expired"]
    assert "did not know" in late[0].message


def test_rule_7_speaking_for_an_ally_beyond_the_grant_is_the_speakers_fault() -> None:
    """The grant covers x; on y the team speaks without it, and the friend is not bound."""
    grant = {
        "id": "friends-grant",
        "type": "delegation",
        "at": day(1, 8),
        "by": "friend",
        "to": "team",
        "issues": ["x"],
        "known": {"friend": day(1, 8), "red": day(1, 8)},
    }
    beyond = offer("p", "y = b", on_behalf_of="friend")
    within = offer("p", "x = b", on_behalf_of="friend")
    line = {
        "parties": {
            **_parties(),
            "friend": {
                "name": "Friend",
                "red_lines": [{"id": "no-b", "says": "y = b", "assumed": "t"}],
            },
        }
    }
    assert codes(found([grant, beyond], line)) == ["outside-mandate"]
    assert codes(found([grant, beyond], line, party="friend")) == NOTHING
    assert codes(found([grant, within], line)) == NOTHING
    passed_on = offer("p", "y = b", conveys="friend")
    assert codes(found([grant, passed_on], line)) == NOTHING
    assert codes(found([grant, passed_on], line, party="friend")) == NOTHING


def _parties() -> dict[str, Any]:
    from tests.semantics.negotiation import HEAD

    return dict(HEAD["parties"])


def test_rule_7_refusing_needs_no_authority_unless_the_instructions_say_so() -> None:
    """A refusal is free even where all else needs authority, except where it is forbidden."""
    tabled = theirs("t", "x = a")
    refuses = answer("no", "t", "reject", by="team")
    assert codes(found([tabled, refuses], CLOSED)) == NOTHING
    ask_first = order("ask-first", "x = a", "must-not", acts=["refuse"])
    assert codes(found([ask_first, tabled, refuses])) == ["outside-mandate"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([said("q1", "yes"), said("q2", "no")], NOTHING),
        ([said("q1", "discretion"), {**said("q2", "condition"), "if": "z = yes"}], NOTHING),
        ([said("q1", "yes")], ["reply-missing-part"]),
        ([said("q1", "yes"), said("q2", "deferred", until=day(25))], NOTHING),
        ([said("q1", "yes"), said("q2", "deferred", until=day(15))], ["question-overdue"]),
        ([said("q1", "changed", says="x = c"), said("q2", "yes")], NOTHING),
    ],
)
def test_rule_8_what_is_an_answer(answers: list[dict[str, Any]], expected: list[str]) -> None:
    """Yes, no, a condition, a change and discretion are; a deferral counts until its time."""
    assert codes(found([request("x = b", "y = b"), reply("r", day(3, 8), *answers)])) == expected


def test_rule_8_an_answer_to_another_question_is_none() -> None:
    """An answer under a name that the request does not have answers nothing."""
    log = [request("x = b"), reply("r", day(3, 8), said("q9", "yes"))]
    assert codes(found(log)) == ["reply-missing-part", "unknown-reference"]


def test_rule_8_answers_give_or_deny_authority() -> None:
    """Yes covers what was asked, a change what it says, no forbids, deferral gives nothing."""
    ask = request("x = b", "y = b", "share <= 40")
    answers = reply(
        "r",
        day(3, 8),
        said("q1", "yes"),
        said("q2", "no"),
        said("q3", "changed", says="share <= 20"),
    )
    assert codes(found([ask, answers, offer("p", "x = b")], CLOSED)) == NOTHING
    assert codes(found([ask, answers, offer("p", "y = b")])) == ["outside-mandate"]
    assert codes(found([ask, answers, offer("p", "share = 20")], CLOSED)) == NOTHING
    assert codes(found([ask, answers, offer("p", "share = 30")])) == ["outside-mandate"]
    put_off = reply("r", day(3, 8), *(said(f"q{n}", "deferred", until=day(28)) for n in (1, 2, 3)))
    assert codes(found([ask, put_off, offer("p", "x = b")], CLOSED)) == ["outside-mandate"]


def test_rule_8_a_conditional_answer_covers_only_where_its_condition_holds() -> None:
    """Yes, if z = yes."""
    ask = request("x = b")
    given = reply("r", day(3, 8), {**said("q1", "condition"), "if": "z = yes"})
    act = offer("p", "x = b", day(9, 8))
    assert codes(found([ask, given, act], CLOSED)) == ["outside-mandate"]
    met = agreed("deal", "z = yes", day(7, 8), by=["blue"])
    assert codes(found([ask, given, met, act], CLOSED)) == NOTHING


def test_rule_7_a_delegates_limits_hold_whatever_the_default() -> None:
    """The ally may settle the share up to 30; 40 is beyond what was granted."""
    grant = {**GRANT, "issues": ["share"], "says": "share <= 30"}
    assert codes(found([grant, offer("p", "share = 40", by="ally")])) == ["outside-mandate"]
    assert codes(found([grant, offer("p", "share = 40", by="ally")], CLOSED)) == ["outside-mandate"]
    assert codes(found([grant, offer("p", "share = 20", by="ally")], CLOSED)) == NOTHING
    assert codes(found([grant, offer("p", "share = 40", by="team")])) == NOTHING


def test_rule_5_orders_to_different_addressees_do_not_conflict() -> None:
    """The team and the ally have orders of their own; nobody has to obey both."""
    assert codes(found([must("one", "x = a"), must("two", "x = b", to="ally", by="red")])) == []
    both = [must("one", "x = a"), must("two", "x = b", to="red")]
    assert codes(found(both)) == ["instruction-conflict"]


def test_rule_8_a_deferral_without_a_time_does_not_move_the_due_time() -> None:
    """Due on the 10th, deferred to no time: overdue after the 10th."""
    log = [request("x = b", due=day(10, 8)), reply("r", day(3, 8), said("q1", "deferred"))]
    assert codes(found(log, as_of=day(9, 8))) == NOTHING
    assert codes(found(log, as_of=day(12, 8))) == ["question-overdue"]


def test_rule_8_an_open_question_is_answered_and_an_answer_can_be_an_order() -> None:
    """`answered` closes a question without a statement; `mode: must` makes one binding."""
    ask = request("x = b")
    del ask["questions"][0]["says"]
    told = reply(
        "r", day(3, 8), said("q1", "answered", text="hold to a", says="x = a", mode="must")
    )
    assert codes(found([ask, told])) == NOTHING
    assert codes(found([ask, told, offer("p", "x = b")])) == ["position-abandoned"]
    allowed = reply("r", day(3, 8), said("q1", "answered", says="x = a"))
    assert codes(found([ask, allowed, offer("p", "x = b")])) == NOTHING


def test_rule_18_a_finding_keeps_its_address_while_its_proof_grows() -> None:
    """Another reply that leaves the question out is more proof of the same finding."""
    log = [request("x = b", "y = b"), reply("r", day(3, 8), said("q1", "yes"))]
    before = found(log)
    after = found([*log, reply("s", day(4, 8), said("q1", "no"))])
    assert [one.address for one in before] == [one.address for one in after]
    assert before[0].entries != after[0].entries


def test_rule_6_only_who_may_instruct_can_answer_revoke_or_allow() -> None:
    """A yes of the ally gives nothing, nor does the ally's revoking the capital's order."""
    ban, ask = order("ban", "x = b", "must-not"), {**request("x = b"), "to": "ally"}
    given = reply("r", day(3, 8), said("q1", "yes"), by="ally")
    assert codes(found([ban, ask, given, offer("p", "x = b")])) == ["outside-mandate"]
    lifts = event("lift", None, day(3, 8), by="ally", revokes="ban")
    assert codes(found([ban, lifts, offer("p", "x = b")])) == ["outside-mandate"]
    proper = event("lift", None, day(3, 8), by="capital", revokes="ban")
    assert codes(found([ban, proper, offer("p", "x = b")])) == NOTHING


def test_rule_6_a_mandator_acts_by_himself() -> None:
    """The capital needs nobody's permission; what covers part of an issue covers that part."""
    assert codes(found([offer("p", "x = b", by="capital")], CLOSED)) == NOTHING
    wide = order("may-both", "x = b and share <= 30", "may")
    assert codes(found([wide, offer("p", "x = b")], CLOSED)) == NOTHING
    assert codes(found([wide, offer("p", "share = 40")], CLOSED)) == ["outside-mandate"]


def test_rule_8_a_question_due_later_than_the_one_answered_can_wait() -> None:
    """The reply kept the first question's time; the second is due later."""
    ask = request("x = b", "y = b", due=day(18, 8))
    ask["questions"][0]["due"] = day(5, 8)
    log = [ask, reply("r", day(4, 8), said("q1", "yes"))]
    assert codes(found(log, as_of=day(10, 8))) == NOTHING
    assert codes(found(log)) == ["reply-missing-part"]
