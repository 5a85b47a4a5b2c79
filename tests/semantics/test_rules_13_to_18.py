"""Rules 13 to 18: lines, wording, agenda, views, reporting; a case to flag and its look-alike."""

from __future__ import annotations

from typing import Any

from tests.semantics.negotiation import (
    HEAD,
    agreed,
    answer,
    codes,
    day,
    found,
    must,
    offer,
    order,
    theirs,
)

NOTHING: list[str] = []
BOTH = order("line", "x = b and y = b", "red-line")


def test_rule_13_a_line_of_several_parts_is_crossed_by_all_of_them() -> None:
    """Over several acts and texts if need be; no single part is the line."""
    one, other = offer("one", "x = b", day(5, 8)), agreed("two", "y = b", day(7, 8))
    assert codes(found([BOTH, one])) == NOTHING
    assert codes(found([BOTH, other])) == NOTHING
    crossed = found([BOTH, one, other])
    assert codes(crossed) == ["red-line-crossed"]
    assert {"one", "two", "line"} <= set(crossed[0].entries)


def test_rule_13_what_was_withdrawn_or_refused_is_not_in_force() -> None:
    """An offer that lapsed with its refusal adds nothing to a later one."""
    one, other = offer("one", "x = b", day(5, 8)), agreed("two", "y = b", day(9, 8))
    refused = answer("no", "one", "reject", day(6, 8))
    assert codes(found([BOTH, one, refused, other])) == NOTHING
    withdrawn = {**offer("back", "z = yes", day(6, 8)), "revokes": "one"}
    assert codes(found([BOTH, one, withdrawn, other])) == NOTHING
    newer = offer("newer", "x = a", day(8, 8))
    assert codes(found([BOTH, one, newer, other])) == NOTHING


def test_rule_13_no_longer_including_is_not_agreeing_to_the_opposite() -> None:
    """The line is x = b; a proposal that drops x = a has not said b."""
    line = order("line", "x = b", "red-line")
    first = offer("first", "x = a and y = a", day(4, 8))
    second = offer("second", "y = a", day(6, 8), replaces="first")
    assert codes(found([line, first, second])) == NOTHING


def test_rule_13_the_other_sides_offer_crosses_nothing() -> None:
    """What Blue proposes is not Red's concession until Red accepts it."""
    line = order("line", "x = b", "red-line")
    tabled = theirs("t", "x = b")
    assert codes(found([line, tabled])) == NOTHING
    assert codes(found([line, tabled, answer("ok", "t", "accept", by="team")])) == [
        "red-line-crossed"
    ]


def test_rule_13_a_bottom_line_is_crossed_when_it_is_excluded() -> None:
    """At least 40 must remain possible."""
    line = order("at-least", "share >= 40", "bottom-line")
    assert codes(found([line, offer("p", "share <= 30")])) == ["red-line-crossed"]
    assert codes(found([line, offer("p", "share <= 60")])) == NOTHING


def test_rule_13_lines_declared_with_the_party() -> None:
    """A red line of `dossier.yaml` works like one of the log."""
    red = {"name": "Red", "red_lines": [{"id": "never", "says": "x = c", "assumed": "t"}]}
    head = {"parties": {**HEAD["parties"], "red": red}}
    crossed = found([offer("p", "x = c")], head)
    assert codes(crossed) == ["red-line-crossed"]
    assert crossed[0].line is not None
    assert codes(found([offer("p", "x = b")], head)) == NOTHING


def test_rule_14_lines_bind_substance_unless_they_name_the_wording() -> None:
    """A wording issue is crossed only by a line that names it."""
    substance, wording = order("s", "x = b", "red-line"), order("w", "word = vague", "red-line")
    vague = offer("p", "word = vague")
    assert codes(found([substance, vague])) == NOTHING
    assert codes(found([wording, vague])) == ["red-line-crossed"]


def test_rule_14_annexes_count_and_notes_taken_do_not() -> None:
    """The annex says x = b; the note only records that Blue says so."""
    line = order("line", "x = b", "red-line")
    annexed = agreed("a", "y = a", annexes=[{"title": "minute", "says": "x = b"}])
    noted = agreed("a", "y = a", takes_note="x = b")
    assert codes(found([line, annexed])) == ["red-line-crossed"]
    assert codes(found([line, noted])) == NOTHING
    statement = theirs("t", "x = b")
    assert codes(found([line, statement, answer("n", "t", "note", by="team")])) == NOTHING


def test_rule_14_one_authentic_language_over_the_line_is_enough() -> None:
    """English says a or b, French says b."""
    line = order("line", "x = b", "red-line")
    differing = agreed("a", "y = a", texts={"en": "x in {a, b}", "fr": "x = b"})
    clashing = agreed("a", "y = a", texts={"en": "x = a", "fr": "x = b"})
    same = agreed("a", "y = a", texts={"en": "x = a", "fr": "not (x in {b, c})"})
    assert codes(found([line, differing])) == ["red-line-crossed"]
    assert codes(found([line, clashing])) == ["red-line-crossed"]
    assert codes(found([line, same])) == NOTHING


LEFT_OUT: dict[str, Any] = {
    "id": "left-out",
    "type": "exclusion",
    "at": day(2, 8),
    "by": "team",
    "matters": ["y"],
    "reason": "made up",
}


def adopted(wording: str, name: str = "adopted") -> dict[str, Any]:
    """The agenda with item x in a wording, agreed on the 7th."""
    return agreed(name, None, covers="whole", agenda=[{"item": "item_x", "wording": wording}])


def test_rule_15_a_wording_that_opens_the_excluded_matter_contradicts_it() -> None:
    """`wide` opens y though nobody names it; `narrow` does not."""
    assert codes(found([LEFT_OUT, adopted("wide")])) == ["exclusion-contradicted"]
    assert codes(found([LEFT_OUT, adopted("narrow")])) == NOTHING
    blues = theirs("t", None, agenda=[{"item": "item_x", "wording": "wide"}])
    assert codes(found([LEFT_OUT, blues])) == NOTHING


def test_rule_15_a_standing_instruction_that_demands_it_contradicts_it() -> None:
    """Insisting on y demands it; forbidding or wishing does not."""
    assert codes(found([LEFT_OUT, must("m", "y = b")])) == ["exclusion-contradicted"]
    assert codes(found([LEFT_OUT, order("m", "y = b", "must-not")])) == NOTHING
    assert codes(found([LEFT_OUT, order("m", "y = b", "prefer")])) == NOTHING
    over = must("n", "z = yes", day(3, 8), replaces="m")
    assert codes(found([LEFT_OUT, must("m", "y = b"), over])) == NOTHING
    stated = {**LEFT_OUT, "matters": [], "says": "listed = no"}
    assert codes(found([stated, must("m", "listed = yes")])) == ["exclusion-contradicted"]


def test_rule_16_raising_what_no_wording_opens() -> None:
    """After adoption Red raises y; Blue's raising it is not Red's fault."""
    assert codes(found([adopted("narrow"), offer("p", "y = b", day(9, 8))])) == ["not-on-agenda"]
    assert codes(found([adopted("wide"), offer("p", "y = b", day(9, 8))])) == NOTHING
    assert codes(found([adopted("narrow"), theirs("t", "y = b", day(9, 8))])) == NOTHING
    assert codes(found([offer("p", "y = b", day(5, 8)), adopted("narrow")])) == NOTHING
    assert codes(found([adopted("narrow"), offer("p", "press = let_in", day(9, 8))])) == NOTHING


def test_rule_16_what_a_wording_opens_is_exhaustive() -> None:
    """`some` opens x in {a, b}: c is closed."""
    assert codes(found([adopted("some"), offer("p", "x = c", day(9, 8))])) == ["not-on-agenda"]
    assert codes(found([adopted("some"), offer("p", "x = b", day(9, 8))])) == NOTHING


def view(name: str, by: str, says: str, **more: Any) -> dict[str, Any]:
    """A view held inside Red."""
    return {
        "id": name,
        "type": "assessment",
        "kind": "view",
        "at": day(3, 8),
        "by": by,
        "says": says,
        **more,
    }


def test_rule_17_views_differ_when_no_outcome_satisfies_both() -> None:
    """Overlapping views do not differ, and only what the side knows counts."""
    mine = view("mine", "capital", "x = a")
    assert codes(found([mine, view("his", "ally", "x in {b, c}")])) == ["views-differ"]
    assert codes(found([mine, view("his", "ally", "x in {a, b}")])) == NOTHING
    assert codes(found([mine, view("his", "capital", "x = b")])) == NOTHING
    secret = view("his", "ally", "x = b", known={"red": day(15, 8)})
    assert codes(found([mine, secret], as_of=day(10, 8))) == NOTHING
    assert codes(found([mine, secret], as_of=day(16, 8))) == ["views-differ"]
    hint = view("his", "ally", "x = b if y = a")
    assert codes(found([mine, hint])) == NOTHING


def test_rule_18_one_act_with_two_faults_gives_two_findings() -> None:
    """x is abandoned, and y, which is forbidden, is conceded."""
    log = [
        must("keep", "x = a"),
        order("not-y", "y = b", "must-not"),
        offer("p", "x = b and y = b"),
    ]
    assert codes(found(log)) == ["outside-mandate", "position-abandoned"]


def test_rule_18_one_fault_that_two_codes_could_name_gives_one() -> None:
    """A red line and a prohibition of the same thing."""
    log = [
        order("line", "x = b", "red-line"),
        order("not-b", "x = b", "must-not"),
        offer("p", "x = b"),
    ]
    assert codes(found(log)) == ["red-line-crossed"]


def test_rule_18_assumed_is_not_unsourced() -> None:
    """Without a passage or somebody who assumes it, a claim is reported."""
    bare = {**offer("p", "z = yes"), "sources": []}
    assert codes(found([bare])) == ["unsourced-claim"]
    assert codes(found([{**offer("p", "z = yes"), "assumed": "the support team"}])) == NOTHING
    head = {"sources": {"minute": {"title": "Minute", "passages": {"p1": "z is conceded"}}}}
    cited = {**offer("p", "z = yes"), "sources": "minute#p1"}
    assert codes(found([cited], head)) == NOTHING
    assert codes(found([{**cited, "sources": ["minute#p2"]}], head)) == ["unknown-reference"]


def test_rule_15_a_text_that_opens_the_excluded_matter() -> None:
    """A joint text besides any agenda: its wording opens y, or does not."""
    assert codes(found([LEFT_OUT, agreed("text", "x = a", opens=["y"])])) == [
        "exclusion-contradicted"
    ]
    assert codes(found([LEFT_OUT, agreed("text", "x = a", opens=["z"])])) == NOTHING


def test_rule_13_others_can_complete_the_line_but_not_cross_it_alone() -> None:
    """Red concedes x = b, Blue has bound itself to y = b: together the line; Blue alone is not."""
    blues = agreed("u", "y = b", day(4, 8), by="blue")
    assert codes(found([BOTH, blues, offer("p", "x = b")])) == ["red-line-crossed"]
    alone = agreed("u", "x = b and y = b", day(4, 8), by="blue")
    assert codes(found([BOTH, alone])) == NOTHING


def test_rule_15_opening_an_excluded_value_contradicts() -> None:
    """Only c of x is left out: `narrow` opens all of x, `some` does not open c."""
    value = {**LEFT_OUT, "matters": [], "says": "x in {a, b}"}
    assert codes(found([value, adopted("narrow")])) == ["exclusion-contradicted"]
    assert codes(found([value, adopted("some")])) == NOTHING


def test_rule_16_items_adopted_one_by_one_add_up() -> None:
    """A second agreement adds an item; a whole agenda takes the place of both."""
    share = agreed("also", None, day(8, 8), agenda=[{"item": "item_share", "wording": "plain"}])
    raised = offer("p", "x = b", day(10, 8))
    first = {**adopted("narrow"), "covers": "listed"}
    assert codes(found([first, share, raised])) == NOTHING
    assert codes(found([first, {**share, "covers": "whole"}, raised])) == ["not-on-agenda"]


def test_rule_18_without_authority_besides_is_no_fault_of_its_own() -> None:
    """Where nothing is allowed by itself, what is forbidden is not reported as uncovered too."""
    closed = {"default_authority": "nothing-unless-authorised"}
    ban = order("ban", "x = b", "must-not")
    assert codes(found([ban, offer("p", "x = b")], closed)) == ["outside-mandate"]
    both = found([ban, offer("p", "x = b and y = b")], closed)
    assert codes(both) == ["outside-mandate", "outside-mandate"]
    lapsed = order("may-b", "x = b", "may", until=day(3))
    assert codes(found([must("keep", "x = a"), lapsed, offer("p", "x = b")], closed)) == [
        "authority-expired"
    ]


def test_rule_16_what_is_opened_later_adds_to_what_was_opened() -> None:
    """First some values of x, then all of them; a joint text opens y besides the agenda."""
    some = {**adopted("some", "first"), "covers": "listed"}
    wider = agreed("then", None, day(8, 8), agenda=[{"item": "item_x", "wording": "narrow"}])
    raised = offer("p", "x = c", day(10, 8))
    assert codes(found([some, raised])) == ["not-on-agenda"]
    assert codes(found([some, wider, raised])) == NOTHING
    joint = agreed("text", "x = a", day(8, 8), opens=["y"])
    assert codes(found([some, joint, offer("p", "y = b", day(10, 8))])) == NOTHING


def test_rule_18_two_parts_of_one_order_are_two_faults() -> None:
    """The red line names one part; giving up the other is told as well."""
    log = [
        must("keep", "share <= 30 and z = yes"),
        order("line", "z = no", "red-line"),
        offer("p", "share = 50 and z = no"),
    ]
    assert codes(found(log)) == ["position-abandoned", "red-line-crossed"]
    closed = {"default_authority": "nothing-unless-authorised"}
    bare = [order("line", "z = no", "red-line"), offer("p", "z = no and y = b")]
    assert codes(found(bare, closed)) == ["outside-mandate", "red-line-crossed"]
