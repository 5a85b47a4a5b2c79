"""Editing in the browser: nothing is lost, whoever else edits, and every step can be undone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.dossier.reading import read_dossier
from parley.web.users import with_user, write_users
from tests.unit.editing_support import LOG, made
from tests.web.served import PATIENCE_S, Served, axe_faults, opened, overflow, press, serving

JULY = "log/july.yaml"
PASSWORD = "a long made-up password"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small dossier to edit."""
    return made(tmp_path / "small")


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    """Serve it."""
    with serving(root) as found:
        yield found


def july(root: Path) -> str:
    """Return the log as it is."""
    return (root / JULY).read_bytes().decode()


def text_in(page: Page, name: str) -> str:
    """Return what stands in a field."""
    return page.locator(f"#{name}").input_value()


def test_an_entry_is_edited_by_its_fields_and_undone(
    context: BrowserContext, served: Served, root: Path
) -> None:
    """Comments stay; `u` brings back the file byte for byte, and `U` the edit."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/entry/b")
    press(page, "e")
    expect(page.locator("h1")).to_have_text("Edit: b")
    assert axe_faults(page) == []
    page.locator("#f_text").fill("An offer.\nIn two lines.")
    page.locator("#f_says").fill("line=there")
    page.locator("#f_to").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".said")).to_have_text("Saved.")
    after = LOG.replace("  to: blue\n", "").replace(
        "says: line=here\n", "says: line = there\n  text: |\n    An offer.\n    In two lines.\n"
    )
    assert july(root) == after
    page.locator("h1").click()
    press(page, "u")
    expect(page.locator(".said")).to_have_text("Undone.")
    assert july(root) == LOG
    press(page, "Shift+U")
    expect(page.locator(".said")).to_have_text("Redone.")
    assert july(root) == after
    assert (seen.outside, seen.errors) == ([], [])


@contextmanager
def for_two(root: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve the dossier for two who may edit it."""
    users = tmp_path / "users.toml"
    both = with_user({}, "ann", PASSWORD, "editor", [])
    write_users(users, with_user(both, "bob", PASSWORD, "editor", []))
    with serving(root, "--users", str(users)) as found:
        yield found


def signed_in(browser: Browser, served: Served, name: str) -> Page:
    """Sign somebody in, in a browser of their own."""
    page = browser.new_context(locale="en-US").new_page()
    page.goto(f"{served.site}/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#view")).to_be_visible()
    return page


def selected(page: Page) -> str:
    """Return what is marked in the text, once something is."""
    script = "(area) => area.value.slice(area.selectionStart, area.selectionEnd)"
    until = time.monotonic() + PATIENCE_S
    while not (found := str(page.locator("#text").evaluate(script))):
        assert time.monotonic() < until, "nothing is marked"
        page.wait_for_timeout(50)
    return found


def save(page: Page) -> None:
    """Save the fields of an entry."""
    page.get_by_role("button", name="Save", exact=True).click()


def test_two_browsers_editing_at_once_lose_nothing(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    """The second is refused, sees both texts and the merge, and saves it."""
    with for_two(root, tmp_path) as served:
        ann, bob = (signed_in(browser, served, name) for name in ("ann", "bob"))
        for page in (ann, bob):
            page.goto(f"{served.site}/edit?entry=a")
        bob.locator("#seldom summary").click()
        bob.locator("#f_note").fill("Bob's.")
        ann.locator("#f_text").fill("Ann's.")
        save(ann)
        expect(ann.locator(".said")).to_be_visible()
        bob.wait_for_timeout(1500)  # the page is shown anew, and keeps what was typed
        expect(bob.locator("#f_note")).to_have_value("Bob's.")
        save(bob)
        expect(bob.locator("#clash")).to_contain_text("nothing clashes")
        expect(bob.locator("#fault")).to_contain_text("changed by somebody else")
        expect(bob.locator("#f_note")).to_have_value("Bob's.")
        assert "Bob's." not in july(root)
        assert "Bob's." in text_in(bob, "merged")
        assert "Ann's." in text_in(bob, "merged")
        assert axe_faults(bob) == []
        bob.locator("#save-merge").click()
        expect(bob.locator(".said")).to_be_visible()
        assert "  text: Ann's.\n  note: Bob's.\n" in july(root)
        for page in (ann, bob):
            page.context.close()


def test_two_browsers_that_change_the_same_place(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    """It stands there twice, for a person to choose; the history has both, and says who."""
    with for_two(root, tmp_path) as served:
        ann, bob = (signed_in(browser, served, name) for name in ("ann", "bob"))
        for page in (ann, bob):
            page.goto(f"{served.site}/edit?entry=a")
        for page, word in ((ann, "One."), (bob, "Two.")):
            page.locator("#f_text").fill(word)
        save(bob)
        expect(bob.locator(".said")).to_be_visible()
        save(ann)
        expect(ann.locator("#clash")).to_contain_text("1 place clashes")
        ann.set_viewport_size({"width": 360, "height": 780})
        assert overflow(ann) <= 0
        merged = text_in(ann, "merged")
        assert ("One." in merged, "Two." in merged) == (True, True)
        ann.locator("#merged").fill(merged.partition("ours\n")[2].partition("=======")[0])
        ann.locator("#save-merge").click()
        expect(ann.locator(".said")).to_be_visible()
        assert "  text: One.\n" in july(root)
        bob.goto(f"{served.site}/history")
        expect(bob.locator("#steps tbody tr")).to_have_count(2)
        expect(bob.locator("main")).to_contain_text("The same place was changed since")
        for page in (ann, bob):
            page.context.close()


def test_a_stale_save_of_a_file_offers_the_merge(
    context: BrowserContext, served: Served, root: Path
) -> None:
    """An editor outside changed it: neither text is lost, in the browser or on the disk."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/file?file={JULY}")
    mine = LOG.replace("They met.", "They met at ten.")
    page.locator("#text").fill(mine)
    theirs = LOG.replace("assumed: us", "assumed: them")
    (root / JULY).write_text(theirs)
    page.wait_for_timeout(1500)
    assert text_in(page, "text") == mine
    save(page)
    expect(page.locator("#clash")).to_be_visible()
    assert july(root) == theirs
    assert text_in(page, "text") == mine
    page.reload()
    page.goto(f"{served.site}/files")  # later, and from elsewhere
    page.get_by_role("link", name=JULY).last.click()
    expect(page.locator("#clash")).to_be_visible()
    page.locator("#save-merge").click()
    expect(page.locator(".said")).to_be_visible()
    assert "They met at ten." in july(root)
    assert "assumed: them" in july(root)
    expect(page.locator("#clash")).to_have_count(0)
    assert seen.outside == []


def test_a_draft_survives_a_closed_tab_with_what_it_was_made_from(
    context: BrowserContext, served: Served, root: Path
) -> None:
    """Found again in a new tab; if the file changed meanwhile, the save is stale all the same."""
    page, _ = opened(context, served)
    page.goto(f"{served.site}/file?file={JULY}")
    mine = LOG.replace("They met.", "Half a thought.")
    page.locator("#text").fill(mine)
    page.close()
    (root / JULY).write_text(LOG.replace("assumed: us", "assumed: them"))
    page = context.new_page()
    page.goto(f"{served.site}/file?file={JULY}")
    expect(page.locator("#text")).to_have_value(mine)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator(".said")).to_have_text("Kept as a draft.")
    expect(page.locator("#clash")).to_be_visible()
    page.locator("#save-merge").click()
    expect(page.locator("#clash")).to_have_count(0)  # the page before has a word of its own
    expect(page.locator(".said")).to_be_visible()
    assert "Half a thought." in july(root)
    assert "assumed: them" in july(root)
    page.goto(f"{served.site}/file?file={JULY}")
    assert text_in(page, "text") == july(root)


def test_what_was_typed_survives_a_server_that_is_gone(
    context: BrowserContext, served: Served
) -> None:
    """Sent into the void, it is there again when the page is."""
    page, _ = opened(context, served)
    page.goto(f"{served.site}/edit?entry=a")
    page.locator("#f_text").fill("Not to be lost.")
    page.route("**/edit/fields*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        save(page)
    expect(page.locator("#f_text")).to_have_count(0)  # the browser's own page stands there
    page.unroute("**/edit/fields*")
    page.goto(f"{served.site}/edit?entry=a")
    expect(page.locator("#f_text")).to_have_value("Not to be lost.")
    save(page)
    expect(page.locator(".said")).to_be_visible()
    page.goto(f"{served.site}/edit?entry=b")
    page.goto(f"{served.site}/edit?entry=a")
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.includes('draft'))") == []


def test_a_fault_shows_once_with_its_column_a_click_away(
    context: BrowserContext, served: Served, root: Path
) -> None:
    """On the home page, on the file's page, and for a text that was refused."""
    (root / JULY).write_text(LOG.replace("line=here", "line = nowhere"))
    page, _ = opened(context, served)
    page.goto(f"{served.site}/")
    article = page.locator("main article", has_text="nowhere")
    expect(article).to_have_count(1)
    article.locator(".proof a code").click()
    assert selected(page) == "nowhere"
    expect(page.locator("#faults-text li", has_text="nowhere")).to_have_count(1)
    page.locator("#text").fill(LOG.replace("at: 1951-07-13", "at: never so"))
    save(page)
    expect(page.locator("#faults-text a")).to_have_text("line 6, column 7")
    expect(page.locator("html.scripted")).to_be_attached()
    page.locator("#faults-text a").click()
    assert selected(page) == "never"
    assert "nowhere" in july(root)
    page.locator("#text").fill("- id: [\n")
    page.locator("[name=allow]").check()
    save(page)
    expect(page.locator("#fault")).to_contain_text("not YAML")
    assert "nowhere" in july(root)


def test_an_entry_is_added_and_removed_by_keys(
    context: BrowserContext, served: Served, root: Path
) -> None:
    """`n` adds; what is refused is kept; removing can be undone."""
    page, seen = opened(context, served)
    press(page, "n")
    expect(page.locator("h1")).to_have_text("Add an entry")
    page.locator("main select[name=type]").select_option("proposal")
    page.get_by_role("button", name="Show its fields").click()
    expect(page.locator("#fields-title")).to_have_text("The fields of proposal")
    page.locator("#f_id").fill("c")
    page.locator("#f_at").fill("1951-07-15")
    page.locator("#f_by").fill("red")
    page.locator("#f_to").fill("blue")
    page.locator("#f_says").fill("line = elsewhere")
    page.locator("#f_assumed").fill("us")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#fault")).to_contain_text("elsewhere")
    expect(page.locator("#f_says")).to_have_value("line = elsewhere")
    page.locator("#f_says").fill("line=there")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("h1")).to_have_text("c")
    assert (root / "log/1951-07.yaml").read_text() == (
        "- id: c\n  type: proposal\n  at: 1951-07-15\n  by: red\n  to: blue\n"
        "  says: line = there\n  assumed: us\n"
    )
    page.goto(f"{served.site}/edit?entry=c")
    page.locator("#remove").click()
    expect(page.locator("h1")).to_have_text("History of edits")
    assert "c" not in read_dossier(root).by_id
    page.locator("h1").click()
    press(page, "u")
    expect(page.locator(".said")).to_have_text("Undone.")
    assert "c" in read_dossier(root).by_id
    assert seen.outside == []


def test_a_page_that_says_what_is_wrong_stands_until_it_is_sent_again(
    context: BrowserContext, served: Served, root: Path
) -> None:
    """A change on disk does not renew it, and loading it again leads to the empty form."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/add?type=proposal")
    page.locator("#f_id").fill("c")
    page.locator("#f_says").fill("line = elsewhere")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#fault")).to_contain_text("elsewhere")
    (root / JULY).write_text(LOG.replace("line=here", "line=there"))
    page.wait_for_timeout(2_000)
    expect(page.locator("#fault")).to_contain_text("elsewhere")
    expect(page.locator("#f_says")).to_have_value("line = elsewhere")
    page.goto(page.url)
    expect(page.locator("h1")).to_have_text("Add an entry")
    expect(page.locator("#fault")).to_have_count(0)
    assert seen.outside == []
