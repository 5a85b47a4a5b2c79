"""The stories of analysis: a wish raised, an agenda item reworded, a package and its exchanges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.bargaining.agenda_value import value_agendas, worth_of
from parley.brief.agenda_worth.words import number_words
from parley.brief.conflicts.study import Study, study_of
from parley.brief.conflicts.words import explained
from parley.conflict.explanation import explain
from parley.dossier.reading import read_dossier
from parley.space.from_dossier import model_of
from parley.space.model import Priorities
from parley.space.openings import agenda_from, agenda_items
from tests.web.served import (
    EXAMPLES,
    Seen,
    Served,
    faults_in_both_colours,
    opened,
    overflow,
    press,
    serving,
)

KAESONG = EXAMPLES / "kaesong-1951"
CAME_ABOUT = 112  # the place of the state that came about


@pytest.fixture
def looking(context: BrowserContext, founding: Served) -> Iterator[tuple[Page, Seen]]:
    """A browser at the founding dossier, and afterwards: no error and no request to elsewhere."""
    page, seen = opened(context, founding)
    yield page, seen
    assert (seen.outside, seen.errors) == ([], [])


def raised() -> tuple[Study, Study]:
    """The founding conflict, and with the talks put above the press rule."""
    model = model_of(read_dossier(KAESONG))
    wants = model.preferences["cpv-kpa"]
    assert isinstance(wants, Priorities)
    first, second, *rest = wants.groups
    other = replace(
        model, preferences={**model.preferences, "cpv-kpa": Priorities((second, first, *rest))}
    )
    return study_of(model), study_of(other)


def sentence(study: Study) -> str:
    """Why the Volunteers stay at what came about, or leave it, without marks of code."""
    ranks = [rank[study.stability.states] for rank in study.space.ranks]
    found = explain(study.steps, ranks, party=0, concept="GMR", state=CAME_ABOUT)
    return explained(study, found).replace("`", "")


def told(page: Page, place: str) -> str:
    """The text of a place with its spaces made one."""
    return " ".join(page.locator(place).inner_text().split())


def sound(page: Page) -> None:
    """Nothing that shuts out in light or dark, and nothing wider than a small screen."""
    found = faults_in_both_colours(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert (found, max(0, overflow(page))) == ([], 0)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_raising_a_priority_shows_an_equilibrium_change_with_its_explanation(
    context: BrowserContext,
) -> None:
    """The talks above the press rule: what came about holds, by the engine's own words."""
    before, after = raised()
    disk = {path: path.read_bytes() for path in KAESONG.rglob("*") if path.is_file()}
    with serving(KAESONG) as served:
        page, seen = opened(context, served)
        press(page, "g", "w")
        expect(page.locator("#changed")).to_contain_text("Nothing yet")
        expect(page.locator("#concept-moves tbody tr")).to_have_count(len(before.stability.stable))
        page.locator("[data-item='cpv-kpa-2'] [data-up]").click()
        expect(page).to_have_url(re.compile("order=conflict%3Acpv-kpa%3A2%2C1%2C3%2C4%2C5%2C6"))
        for concept in before.stability.stable:
            row = page.locator("#concept-moves tbody tr").filter(
                has=page.get_by_role("rowheader", name=concept, exact=True)
            )
            counts = [len(study.equilibria[concept]) for study in (before, after)]
            assert row.locator("td").all_inner_texts()[:2] == [str(one) for one in counts]
        card = page.locator(f"#moved-S{CAME_ABOUT + 1}")
        expect(card).to_contain_text("came about")
        expect(card).to_contain_text("now holds under SMR, GMR")
        text = told(page, f"#moved-S{CAME_ABOUT + 1}")
        assert f"Before. {sentence(before)}" in text
        assert f"Now. {sentence(after)}" in text
        assert page.locator("[data-item='cpv-kpa-2'] [data-down]").evaluate(
            "node => node.closest('[data-item]').contains(document.activeElement)"
        )
        sound(page)
        edit = (
            page.get_by_role("link", name="Open the file at these wishes").get_attribute("href")
            or ""
        )
        line = int(edit.rpartition("line=")[2])
        declared = (KAESONG / "dossier.yaml").read_text(encoding="utf-8").splitlines()
        assert "file=dossier.yaml" in edit and declared[line - 1] == "    cpv-kpa:"
        assert declared[line - 2] == "  preferences:"
        page.locator("#concept-moves a", has_text=f"S{CAME_ABOUT + 1}").first.click()
        expect(page.locator("h2#state")).to_contain_text(f"S{CAME_ABOUT + 1}")
        page.go_back()
        page.locator("#own").click()
        expect(page.locator("#changed")).to_contain_text("Nothing yet")
        assert (seen.outside, seen.errors) == ([], [])
    assert disk == {path: path.read_bytes() for path in KAESONG.rglob("*") if path.is_file()}


def engine_worth(wordings: dict[str, str]) -> list[str]:
    """What an agenda is worth at the fair point of Nash, by the engine."""
    dossier = read_dossier(KAESONG)
    model = model_of(dossier, part="bargaining")
    items = agenda_items(dossier, model)
    agenda = agenda_from(items, wordings)
    only = [
        replace(item, choices=tuple(one for one in item.choices if one.name == name))
        for item, name in zip(items, agenda, strict=True)
    ]
    values = value_agendas(only, model)
    return [number_words(one) for one in worth_of(values, agenda).by["nash"]]


def shown_worth(page: Page) -> list[str]:
    """What the page says of the agenda put together."""
    return page.locator("[data-worth] strong").all_inner_texts()


def test_rewording_an_agenda_item_moves_its_value(context: BrowserContext) -> None:
    """From the plan's draft: general words for the line, then the parallel by name, then order."""
    plan = {
        "line": "general",
        "foreign_troops": "withdrawal",
        "arrangements": "with_observation",
        "prisoners": "arrangements",
    }
    with serving(KAESONG) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/agenda?draft=C&against=C")
        assert shown_worth(page) == engine_worth(plan)
        before = shown_worth(page)
        page.get_by_label("Wording of line").select_option("line:parallel")
        expect(page).to_have_url(re.compile("item=line%3Aparallel"))
        named = engine_worth({**plan, "line": "parallel"})
        expect(page.locator("[data-worth] strong").first).to_have_text(named[0])
        assert shown_worth(page) == named != before
        expect(page.locator("#worth")).to_contain_text("line parallel instead of general")
        general = page.locator("[data-item='r-line-general']")
        expect(general).to_contain_text(before[0])
        page.locator("[data-item='foreign_troops']").focus()
        press(page, "K")
        expect(page.locator("#on-agenda > li").first).to_contain_text("Withdrawal of foreign")
        expect(page.locator("[data-item='foreign_troops']")).to_be_focused()
        assert page.url.index("foreign_troops") < page.url.index("line%3A")
        assert shown_worth(page) == named  # the order opens nothing
        page.locator("[data-item='foreign_troops'] [data-out]").click()
        rest = {name: one for name, one in plan.items() if name != "foreign_troops"}
        expect(page.locator("[data-worth] strong").first).to_have_text(
            engine_worth({**rest, "line": "parallel"})[0]
        )
        address = page.url
        page.goto(f"{served.site}/agenda")
        page.goto(address)  # the address is the whole of it
        expect(page.locator("#on-agenda > li")).to_have_count(3)
        sound(page)
        assert (seen.outside, seen.errors) == ([], [])


def test_a_package_is_picked_and_an_exchange_taken(context: BrowserContext) -> None:
    """From where things stand: an exchange helps both, and taking it says what is left."""
    with serving(KAESONG) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/frontier")
        page.get_by_label("Look at a package from").select_option("status-quo")
        page.get_by_role("button", name="Look at it").click()
        expect(page.locator("h2#package")).to_have_text("Where things stand")
        expect(page.locator("#main")).to_contain_text("It is not efficient")
        both = page.locator("#exchange-table-1 tbody tr").filter(has_text="prisoners: kept")
        row = both.filter(has_text="observation").or_(both).first
        gains = row.locator("td").all_inner_texts()[:2]
        assert all(one.startswith("+") for one in gains)
        row.get_by_role("link", name="Look at it").click()
        expect(page.locator("h2#package")).to_have_text("A package put together")
        expect(page.locator("[data-item='i-prisoners'] code").first).to_have_text(
            "within_three_months"
        )
        sound(page)
        page.locator("[data-dot='8']").click()
        expect(page.locator("h2#package")).to_have_text("Point P8")
        expect(page.locator("#main")).to_contain_text("nobody can gain from it unless somebody")
        page.locator("[data-dot='8']").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("[data-dot='9']")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("h2#package")).to_contain_text("P9")
        sound(page)
        assert (seen.outside, seen.errors) == ([], [])


def test_the_picture_is_seen_closer_by_link_and_by_dragging(context: BrowserContext) -> None:
    """The range is in the address; what is outside is counted."""
    with serving(KAESONG, "--read-only") as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/frontier")
        count = page.locator("[data-dot]").count()
        page.locator("#closer").click()
        expect(page).to_have_url(re.compile("zoom="))
        expect(page.locator(".zoom")).to_contain_text("outside this view")
        assert page.locator("[data-dot]").count() < count
        page.locator("#whole").click()
        expect(page.locator("[data-dot]")).to_have_count(count)
        box = page.locator("[data-plot] .frame").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.02)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.6, steps=4)
        page.mouse.up()
        expect(page).to_have_url(re.compile("zoom="))
        assert 0 < page.locator("[data-dot]").count() < count
        assert (seen.outside, seen.errors) == ([], [])


def test_a_weight_is_moved_by_slider_and_by_number(context: BrowserContext) -> None:
    """The parallel counts twice as much to one side: the fair points and the drafts move."""
    with serving(KAESONG, "--read-only") as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/what-if?what=bargaining")
        row = page.locator("[data-item='bargaining:cpv-kpa:1']")
        row.locator("input[type=number]").fill("0.4")
        row.locator("input[type=number]").press("Enter")
        expect(page.locator("#fair-moves tbody tr").first).to_contain_text("line: contact_line")
        expect(page.locator("#draft-moves")).to_contain_text("+0.36")
        expect(page.locator("#changed")).to_contain_text("0.4")
        slider = row.locator("input[type=range]")
        slider.focus()
        slider.press("ArrowRight")
        expect(page.locator("#changed strong")).to_have_text("0.41")
        sound(page)
        row.get_by_role("link", name="Back to").click()
        expect(page.locator("#changed")).to_contain_text("Nothing yet")
        assert (seen.outside, seen.errors) == ([], [])


def test_a_state_is_chosen_and_why_is_told(context: BrowserContext) -> None:
    """From the picture, the table and a reason; the status quo and what came about are named."""
    with serving(KAESONG, "--read-only") as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/stability")
        expect(page.locator(".facts-line")).to_contain_text(f"What came about: S{CAME_ABOUT + 1}")
        page.locator("[data-item='S147'] [data-open]").click()
        expect(page.locator("h2#state")).to_have_text("S147")
        expect(page.locator(".look .lead").first).to_have_text("It holds for all under SMR, GMR.")
        expect(page.locator(".why")).to_contain_text("can answer with")
        expect(page.locator(".graph a.chosen")).to_have_attribute("aria-label", re.compile("^S147"))
        sound(page)
        page.locator(".graph a", has_text="status quo").click()
        expect(page.locator("h2#state")).to_contain_text("status quo")
        assert (seen.outside, seen.errors) == ([], [])


def test_all_of_it_works_without_a_script(browser: Browser) -> None:
    """Plain links and forms: a wish up, a weight set, an item reworded, a package, closer."""
    with serving(KAESONG, "--read-only") as served:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(served.link)
        page.goto(f"{served.site}/what-if")
        page.locator("[data-item='cpv-kpa-2'] [data-up]").click()
        assert "now holds under SMR, GMR" in page.locator("#conclusions").inner_text()
        page.goto(f"{served.site}/what-if?what=bargaining")
        row = page.locator("[data-item='bargaining:unc:none']")
        row.locator("input[type=number]").fill("0.6")
        row.get_by_role("button", name="Set").click()
        assert "0.33 → 0.6" in told(page, "#changed").replace(" becomes ", " ")
        page.goto(f"{served.site}/agenda?draft=C")
        page.get_by_label("Wording of line").select_option("line:parallel")
        page.locator("#compose").get_by_role("button", name="Show").click()
        assert "item=line%3Aparallel" in page.url
        page.goto(f"{served.site}/frontier")
        page.locator("#closer").click()
        assert "zoom=" in page.url
        page.locator("[data-item='P8'] [data-open]").click()
        assert page.locator("h2#package").inner_text() == "Point P8"
        context.close()


def test_a_party_sees_only_what_it_knew(looking: tuple[Page, Seen], founding: Served) -> None:
    """What the other side's cables prove is neither shown nor counted with."""
    page, _ = looking
    for address in ("frontier", "stability", "agenda", "what-if", "what-if?what=bargaining"):
        between = "&" if "?" in address else "?"
        page.goto(f"{founding.site}/{address}{between}for=unc&as-of=1951-07-17")
        text = page.content()
        assert "cable-21756" not in text, address
        assert "kpa_offensive" not in text, address
    page.goto(f"{founding.site}/agenda?for=cpv-kpa&as-of=1951-07-14")
    assert "agenda-adopted" not in page.content()


def test_what_an_engine_refuses_is_help(tmp_path: Path, context: BrowserContext) -> None:
    """Only orders are known: no fair points and no value of agendas, and that is said kindly."""
    from tests.web.made_up import write_order_only

    with serving(write_order_only(tmp_path / "orders")) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/agenda")
        expect(page.locator(".help")).to_contain_text("takes weights of every party")
        expect(page.locator(".help")).to_contain_text("give weights")
        page.goto(f"{served.site}/frontier?package=status-quo")
        expect(page.locator("#sure + p")).to_contain_text("Only the order of the wishes is known")
        page.goto(f"{served.site}/stability")
        expect(page.locator("h1")).to_have_text("Stability")
        page.goto(f"{served.site}/frontier?point=99")
        expect(page.locator(".help")).to_contain_text("expected a number from 1 to")
        sound(page)
        assert (seen.outside, seen.errors) == ([], [])
