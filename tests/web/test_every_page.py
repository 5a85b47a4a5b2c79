"""What holds of every page: no outside request, no error, no overflow, nothing that shuts out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from parley.web.registry import pages
from parley.web.users import with_user, write_users
from tests.web.served import (
    EXAMPLES,
    PATIENCE_S,
    Seen,
    Served,
    axe_faults,
    faults_in_both_colours,
    opened,
    overflow,
    press,
    serving,
)

WIDE: ViewportSize = {"width": 1280, "height": 900}
VIEW = "for=cpv-kpa&as-of=1951-07-17"
#: The address of every page, and of a thing for pages that show one.
THINGS = {
    "entry": "trade-parallel-for-troops",
    "party": "cpv-kpa",
    "issue": "line_wording",
    "agenda": "line",
    "source": "cable-21756",
    "answering": "is-the-plan-right",
    "finding": "trade-unmet-2cc64d7337d2",
}
SHOWN = sorted(
    page.address.replace("{name}", THINGS.get(page.name, ""))
    for page in pages()
    if "{" not in page.address or page.name in THINGS
)


def test_every_page_that_the_founding_dossier_has_is_looked_at() -> None:
    """A new page is tried here by being there, or says what it needs."""
    left_out = {page.name for page in pages() if "{" in page.address} - set(THINGS)
    left_out -= {
        page.name for page in pages() if page.address.startswith("/cable")
    }  # have their own
    assert left_out == {"feasibility", "job", "line"}  # the founding dossier has none of these


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The founding dossier, served to whoever may edit it; no test here does."""
    with serving(EXAMPLES / "kaesong-1951") as found:
        yield found


@pytest.fixture(scope="module")
def inside(browser: Browser, served: Served) -> Iterator[tuple[Page, Seen]]:
    """Somebody who came in, and goes from page to page."""
    context = browser.new_context(viewport=WIDE, locale="en-US")
    context.set_default_timeout(PATIENCE_S * 1_000)
    yield opened(context, served)
    context.close()


@pytest.mark.parametrize("address", SHOWN)
def test_a_page_is_sound(inside: tuple[Page, Seen], served: Served, address: str) -> None:
    """In light and dark, wide and narrow."""
    page, seen = inside
    seen.outside.clear()
    seen.errors.clear()
    page.set_viewport_size(WIDE)
    page.goto(f"{served.site}{address}?{VIEW}{'&q=troops' if 'search' in address else ''}")
    expect(page.locator("h1")).to_have_count(1)
    assert faults_in_both_colours(page) == []
    assert not re.search("&amp;(?:#|amp;|lt;|gt;|quot;)", page.content())  # escaped twice
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0
    assert axe_faults(page, "scrollable-region-focusable", "color-contrast") == []
    head = page.locator("main").bounding_box()
    assert head is not None
    assert head["y"] <= 280  # the page begins on the first screen
    assert page.evaluate("document.querySelectorAll('*').length") <= 3_000
    assert (seen.outside, seen.errors) == ([], [])


def test_pages_before_one_is_in_are_sound(browser: Browser, served: Served, tmp_path: Path) -> None:
    """The refusal and the sign-in page: readable by all, and without a word of the dossier."""
    users = tmp_path / "users.toml"
    write_users(users, with_user({}, "anna", "a long made-up password", "reader", []))
    with serving(EXAMPLES / "kaesong-1951", "--users", str(users)) as with_users:
        for site in (served.site, with_users.site):
            context = browser.new_context(viewport={"width": 360, "height": 780})
            page = context.new_page()
            page.goto(f"{site}/timeline")
            expect(page.locator("h1")).to_have_count(1)
            assert "Kaesong" not in page.content()
            assert axe_faults(page) == []
            assert overflow(page) <= 0
            context.close()


def test_keys_move_jump_search_and_hide(context: BrowserContext) -> None:
    """`g t`, `j`, `o`, `/`, `?`, `h`, and a key of one's own."""
    with serving(EXAMPLES / "kaesong-1951") as served:
        page, seen = opened(context, served)
        press(page, "g", "t")
        expect(page).to_have_url(f"{served.site}/timeline")
        press(page, "j")
        press(page, "j")
        second = page.locator("#entries tbody tr").nth(1)
        expect(second).to_be_focused()
        name = second.get_attribute("data-item")
        press(page, "o")
        expect(page.locator("h1")).to_have_text(str(name))
        press(page, "/")
        expect(page.locator("#search")).to_be_focused()
        page.keyboard.type("newsmen")
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_be_visible()
        page.locator("h1").click()
        press(page, "?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        press(page, "h")
        assert "blur" in page.evaluate("getComputedStyle(document.getElementById('main')).filter")
        expect(page).to_have_title("parley")
        page.reload()
        expect(page.locator("html[data-hidden]")).to_have_count(1)
        press(page, "h")
        page.goto(f"{served.site}/settings")
        page.locator("#key-search").fill("x")
        page.locator("#key-form button").first.click()
        page.locator("h1").click()
        press(page, "x")
        expect(page.locator("#search")).to_be_focused()
        assert (seen.outside, seen.errors) == ([], [])


def test_the_language_and_the_colours_are_chosen_and_kept(context: BrowserContext) -> None:
    """Russian for the interface, the dossier's words as they are; dark until told otherwise."""
    with serving(EXAMPLES / "kaesong-1951") as served:
        page, seen = opened(context, served)
        page.get_by_role("button", name="Русский").click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        expect(page.locator("nav a").first).to_have_text("Главная")
        page.get_by_role("button", name="Тёмные").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.goto(f"{served.site}/entry/trade-parallel-for-troops")
        text = page.locator("dd [lang=en]").first
        expect(text).to_be_visible()
        assert (seen.outside, seen.errors) == ([], [])


def test_that_a_source_is_only_noted_is_seen_at_every_passage(
    inside: tuple[Page, Seen], served: Served
) -> None:
    """A link to a passage further down shows it under the line that says so."""
    page, _ = inside
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 780})
        page.goto(f"{served.site}/timeline")
        page.goto(f"{served.site}/source/cable-21756#en/15")
        expect(page.locator("#only-notes")).to_be_in_viewport()
        note = page.locator("#only-notes").bounding_box()
        passage = page.locator("[id='en/15']").bounding_box()
        assert note is not None
        assert passage is not None
        assert note["y"] + note["height"] <= passage["y"] < 780


def test_the_head_of_a_small_screen_works_without_the_script(
    browser: Browser, founding: Served
) -> None:
    """The pages are reached by the keyboard, and the view is chosen by its button."""
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, java_script_enabled=False, locale="en-US"
    )
    page = context.new_page()
    page.goto(founding.link)
    last = page.locator("nav a").last
    last.focus()
    expect(last).to_be_in_viewport()
    page.locator("#view select").select_option("unc")
    page.locator("#view .show").click()
    expect(page.locator("#scope")).to_contain_text("United Nations Command")
    page.locator("#more-view summary").click()
    expect(page.locator("#known-as-of")).to_be_visible()
    context.close()
