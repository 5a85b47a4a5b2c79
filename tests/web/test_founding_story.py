"""The first story: through time in the founding dossier, to what went wrong and what proves it."""

from __future__ import annotations

import inspect
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from parley.web import events
from parley.web.keeping import watch
from tests.web.served import EXAMPLES, opened, serving

PARTY = "cpv-kpa"
#: Counts how often a page was told of a state of the dossier.
LISTENS = """
window.EventSource = class extends EventSource {
  constructor(address) {
    super(address);
    const told = document.documentElement.dataset;
    this.addEventListener("state", () => { told.told = Number(told.told || 0) + 1; });
  }
};
"""


def codes(page: Page) -> list[str]:
    """Return the codes of the findings on the home page."""
    return page.locator("article h3 .code-name").all_inner_texts()


def test_from_14_to_17_july_two_things_appear(context: BrowserContext) -> None:
    """The slider moves from 14 to 17 July; the trade and the press position appear, with proof."""
    with serving(EXAMPLES / "kaesong-1951") as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/?for={PARTY}&as-of=1951-07-14")
        assert "trade-unmet" not in codes(page)
        days = page.evaluate("JSON.parse(document.getElementById('days').textContent)")
        slider = page.locator("#happened")
        slider.focus()
        for _ in range(days.index("1951-07-17") - days.index("1951-07-14")):
            slider.press("ArrowRight")
        expect(page).to_have_url(f"{served.site}/?for={PARTY}&as-of=1951-07-17")
        expect(page.locator("article", has_text="trade-unmet")).to_have_count(1)
        expect(page.locator("#announce")).to_contain_text("New here: ")
        press = page.locator("article", has_text="press-only-by-consent")
        expect(press).to_contain_text("position-abandoned")
        for article, passage in (
            (page.locator("article", has_text="trade-unmet"), "cable-21756#en/10"),
            (press, "cable-21756#en/2"),
        ):
            article.get_by_role("link", name=passage, exact=True).click()
            place = passage.partition("#")[2]
            expect(page.locator(f"[id='{place}']:target")).to_be_visible()
            expect(page.locator("#scope")).to_contain_text("1951-07-17")  # the view is kept
            page.go_back()
            expect(page.locator("article").first).to_be_visible()
        assert (seen.outside, seen.errors) == ([], [])


def test_all_of_it_works_without_a_script(browser: Browser) -> None:
    """Plain links and forms: a day on, a party, a passage."""
    with serving(EXAMPLES / "kaesong-1951") as served:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(served.link)
        page.get_by_label("Seen by").select_option(PARTY)
        page.get_by_label("As of", exact=True).last.fill("1951-07-14")
        page.get_by_role("button", name="Show").click()
        assert "trade-unmet" not in codes(page)
        while "as-of=1951-07-17" not in page.url:
            page.locator("#later").click()
        assert "trade-unmet" in codes(page)
        page.get_by_role("link", name="cable-21756#ru/10", exact=True).click()
        assert page.url.endswith("#ru/10")
        assert page.locator("[id='ru/10']").inner_text().startswith("ru/10")
        context.close()


def append_a_meeting(folder: Path) -> tuple[Path, str]:
    """Append an entry to a log as another program would; return the log, and what it was."""
    log = folder / "log" / "1951-07-20-26.yaml"
    text = log.read_text(encoding="utf-8")
    entry = "\n- id: a-late-meeting\n  type: session\n  at: 1951-07-26T10:00Z\n  assumed: a test\n"
    log.write_text(text.rstrip("\n") + "\n" + entry, encoding="utf-8")
    return log, text


def test_a_change_on_disk_shows_by_itself_and_nothing_typed_is_lost(
    context: BrowserContext, talks: Path
) -> None:
    """Another program appends an entry: the open page shows it, where one is and as one typed."""
    with serving(talks) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/timeline?for={PARTY}&type=session")
        expect(page.locator("#main table")).to_be_visible()
        page.locator("#search").fill("half a thou")
        page.evaluate("scrollTo(0, 200)")
        log, text = append_a_meeting(talks)
        expect(page.locator("[data-item='a-late-meeting']")).to_be_visible()
        assert page.locator("#search").input_value() == "half a thou"
        assert page.evaluate("scrollY") == 200
        log.write_bytes(b"\xff\xfe")  # what cannot be read at all
        expect(page.locator("#notices")).to_contain_text("cannot be read")
        log.write_text(text, encoding="utf-8")
        expect(page.locator("#notices")).not_to_contain_text("cannot be read")
        expect(page.locator("[data-item='a-late-meeting']")).to_have_count(0)
        assert (seen.outside, seen.errors) == ([], [])


def test_a_change_on_disk_is_looked_for_so_often_that_it_shows_within_two_seconds() -> None:
    """At most a second goes by before a page is told; another is left for reading and showing.

    How long those take is a matter of the machine, and none of a test.
    """
    pause = inspect.signature(watch).parameters["pause"].default
    assert pause + events._LOOK_S <= 1


def test_a_change_told_while_a_page_is_on_its_way_is_shown(
    context: BrowserContext, talks: Path
) -> None:
    """The page was made before the change, and comes after it was told: it is renewed."""
    context.add_init_script(LISTENS)

    def late(route: Route) -> None:
        answer = route.fetch()
        append_a_meeting(talks)
        expect(page.locator("html[data-told='2']")).to_be_attached()
        route.fulfill(response=answer)

    with serving(talks) as served:
        page, seen = opened(context, served)
        expect(page.locator("html[data-told='1']")).to_be_attached()  # as it is at the beginning
        page.route("**/timeline*", late, times=1)
        page.locator("nav a[href^='/timeline']").click()
        expect(page.locator("#entries")).to_be_visible()
        expect(page.locator("[data-item='a-late-meeting']")).to_be_visible()
        assert (seen.outside, seen.errors) == ([], [])


def test_whose_eyes_were_chosen_stays_chosen(context: BrowserContext) -> None:
    """Also after steps in time and on other pages, when the bar is filled anew."""
    with serving(EXAMPLES / "kaesong-1951") as served:
        page, seen = opened(context, served)
        page.locator("#view [name=for]").select_option("cpv-kpa")
        page.wait_for_url("**for=cpv-kpa**")
        for _ in range(3):
            page.locator("#earlier").click()
            expect(page.locator("#view [name=for]")).not_to_be_focused()
            expect(page.locator("#scope")).to_contain_text("Volunteers")
            expect(page.locator("#view [name=for]")).to_have_value("cpv-kpa")
        page.locator("#as-of").fill("1951-07-17")
        page.keyboard.press("Enter")
        page.wait_for_url("**as-of=1951-07-17**")
        expect(page.locator("#view [name=for]")).to_have_value("cpv-kpa")
        assert "for=cpv-kpa" in page.url
        assert (seen.outside, seen.errors) == ([], [])
