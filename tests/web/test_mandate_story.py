"""A request is answered by the mandator, and what is authorised changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.dossier.vocabulary.entries import Reply
from tests.web.served import Served, faults_in_both_colours, opened, overflow, serving
from tests.web.writing import REQUEST, written

ASKS, ANSWERS = "for=cpv-kpa&as-of=1951-07-14", "for=stalin&as-of=1951-07-14"


@pytest.fixture
def served(talks: Path) -> Iterator[Served]:
    """A server of it."""
    with serving(talks) as server:
        yield server


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page as it stands: axe in both colours, and its width."""
    found = faults_in_both_colours(page)
    page.set_viewport_size({"width": 360, "height": 800})
    if (wider := overflow(page)) > 0:
        found.append(f"{wider} pixels wider than 360")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_two_of_three_questions_answered(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """The mandator sees what a reply would do before sending it; then the mandate has changed."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/mandate?{ASKS}")
    question = page.locator(f"[data-item='{REQUEST}/press']")
    expect(question).to_contain_text("open")
    expect(page.locator("main")).not_to_contain_text("The reply passes over a question")
    page.goto(f"{served.site}/answer?{ANSWERS}")
    page.locator(f"#{REQUEST}").get_by_role("link", name="Answer it").click()
    expect(page.locator("h1")).to_contain_text(REQUEST)
    agenda, press = page.locator("#q-agenda"), page.locator("#q-press")
    expect(agenda).to_contain_text("must-raise-refugees")  # a risk of a yes
    preview = page.locator("#preview")
    agenda.get_by_role("radio", name="Yes", exact=False).first.check()
    expect(preview).to_contain_text("line_wording = general")
    expect(preview).to_contain_text("trade-parallel-for-troops")
    expect(preview).to_contain_text("2 questions stay without an answer: press, substance")
    press.get_by_role("radio", name="Changed").check()
    expect(preview).to_contain_text("needs the statement that holds instead")
    press.get_by_label("This holds instead").fill("press_time = from_the_strat")
    expect(preview).to_contain_text("from_the_start")  # did you mean
    press.get_by_label("This holds instead").fill("press_time = from_the_start")
    expect(preview).to_contain_text("1 question stays without an answer: substance")
    assert faults(page) == []
    assert written(talks, Reply) == []
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#notices")).to_contain_text("bound to each question")
    expect(agenda).to_contain_text("answered")
    expect(page.locator("#q-substance")).to_contain_text("passed over")
    (reply,) = written(talks, Reply)
    assert isinstance(reply, Reply)
    assert reply.re == REQUEST
    assert [(one.question, one.answer) for one in reply.answers] == [
        ("agenda", "yes"),
        ("press", "changed"),
    ]
    page.goto(f"{served.site}/mandate?{ASKS}&since=1951-07-13")
    changed = page.locator("#changed")
    expect(changed).to_contain_text("refugees_item = left_out")
    expect(changed).to_contain_text("press_time = from_the_start")
    expect(page.locator("main")).to_contain_text("The reply passes over a question")
    expect(page.locator(f"[data-item='{REQUEST}/substance']")).to_contain_text("passed over")
    assert (seen.outside, seen.errors) == ([], [])


def test_a_reply_can_be_taken_back(context: BrowserContext, served: Served, talks: Path) -> None:
    """One button undoes it, byte for byte; nobody can undo what he did not do here."""
    before = {one.name: one.read_bytes() for one in (talks / "log").iterdir()}
    page, seen = opened(context, served)
    page.goto(f"{served.site}/answer/{REQUEST}?{ANSWERS}")
    page.locator("#q-agenda").get_by_role("radio", name="No", exact=False).nth(1).check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#q-agenda")).to_contain_text("answered")
    page.get_by_role("button", name="Undo this reply").click()
    expect(page.locator("#notices")).to_contain_text("taken back")
    expect(page.locator("#q-agenda .badge").first).to_have_text("open")
    assert {one.name: one.read_bytes() for one in (talks / "log").iterdir()} == before
    assert (seen.outside, seen.errors) == ([], [])


def test_all_of_it_works_without_a_script(browser: Browser, served: Served, talks: Path) -> None:
    """Look first, then send; what is wrong is told beside what was typed."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.link)
    page.goto(f"{served.site}/answer/{REQUEST}?{ANSWERS}")
    press = page.locator("#q-press")
    press.get_by_role("radio", name="Changed").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#fault")).to_contain_text("question press: this answer needs")
    expect(press.get_by_role("radio", name="Changed")).to_be_checked()
    press.get_by_label("This holds instead").fill("press_room = admitted")
    page.get_by_role("button", name="Look first").click()
    expect(page.locator("#preview")).to_contain_text("press_room = admitted")
    expect(press.get_by_role("radio", name="Changed")).to_be_checked()
    page.get_by_role("button", name="Send").click()
    expect(press).to_contain_text("answered")
    assert len(written(talks, Reply)) == 1
    context.close()
