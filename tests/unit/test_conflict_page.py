"""The page on a conflict: it says everything, in words, in 80 columns and in HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from parley.brief.blocks import Block, Card, Fold, Picture, Table, plain_text
from parley.brief.conflicts.appendix import smallest_jumps
from parley.brief.conflicts.page import (
    conflict_blocks,
    conflict_page,
    render_conflict_html,
    render_conflict_terminal,
)
from parley.brief.conflicts.reasons import state_line
from parley.brief.conflicts.study import StudyOptions
from parley.brief.conflicts.wishes import order_of_states
from parley.brief.conflicts.words import explained, is_merged, label
from parley.conflict.coalitions import Jump
from parley.space.space import outcome_of
from tests.unit.conflict_support import PUBLISHED, chain, made_up, published


class Words(HTMLParser):
    """The words, ids and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, on one line."""
        return " ".join("".join(self.words).split())


def flat(blocks: tuple[Block, ...]) -> list[Block]:
    """Blocks, and those inside them."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Card | Fold):
            found.extend(flat(block.blocks))
    return found


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_equilibrium_and_every_reason_is_on_the_page(name: str) -> None:
    """In the terminal with everything shown, and in HTML."""
    study, beside = published(name)
    told = one_line(render_conflict_terminal(study, full=True, beside=beside))
    html = Words(render_conflict_html(study, beside)).text
    for place in {place for places in study.equilibria.values() for place in places}:
        words = " ".join(plain_text(state_line(study, place)).split())
        assert f"- {words}" in told
        assert words.replace("`", "") in html
    for one in study.explanations:
        if one.tempted_to is not None:
            text = explained(study, one)
            text = text if one.stable else text.partition(":")[0].removesuffix(".")
            assert text in told
            assert text.replace("`", "") in html
    for text in (told, html):
        assert all(party in text for party in study.model.parties.values())
        assert all(one_line(note) in text for note in study.notes if "`" not in note)


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("full", [False, True])
def test_the_terminal_keeps_to_its_width_and_needs_no_colour(name: str, full: bool) -> None:
    """Eighty columns, no escape sequence; coloured it has the same words."""
    study, beside = published(name)
    plain = render_conflict_terminal(study, 80, full=full, beside=beside)
    assert max(map(len, plain.split("\n"))) <= 80
    assert "\x1b" not in plain
    coloured = render_conflict_terminal(study, 80, True, full, beside)
    assert "\x1b" in coloured
    stripped = re.sub("\x1b\\[[0-9;]*m", "", coloured).split("\n")
    assert [text.rstrip() for text in stripped] == plain.split("\n")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_state_is_told_by_what_differs_from_the_status_quo(name: str) -> None:
    """What is said, put upon the status quo, is the state; without one all is said."""
    study, _ = published(name)
    states = study.stability.states
    now = {} if study.start is None else outcome_of(study.space, int(states[study.start]))
    for place, number in enumerate(states.tolist()):
        words = plain_text(state_line(study, place, words=False))
        if is_merged(study, place):
            continue
        said = dict(re.findall(r"([\w-]+) = ([\w-]+)", words))
        assert {**now, **said} == outcome_of(study.space, number)
        assert ("as things stand" in words) is (study.start is not None)


def test_the_short_page_is_shorter_and_says_where_the_rest_is() -> None:
    """What is left out can be asked for."""
    study, beside = published("garrison")
    short = render_conflict_terminal(study, beside=beside)
    assert len(short) < len(render_conflict_terminal(study, full=True, beside=beside)) / 1.5
    assert "--full" in short


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_table_gives_every_verdict(name: str) -> None:
    """Each cell has the concepts under which the party stays or would leave, none twice."""
    study, _ = published(name)
    tables = [
        block
        for block in flat(conflict_blocks(study, False))
        if isinstance(block, Table) and block.columns[0] == "State"
    ]
    every = list(study.stability.stable)
    names = [study.model.parties[party] for party in study.space.parties]
    for table in tables:
        assert len(table.rows) == len(study.stability.states) <= 40
        for place, row in enumerate(table.rows):
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                verdicts = study.stability.stable
                party = names.index(column)
                stays = [one for one in every if verdicts[one][party, place]]
                words = " ".join(plain_text(one) for one in cell)
                staying, _, leaving = words.partition("would leave")
                for concept in every:
                    part = staying if concept in stays else leaving
                    assert concept in re.findall(r"[\w-]+", part) or "every concept" in part


def test_parties_that_never_leave_are_told_in_a_line() -> None:
    """They take no column."""
    study, _ = published("garrison")
    text = one_line(render_conflict_terminal(study, full=True))
    assert "International Joint Commission would leave none under any concept." in text


def test_of_many_states_only_what_holds_is_listed() -> None:
    """The page of a large conflict stays short, and says what it leaves out."""
    study, _ = made_up(chain(8))
    page = conflict_blocks(study, False)
    table = next(block for block in flat(page) if isinstance(block, Table))
    holding = {place for places in study.equilibria.values() for place in places}
    assert len(table.rows) == len(holding) < 40
    text = one_line(render_conflict_terminal(study, full=True))
    assert f"Listed: what holds; {256 - len(holding)} more are left out." in text


def test_what_came_about_stands_beside_what_holds() -> None:
    """It is said whether it holds; neither is said to prove the other."""
    quo = {"status_quo": "i0 = b and i1 = b"}
    study, beside = made_up(chain(2, conflict={**quo, "came_about": "i0 = a and i1 = a"}))
    text = one_line(render_conflict_terminal(study, beside=beside))
    assert "What came about: `i0 = a and i1 = a`. S1 holds for all under R" in text
    study, beside = made_up(chain(2, conflict={**quo, "came_about": "i0 = b"}))
    text = one_line(render_conflict_terminal(study, beside=beside))
    assert "S2 does not hold: Red would leave it." in text
    assert "S4 does not hold: Red would leave it and Blue would leave it." in text
    assert "What came about" not in render_conflict_terminal(study)


def test_wishes_are_marked_as_assumed_or_sourced() -> None:
    """What all rests on stands once; else each wish has its own."""
    head = chain(3)
    head["sources"] = {"cable": {"title": "A cable"}}
    head["preferences"]["red"]["priorities"][1] = {"says": "i1 = a", "sources": "cable#2"}
    study, beside = made_up(head)
    text = one_line(render_conflict_terminal(study, full=True, beside=beside))
    assert "1. `i0 = a` [assumed: the test] 2. `i1 = a` [cable#2]" in text
    assert "3. `i0 = a` All of it [assumed: the test]" in text


def test_unknown_orders_are_told_in_four_ways() -> None:
    """One row for each way, with what holds so."""
    wishes = {"priorities": [{"unordered": ["i0 = a", "i1 = b"], "assumed": "the test"}]}
    head = chain(2)
    head["preferences"]["red"] = wishes
    study, beside = made_up(head)
    tables = [
        block
        for block in flat(conflict_blocks(study, False, beside))
        if isinstance(block, Table) and block.columns[0] == "Taken so"
    ]
    assert [plain_text(row[0][0])[:2] for row in tables[0].rows] == ["a:", "b:", "c:", "d:"]
    for row, verdicts in zip(tables[0].rows, study.unknown.values(), strict=True):
        for cell, verdict in zip(row[1:], verdicts.values(), strict=True):
            places = np.flatnonzero(verdict.all(axis=0)).tolist()
            assert plain_text(cell[0]) == (", ".join(map(label, places)) or "none")
    assert "in unknown order" in render_conflict_terminal(study, beside=beside)


def test_groups_that_act_as_one_are_named() -> None:
    """What holds for them, and that nobody could jump, is said."""
    study, _ = made_up(chain(2), StudyOptions(coalitions=(("red", "blue"),)))
    text = one_line(render_conflict_terminal(study))
    assert "Each of these acts as one: Red and Blue." in text
    assert "No group could go" in text


def test_larger_groups_are_left_out_where_a_smaller_one_can_go() -> None:
    """Who need not take part is not named."""
    small, large = Jump(0, 1, frozenset({0, 1})), Jump(0, 1, frozenset({0, 1, 2}))
    other = Jump(1, 0, frozenset({0, 1, 2}))
    assert smallest_jumps((large, small, other)) == [small, other]


def test_the_order_of_the_states_is_that_of_the_ranks() -> None:
    """Best first, ties marked; not for too many states."""
    study, _ = published("garrison")
    for party, rank in enumerate(study.space.ranks):
        tiers = [tier.split(" = ") for tier in order_of_states(study, party).split(" > ")]
        ranks = [{int(rank[study.stability.states[int(s[1:]) - 1]]) for s in t} for t in tiers]
        assert all(len(one) == 1 for one in ranks)
        flattened = [min(one) for one in ranks]
        assert flattened == sorted(flattened, reverse=True)
    assert order_of_states(made_up(chain(6))[0], 0) == ""


def test_without_a_status_quo_it_is_said_how_to_give_one() -> None:
    """No ways are made up."""
    assert "Where things stand is not said" in render_conflict_terminal(published("garrison")[0])


def test_the_html_page_fetches_nothing_and_its_links_lead_somewhere() -> None:
    """One file, one h1, unique ids, a picture with a name."""
    study, beside = published("elmira")
    text = render_conflict_html(study, beside)
    seen = Words(text)
    tags = [tag for tag, _ in seen.tags]
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert tags.count("h1") == 1
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    linked = {attributes["href"][1:] for tag, attributes in seen.tags if tag == "a"}
    assert linked <= set(ids)
    assert any(one.get("aria-label") == "Picture of the conflict" for _, one in seen.tags)
    assert text == render_conflict_html(study, beside)


def test_hostile_words_are_words() -> None:
    """Markup in a name or a question is shown, not followed."""
    head = chain(2, title="<script>alert(1)</script>", parties={"red": {"name": "<b>"}})
    head["parties"]["blue"] = {"name": "{{ 7*7 }}"}
    study, beside = made_up(head)
    text = render_conflict_html(study, beside)
    assert "<script" not in text
    assert "{{ 7*7 }}" in Words(text).text


def test_nothing_is_ranked_or_recommended() -> None:
    """The page says so, and the picture is only where it can be seen."""
    study, beside = published("elmira")
    page = conflict_page(study, short=False, beside=beside)
    assert "nothing is recommended" in one_line(plain_text(page.lead))
    assert not [one for one in flat(conflict_blocks(study, True)) if isinstance(one, Picture)]
    assert [one for one in flat(conflict_blocks(study, False)) if isinstance(one, Picture)]
