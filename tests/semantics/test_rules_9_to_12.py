"""Rules 9 to 12: offers, trades, fallbacks, whole texts; a case to flag and its look-alike each."""

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
KEEP = must("keep-x", "x = a")


def trade(name: str = "deal", give: str = "x = b", get: str = "z = yes", **more: Any) -> Entry:
    """A trade drawn up by the capital."""
    return {
        "id": name,
        "type": "trade",
        "at": day(2, 8),
        "by": "capital",
        "to": "team",
        "give": give,
        "get": get,
        **more,
    }


def ladder(*rungs: Any, refusal: str = "x = a", **more: Any) -> Entry:
    """A fallback of the capital if Blue refuses x = a."""
    return {
        "id": "plan",
        "type": "fallback",
        "at": day(2, 8),
        "by": "capital",
        "to": "team",
        "on_refusal": refusal,
        "rungs": [rung if isinstance(rung, dict) else {"do": rung} for rung in rungs],
        **more,
    }


ASKS = offer("asks", "x = a", day(3, 8))
REFUSED = answer("refused", "asks", "reject", day(4, 8))


def test_rule_9_a_conditional_proposal_concedes_nothing_until_accepted() -> None:
    """x = b if z = yes: fine with an authorised trade, unauthorised without one."""
    conditional = offer("p", "x = b", **{"if": "z = yes"})
    assert codes(found([KEEP, trade(), conditional])) == NOTHING
    assert codes(found([KEEP, conditional])) == ["outside-mandate"]
    inline = offer("p", "x = b if z = yes")
    assert codes(found([KEEP, trade(), inline])) == NOTHING
    assert codes(found([KEEP, offer("p", "x = b")])) == ["position-abandoned"]


def test_rule_9_a_red_line_is_not_crossed_by_an_unaccepted_condition() -> None:
    """Accepting the condition makes the concession; until then there is none."""
    line = order("never-b", "x = b", "red-line")
    conditional = offer("p", "x = b", **{"if": "z = yes"})
    assert codes(found([line, trade(), conditional])) == NOTHING
    accepted = answer("ok", "p", "accept")
    assert "red-line-crossed" in codes(found([line, trade(), conditional, accepted]))


def test_rule_9_a_trade_authorises_exactly_its_offer() -> None:
    """Asking less or giving more than the trade is not the trade."""
    plan = trade(give="share <= 30", get="z = yes")
    exact = offer("p", "share <= 30", **{"if": "z = yes"})
    assert codes(found([plan, exact], CLOSED)) == NOTHING
    assert (
        codes(found([plan, offer("p", "share <= 30", **{"if": "z = yes and y = a"})], CLOSED))
        == NOTHING
    )
    assert codes(found([plan, offer("p", "share = 30", **{"if": "y = a"})], CLOSED)) == [
        "outside-mandate"
    ]
    other = trade("other", give="x = b", get="z = yes")
    wrong = offer("p", "x = c", **{"if": "z = yes"})
    assert codes(found([other, wrong], CLOSED)) == ["outside-mandate"]


def test_rule_9_an_open_choice_concedes_only_what_its_values_share() -> None:
    """x in {a, b} has not conceded b; x in {b, c} has given up a."""
    assert codes(found([KEEP, offer("p", "x in {a, b}")])) == NOTHING
    assert codes(found([KEEP, offer("p", "x in {b, c}")])) == ["position-abandoned"]
    never = order("not-c", "x = c", "must-not")
    assert codes(found([never, offer("p", "x in {b, c}")])) == NOTHING
    assert codes(found([never, offer("p", "x = c")])) == ["outside-mandate"]
    some = order("not-bc", "x in {b, c}", "must-not")
    assert codes(found([some, offer("p", "x in {b, c}")])) == ["outside-mandate"]


def test_rule_10_executed_while_unmet_is_flagged_and_met_is_not() -> None:
    """x = b is given; z = yes is or is not committed."""
    gives = offer("gives", "x = b")
    assert codes(found([trade(), gives])) == ["trade-unmet"]
    assert codes(found([trade(), agreed("had", "z = yes", day(4, 8), by="blue"), gives])) == NOTHING
    assert codes(found([trade(), theirs("offered", "z = yes"), gives])) == ["trade-unmet"]
    assert codes(found([trade(), theirs("if", "z = yes if y = a"), gives])) == ["trade-unmet"]
    accepted = answer("taken", "offered", "accept", day(4, 12), by="team")
    assert codes(found([trade(), theirs("offered", "z = yes"), accepted, gives])) == NOTHING


def test_rule_10_wording_is_irrelevant_and_more_than_asked_is_enough() -> None:
    """What is in force has to entail the condition, also through feasibility."""
    plan, gives = trade(get="share <= 30"), offer("gives", "x = b")
    more = agreed("had", "share <= 10", day(4, 8), by="blue")
    less = agreed("had", "share <= 40", day(4, 8), by="blue")
    assert codes(found([plan, more, gives])) == NOTHING
    assert codes(found([plan, less, gives])) == ["trade-unmet"]
    linked = {"feasibility": [{"id": "f", "says": "z = yes if y = c", "assumed": "t"}]}
    through = agreed("had", "y = c", day(4, 8), by="blue")
    assert codes(found([trade(), through, gives], linked)) == NOTHING
    assert codes(found([trade(), through, gives])) == ["trade-unmet"]
    twice = agreed("had", "not (z = no)", day(4, 8), by="blue")
    assert codes(found([trade(), twice, gives])) == NOTHING


def test_rule_10_met_is_not_sticky() -> None:
    """A commitment withdrawn no longer counts, before or after the execution."""
    had = agreed("had", "z = yes", day(4, 8), by="blue")
    gives = offer("gives", "x = b", day(6, 8))
    for when in (day(5, 8), day(8, 8)):
        gone = event("gone", None, when, by="blue", revokes="had")
        assert codes(found([trade(), had, gone, gives])) == ["trade-unmet"]


def test_rule_10_executed_too_early_and_met_later_is_good_again() -> None:
    """As of before it was met it is flagged, afterwards not."""
    log = [trade(), offer("gives", "x = b", day(5, 8)), agreed("had", "z = yes", day(9, 8))]
    assert codes(found(log, as_of=day(8, 8))) == ["trade-unmet"]
    assert codes(found(log, as_of=day(10, 8))) == NOTHING


def test_rule_10_a_trade_that_had_to_be_executed_first_is_not_by_being_promised() -> None:
    """The second trade requires the first executed; met is not enough."""
    first = trade("first", give="y = b", get="z = yes")
    second = trade(
        "second",
        give="x = b",
        get="share <= 30",
        requires=[{"trade": "first", "state": "executed"}],
    )
    had = agreed("had", "z = yes and share <= 20", day(4, 8), by="blue")
    gives = offer("gives", "x = b", day(8, 8))
    assert codes(found([first, second, had, gives])) == ["trade-unmet"]
    done = offer("done", "y = b", day(6, 8))
    assert codes(found([first, second, had, done, gives])) == NOTHING


def test_rule_10_a_package_offers_the_trade_and_does_not_execute_it() -> None:
    """Both parts tabled together are an offer; the concession alone is not."""
    assert codes(found([trade(), offer("p", "x = b and z = yes")])) == NOTHING
    assert codes(found([KEEP, trade(), offer("p", "x = b and z = yes")])) == NOTHING


def test_rule_10_one_fault_of_giving_away_is_told_once() -> None:
    """The trade says when the position may be given up, so only the trade is reported."""
    assert codes(found([KEEP, trade(), offer("gives", "x = b")])) == ["trade-unmet"]


def test_rule_11_a_triggered_fallback_overrides_a_must() -> None:
    """After the refusal, x = b follows the plan; before it, the position is abandoned."""
    plan = ladder("x = b")
    after = offer("falls-back", "x = b", day(5, 8))
    assert codes(found([KEEP, plan, ASKS, REFUSED, after])) == NOTHING
    assert codes(found([KEEP, plan, ASKS, after])) == ["position-abandoned"]
    put_off = answer("later", "asks", "defer", day(4, 8))
    assert codes(found([KEEP, plan, ASKS, put_off, after])) == ["position-abandoned"]


def test_rule_11_only_the_rung_that_is_due_is_covered() -> None:
    """x = c is the second rung: taking it first is not following, at once."""
    plan = ladder("x = b", "x = c")
    skips = offer("skips", "x = c", day(5, 8))
    assert codes(found([plan, ASKS, REFUSED, skips])) == ["fallback-not-followed"]
    first = offer("first", "x = b", day(5, 8))
    again = answer("again", "first", "reject", day(6, 8))
    second = offer("second", "x = c", day(7, 8))
    assert codes(found([plan, ASKS, REFUSED, first, again, second])) == NOTHING
    put_off = answer("later", "first", "defer", day(6, 8))
    assert codes(found([plan, ASKS, REFUSED, first, put_off, second])) == ["fallback-not-followed"]


@pytest.mark.parametrize(
    ("done", "as_of", "expected"),
    [
        (None, day(5, 8), NOTHING),
        (None, day(7, 8), ["fallback-not-followed"]),
        (day(5, 8), day(7, 8), NOTHING),
        (day(6, 12), day(8, 8), ["fallback-not-followed"]),
    ],
)
def test_rule_11_the_time_for_a_rung(done: str | None, as_of: str, expected: list[str]) -> None:
    """Due on the 4th at 8, within two days."""
    log = [ladder({"do": "x = b", "within": "2d"}), ASKS, REFUSED]
    if done:
        log.append(offer("done", "x = b", done))
    assert codes(found(log, as_of=as_of)) == expected


def test_rule_11_insisting_until_the_time_is_up_is_no_lapse() -> None:
    """Repeating what must be insisted on is not yet failing to fall back."""
    log = [KEEP, ladder("x = b"), ASKS, REFUSED, offer("again", "x = a", day(5, 8))]
    assert codes(found(log)) == NOTHING


def test_rule_11_an_act_against_the_due_rung_is_told_once() -> None:
    """The fallback restates the position: one fault, one finding."""
    plan = ladder("x = a and z = yes")
    gives = offer("gives", "x = b", day(5, 8))
    assert codes(found([KEEP, plan, ASKS, REFUSED, gives])) == ["fallback-not-followed"]


def test_rule_11_a_fallback_triggered_by_what_is_committed() -> None:
    """`when` instead of a refusal: a fact sets it off."""
    plan = {**ladder("x = b"), "when": "refusal = yes"}
    del plan["on_refusal"]
    happened = event("e", "refusal = yes", day(3, 8))
    against = offer("p", "x = c", day(5, 8))
    assert codes(found([plan, happened, against])) == ["fallback-not-followed"]
    assert codes(found([plan, against])) == NOTHING


def test_rule_12_a_whole_text_without_the_position_abandons_it() -> None:
    """Not one on listed issues, nor one that reserves it by name."""
    assert codes(found([KEEP, offer("p", "y = b", covers="whole")])) == ["position-abandoned"]
    assert codes(found([KEEP, offer("p", "y = b")])) == NOTHING
    assert codes(found([KEEP, offer("p", "y = b", covers="whole", reserves=["x"])])) == NOTHING
    assert codes(found([KEEP, offer("p", "y = b and x = a", covers="whole")])) == NOTHING


def test_rule_12_accepting_a_whole_text_is_the_same() -> None:
    """Blue's whole text lacks x; accepting it abandons, accepting parts or reserving x does not."""
    text = theirs("t", "y = b", covers="whole")
    takes = answer("takes", "t", "accept", by="team")
    assert codes(found([KEEP, text, takes])) == ["position-abandoned"]
    assert codes(found([KEEP, text, {**takes, "issues": ["y"]}])) == NOTHING
    assert codes(found([KEEP, text, {**takes, "reserves": ["x"]}])) == NOTHING
    assert codes(found([KEEP, text])) == NOTHING  # the other side's dropping it is its own doing


def test_rule_12_a_whole_agenda_settles_the_agenda_only() -> None:
    """A draft agenda need not contain positions of substance; what it leaves out is off it."""
    listed = must("list-x", "listed = yes")
    whole: Entry = {"covers": "whole", "agenda": [{"item": "item_share", "wording": "plain"}]}
    assert codes(found([KEEP, offer("p", None, **whole)])) == NOTHING
    assert codes(found([listed, offer("p", None, **whole)])) == ["position-abandoned"]
    with_x: Entry = {"covers": "whole", "agenda": [{"item": "item_x", "wording": "narrow"}]}
    assert codes(found([listed, offer("p", None, **with_x)])) == NOTHING


def test_rule_12_a_position_on_procedure_given_up() -> None:
    """A side's own standing rule counts like an order to insist."""
    rule = {
        "id": "no-press",
        "type": "procedure",
        "at": day(2, 8),
        "by": "red",
        "says": "press = barred",
        "consent": ["red", "blue"],
    }
    accepts = answer("ok", "let-them", "accept", by="team")
    asks = theirs("let-them", "press = let_in")
    assert codes(found([rule, asks, accepts])) == ["position-abandoned"]
    assert codes(found([rule, asks])) == NOTHING


def test_rule_9_a_trade_that_has_lapsed_authorises_nothing() -> None:
    """The offer of a trade after its time rests on authority that had run out."""
    exact = offer("p", "x = b", day(5, 8), **{"if": "z = yes"})
    assert codes(found([trade(until=day(4)), exact], CLOSED)) == ["authority-expired"]
    assert codes(found([trade(until=day(6)), exact], CLOSED)) == NOTHING


def test_rule_12_a_withdrawn_concession_holds_the_position_again() -> None:
    """The act is taken back before the time asked about."""
    back = event("back", None, day(8, 8), by="team", revokes="p")
    assert codes(found([KEEP, offer("p", "x = b"), back], as_of=day(7, 8))) == [
        "position-abandoned"
    ]
    assert codes(found([KEEP, offer("p", "x = b"), back])) == NOTHING


def test_rule_9_a_trade_over_a_range_allows_what_lies_inside_it() -> None:
    """Give at most 30 for at least yes: 20 is inside, 40 is not, asking for more is fine."""
    plan = trade(give="share <= 30", get="z = yes")
    inside = offer("p", "share = 20", **{"if": "z = yes"})
    beyond = offer("p", "share = 40", **{"if": "z = yes"})
    assert codes(found([plan, inside], CLOSED)) == NOTHING
    assert codes(found([plan, beyond], CLOSED)) == ["outside-mandate"]
    ban = order("not-over-10", "share > 10", "must-not")
    assert codes(found([ban, plan, inside])) == NOTHING
    assert codes(found([ban, plan, beyond])) == ["outside-mandate"]
    met = agreed("had", "z = yes", day(4, 8), by="blue")
    assert codes(found([plan, met, offer("p", "share = 20")], CLOSED)) == NOTHING


def test_rule_9_a_package_needs_the_trade_to_stand() -> None:
    """Both parts on the table before the trade was drawn up, or after it lapsed."""
    package = offer("p", "x = b and z = yes")
    assert codes(found([trade(), package], CLOSED)) == NOTHING
    assert codes(found([trade(at=day(6, 8)), package], CLOSED)) == ["outside-mandate"]
    assert codes(found([trade(until=day(3)), package], CLOSED)) == ["authority-expired"]


def test_rule_9_a_condition_met_by_anybody_makes_the_concession() -> None:
    """Blue binds itself to the condition without accepting: Red's offer then concedes."""
    line = order("never-b", "x = b", "red-line")
    conditional = offer("p", "x = b", **{"if": "z = yes"})
    undertaking = agreed("u", "z = yes", day(6, 8), by="blue")
    assert codes(found([line, trade(), conditional, undertaking])) == ["red-line-crossed"]
    assert codes(found([line, trade(), conditional, agreed("u", "z = no", by="blue")])) == NOTHING


def test_rule_10_languages_that_differ_meet_only_what_they_share() -> None:
    """French gives 500 and Latin 300: at most 300 is not had."""
    plan = trade(get="share <= 30")
    differing = agreed("had", None, day(4, 8), texts={"fr": "share = 50", "la": "share = 30"})
    agreeing = agreed("had", None, day(4, 8), texts={"fr": "share = 20", "la": "share <= 20"})
    assert codes(found([plan, differing, offer("gives", "x = b")])) == ["trade-unmet"]
    assert codes(found([plan, agreeing, offer("gives", "x = b")])) == NOTHING


def test_rule_11_a_rung_that_asks_for_less_overrides_on_its_own_issues_only() -> None:
    """Down to 40 is the rung; giving up z as well is not covered by it."""
    keep = must("keep", "share >= 60 and z = yes")
    plan = ladder("share >= 40", refusal="share >= 60")
    asks = offer("asks", "share = 60 and z = yes", day(3, 8))
    after = offer("after", "share = 40 and z = yes", day(5, 8))
    assert codes(found([keep, plan, asks, REFUSED, after])) == NOTHING
    more = offer("after", "share = 40 and z = no", day(5, 8))
    assert codes(found([keep, plan, asks, REFUSED, more])) == ["position-abandoned"]
    ban = order("ban", "share < 60", "must-not")
    assert codes(found([ban, plan, asks, REFUSED, after])) == NOTHING
    assert codes(found([ban, plan, asks, after])) == ["outside-mandate"]


def test_rule_11_a_later_rung_first_is_one_fault() -> None:
    """The rung that is due has taken the place of the position: told once."""
    log = [KEEP, ladder("x = b", "x = c"), ASKS, REFUSED, offer("skips", "x = c", day(5, 8))]
    assert codes(found(log)) == ["fallback-not-followed"]


def test_rule_12_a_whole_text_that_asks_for_less_abandons() -> None:
    """At most 30 must be insisted on; a whole text with at most 50 does not contain it."""
    keep = must("keep", "share <= 30")
    assert codes(found([keep, offer("p", "share <= 50", covers="whole")])) == ["position-abandoned"]
    assert codes(found([keep, offer("p", "share <= 50")])) == NOTHING
    assert codes(found([keep, offer("p", "share <= 20", covers="whole")])) == NOTHING


def test_rule_10_a_trade_asked_about_waits_for_the_answer() -> None:
    """Drafted until the mandator says yes, whatever the default; his no is no."""
    ask = {
        "id": "ask",
        "type": "request",
        "at": day(3, 8),
        "by": "team",
        "to": "capital",
        "questions": [{"id": "q", "text": "?", "about": "deal"}],
    }
    reply = {
        "id": "r",
        "type": "reply",
        "at": day(4, 8),
        "by": "capital",
        "to": "team",
        "re": "ask",
        "answers": [{"question": "q", "answer": "yes"}],
    }
    own = trade(by="team", to=[])
    offered = offer("p", "x = b", **{"if": "z = yes"})
    assert codes(found([KEEP, own, ask, offered])) == ["outside-mandate"]
    assert codes(found([KEEP, own, ask, reply, offered])) == NOTHING
    denied = {**reply, "answers": [{"question": "q", "answer": "no"}]}
    assert codes(found([KEEP, own, ask, denied, offered])) == ["outside-mandate"]
    unmet = {**reply, "answers": [{"question": "q", "answer": "condition", "if": "y = a"}]}
    assert codes(found([KEEP, own, ask, unmet, offered])) == ["outside-mandate"]


def test_rule_11_a_conditional_offer_beyond_the_rung_is_not_excused() -> None:
    """The rung is b; c, even on a condition, is neither the position nor the rung."""
    base = [KEEP, ladder("x = b"), ASKS, REFUSED]
    beyond = offer("p", "x = c", day(5, 8), **{"if": "z = yes"})
    inside = offer("p", "x = b", day(5, 8), **{"if": "z = yes"})
    assert codes(found([*base, beyond])) == ["outside-mandate"]
    assert codes(found([*base, inside])) == NOTHING


def test_rule_12_one_part_contained_and_the_other_reserved() -> None:
    """An order of two parts: one is in the whole text, the other reserved by name."""
    both = must("both", "share <= 30 and z = yes")
    whole = offer("p", "share = 20 and y = a", covers="whole", reserves=["z"])
    assert codes(found([both, whole])) == NOTHING
    del whole["reserves"]
    assert codes(found([both, whole])) == ["position-abandoned"]


def test_rule_10_either_side_can_tear_up_an_acceptance() -> None:
    """Blue offered, the team accepted; Blue revokes the acceptance, so it is no longer had."""
    log = [
        trade(),
        theirs("o", "z = yes"),
        answer("y", "o", "accept", day(5, 8), by="team"),
        offer("gives", "x = b", day(6, 8)),
    ]
    assert codes(found(log)) == NOTHING
    torn = event("torn", None, day(8, 8), by="blue", revokes="y")
    assert codes(found([*log, torn])) == ["trade-unmet"]
    stranger = event("torn", None, day(8, 8), by="friend", revokes="y")
    assert codes(found([*log, stranger])) == NOTHING


def test_rule_9_what_was_allowed_together_excuses_only_the_whole() -> None:
    """x = b and z = yes may be conceded against the order; x = b alone may not."""
    both = order("may-both", "x = b and z = yes", "may", day(2, 8))
    assert codes(found([KEEP, both, offer("p", "x = b and z = yes")])) == NOTHING
    assert codes(found([KEEP, both, offer("p", "x = b")])) == ["position-abandoned"]


def test_rule_12_every_language_has_to_contain_it() -> None:
    """English says a, French leaves a choice or is silent: the whole text lacks it."""
    for french in ("x in {a, b}", "y = b"):
        text = agreed("t", "z = yes", covers="whole", texts={"en": "x = a", "fr": french})
        assert codes(found([KEEP, text])) == ["position-abandoned"]
    same = agreed("t", "z = yes", covers="whole", texts={"en": "x = a", "fr": "x = a and y = b"})
    assert codes(found([KEEP, same])) == NOTHING


def test_rule_10_feasibility_reaches_single_acts() -> None:
    """y = c makes x = a impossible: proposing it abandons x = a, and is forbidden by its ban."""
    tied = {"feasibility": [{"id": "tied", "says": "x = b if y = c", "assumed": "t"}]}
    act = offer("p", "y = c")
    given_up = found([KEEP, act], tied)
    assert codes(given_up) == ["position-abandoned"]
    assert "tied" in given_up[0].entries
    ban = order("ban", "x = b", "must-not")
    forbidden = found([ban, act], tied)
    assert codes(forbidden) == ["outside-mandate"]
    assert "tied" in forbidden[0].entries
    assert codes(found([KEEP, ban, act])) == NOTHING
    assert codes(found([KEEP, offer("p", "y = b")], tied)) == NOTHING
    authorised = trade(give="y = c", get="z = yes")
    conditional = offer("p", "y = c", **{"if": "z = yes"})
    assert codes(found([KEEP, authorised, conditional], tied)) == NOTHING


def test_rule_6_a_side_that_nobody_asked_about_is_not_blamed_for_want_of_orders() -> None:
    """Checking every side of a strict dossier: Blue's mandate is not recorded."""
    log = [order("may-b", "x = b", "may"), offer("p", "x = b"), theirs("t", "x = c")]
    assert codes(found(log, CLOSED, party=None)) == NOTHING
    assert codes(found(log, CLOSED, party="blue")) == ["outside-mandate"]
