"""Issues and agenda drafts read side by side, and a request drafted from what presses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from parley.cables.messages.draft_files import read_draft
from parley.dossier.vocabulary.entries import Request
from tests.web.served import Served, opened, serving
from tests.web.writing import written


@pytest.fixture
def served(talks: Path) -> Iterator[Served]:
    """A server of it."""
    with serving(talks) as server:
        yield server


def test_a_request_is_drafted_and_written(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """Questions picked, worded, added and put in order; as an entry and as a draft of a cable."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/mandate?for=cpv-kpa&as-of=1951-07-17")
    page.get_by_role("link", name="Draft a request").click()
    expect(page.locator("h1")).to_have_text("Drafting a request")
    page.locator("#row-q3").get_by_role("checkbox").check()
    page.locator("#row-q1").get_by_role("checkbox").check()
    page.locator("#row-q3 summary").click()
    page.locator("#row-q3").get_by_label("The question").fill("May the parallel stay out?")
    page.locator("#row-q3").get_by_label("Place").fill("0")
    own = page.locator("#word-own1")
    own.get_by_label("The question").fill("Who answers for the refugees?")
    page.get_by_label("An answer is due by").fill("1951-07-20")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("3 questions in this order: q3, q1, own1")
    preview.get_by_text("As a draft of a cable").click()
    with page.expect_download() as download:
        preview.get_by_role("link", name="Download the draft").click()
    draft = read_draft(Path(download.value.path()).read_bytes(), "draft.yaml")
    assert [one.id for one in draft.questions] == ["q3", "q1", "own1"]
    assert draft.action == ("stalin",)
    page.reload()  # what was typed is still there
    expect(page.locator("#row-q3").get_by_role("checkbox")).to_be_checked()
    expect(preview).to_contain_text("q3, q1, own1")
    page.get_by_role("button", name="Save in the dossier").click()
    expect(page.locator("#notices")).to_contain_text("The request is in the dossier")
    (request,) = written(talks, Request)
    assert isinstance(request, Request)
    assert [one.text for one in request.questions][::2] == [
        "May the parallel stay out?",
        "Who answers for the refugees?",
    ]
    assert (request.by, request.to, request.due) == (("cpv-kpa",), ("stalin",), "1951-07-20")
    page.get_by_role("link", name="how it looks to whoever answers").click()
    expect(page.locator("#q-q3")).to_contain_text("May the parallel stay out?")
    expect(page.locator("main .note").first).to_contain_text("Chinese People's Volunteers")
    assert (seen.outside, seen.errors) == ([], [])


def test_what_a_request_lacks_is_said_in_words_of_its_form(
    context: BrowserContext, served: Served
) -> None:
    """No place in a file that was never written; and questions in words, not in ids."""
    page, _ = opened(context, served)
    page.goto(f"{served.site}/request?for=cpv-kpa&as-of=1951-07-17")
    expect(page.locator("#t-q1")).to_contain_text("May this stand (“")
    expect(page.locator("#t-q1")).not_to_contain_text("kpa-cpv-agenda")
    page.get_by_label("An answer is due by").fill("soon")
    page.locator("#word-own1").get_by_label("The question").fill("Who answers?")
    lacks = page.locator("#preview li")
    expect(lacks).to_contain_text("An answer is due by: expected a time such as")
    expect(page.locator("#preview")).not_to_contain_text(".yaml")
    page.get_by_role("button", name="Save in the dossier").click()
    expect(page.locator("#fault")).to_contain_text("expected a time such as")
    expect(page.locator("#fault")).not_to_contain_text(".yaml")


def test_issues_and_drafts_side_by_side(context: BrowserContext, founding: Served) -> None:
    """Wording beside substance, the ally's view, an exclusion, and what changed in an agenda."""
    page, seen = opened(context, founding)
    page.goto(f"{founding.site}/issues?for=cpv-kpa&as-of=1951-07-17&since=1951-07-14")
    pair = page.locator("article#line")
    expect(pair.locator(".against > div")).to_have_count(2)
    expect(pair.locator("#line_wording")).to_contain_text("names_38th → line_wording = general")
    expect(pair).to_contain_text("line = parallel_38")
    expect(page.locator("#troops_priority")).to_contain_text("Views inside the side differ")
    expect(page.locator("#troops_priority")).to_contain_text("Kim Il Sung")
    expect(page.locator("#refugees")).to_contain_text("disadvantage of North Korea")
    page.get_by_role("link", name="Agenda drafts side by side").click()
    page.get_by_label("Earlier").select_option("C")
    page.get_by_label("Later").select_option("D")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("[data-item='item-foreign_troops']")).to_contain_text("gone")
    expect(page.locator("[data-item='item-line'] del").first).to_be_visible()
    page.locator("#draft-D").get_by_role("link", name="frus-1951-d447").click()
    expect(page.locator("h1")).to_contain_text("447")
    assert (seen.outside, seen.errors) == ([], [])
