"""A document is imported and its proposals reviewed: what is accepted stands in the file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from parley.dossier.reading import read_dossier
from tests.unit.editing_support import contents, made
from tests.web.served import (
    PATIENCE_S,
    Served,
    axe_faults,
    entered,
    opened,
    overflow,
    press,
    serving,
)
from tests.web.test_editing_refused import headers
from tests.web.writing import token_of

CABLE = """\
Cable No. 17

TO: Red headquarters
FROM: Red delegation
13 July 1951

1. If they agree to discuss the line, we can leave the island out of the agenda.

2. If they refuse, we will insist on the earlier agenda unchanged.

3. Is all of the above correct?

4. Please tell us whether the press may come.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small dossier."""
    return made(tmp_path / "small")


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    """Serve it."""
    with serving(root) as found:
        yield found


def imported(page: Page, served: Served, tmp_path: Path) -> None:
    """Import the cable by sending it, and begin the review."""
    (tmp_path / "cable.txt").write_text(CABLE, encoding="utf-8")
    page.goto(f"{served.site}/files")
    page.get_by_role("link", name="Import a document").click()
    page.locator("[name=document]").set_input_files(tmp_path / "cable.txt")
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="Review what its passages may become").click(timeout=120_000)
    expect(page.locator("#adds")).to_be_visible()


def test_two_proposals_are_accepted_and_found_in_the_file(
    context: BrowserContext, served: Served, root: Path, tmp_path: Path
) -> None:
    """One key for each decision, with undo; nothing is written before the end."""
    page, seen = opened(context, served)
    imported(page, served, tmp_path)
    before = contents(root)
    assert axe_faults(page) == []
    count = int(page.locator("#stub-title").inner_text().split(" of ")[1])
    assert count >= 2
    first = page.locator("#adds").inner_text()
    press(page, "d")
    expect(page.locator("main .said, #notices .said").first).to_be_visible()
    expect(page.locator("#decided li")).to_have_count(1)
    press(page, "u")
    expect(page.locator("#decided")).to_have_count(0)
    expect(page.locator("#adds")).to_have_text(first, use_inner_text=True)
    press(page, "e")
    text = page.locator("#stub-text").input_value()
    page.locator("#stub-text").fill(text.replace("can leave", "could leave"))
    page.get_by_role("button", name="Keep the change").click()
    expect(page.locator("#adds")).to_contain_text("could leave")
    for number in range(count):
        press(page, "a" if number < 2 else "d")
        expect(page.locator("#decided li")).to_have_count(number + 1)
    assert contents(root) == before
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0
    press(page, "w")
    expect(page.locator("#decided .tone-good")).to_have_count(2)
    dossier = read_dossier(root)
    assert dossier.faults == ()
    added = "".join(data.decode() for name, data in contents(root).items() if name not in before)
    added += contents(root)["dossier.yaml"].decode().removeprefix(before["dossier.yaml"].decode())
    assert "could leave" in added
    page.locator("h1").click()
    press(page, "u")
    expect(page.locator("#notices .said")).to_have_text("Taken back.")
    assert contents(root) == before
    press(page, "w")
    expect(page.locator("#decided .tone-good")).to_have_count(2)
    assert (seen.outside, seen.errors) == ([], [])


def undated(page: Page, served: Served, tmp_path: Path) -> None:
    """Import a text that says neither when it was written nor by whom, and open its review."""
    (tmp_path / "undated.txt").write_text(
        "1. We can leave the island out of the agenda.\n\n2. Is this right?\n", encoding="utf-8"
    )
    page.goto(f"{served.site}/import")
    page.locator("[name=document]").set_input_files(tmp_path / "undated.txt")
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="Review what its passages may become").click(timeout=120_000)


def test_who_and_when_are_checked_in_their_form(
    context: BrowserContext, served: Served, tmp_path: Path
) -> None:
    """What is no time or no party is refused at once; the form stays, with what was typed."""
    page, _ = opened(context, served)
    undated(page, served, tmp_path)
    form = page.locator("#given-form")
    expect(form).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("--at")
    assert form.locator("[name=by] option").count() > 1
    form.locator("[name=at]").fill("17 July 1951")
    form.locator("[name=by]").select_option("red")
    form.get_by_role("button", name="Review").click()
    expect(page.locator("#fault")).to_contain_text("expected a time such as 1951-07-13")
    expect(form.locator("[name=at]")).to_have_value("17 July 1951")
    expect(form.locator("[name=by]")).to_have_value("red")
    assert axe_faults(page) == []
    form.locator("[name=at]").fill("1951-07-17")
    form.get_by_role("button", name="Review").click()
    expect(page.locator("#adds")).to_be_visible()
    source = page.url.partition("source=")[2].partition("&")[0]
    answer = page.request.post(
        f"{served.site}/api/review/begin",
        data={"source": source, "at": "1951-07-17", "by": "Nam Il"},
        headers={"x-parley-csrf": token_of(page.content()), "origin": served.site},
    )
    assert answer.status == 422
    assert "'Nam Il' is no party" in answer.json()["error"]["message"]
    page.locator("#given summary").click()
    expect(form.locator("[name=at]")).to_have_value("1951-07-17")
    form.locator("[name=at]").fill("1951-07-18")
    form.get_by_role("button", name="Keep this").click()
    expect(page.locator("#given summary")).to_contain_text("1951-07-18")


def test_a_refused_write_leads_back_to_who_and_when(
    context: BrowserContext, served: Served, root: Path, tmp_path: Path
) -> None:
    """What is wrong is said without a place in a file, above a link to what was told."""
    page, _ = opened(context, served)
    undated(page, served, tmp_path)
    form = page.locator("#given-form")
    form.locator("[name=at]").fill("1951-07-18")
    form.get_by_role("button", name="Review").click()
    before = contents(root)
    page.locator("#change summary").click()
    text = page.locator("#stub-text").input_value()
    page.locator("#stub-text").fill(text.replace("title:", "titel:"))
    page.get_by_role("button", name="Keep the change").click()
    expect(page.locator("#adds")).to_contain_text("titel")
    page.locator("[data-do='accept']").click()
    page.locator("[data-do='write']").click()
    expect(page.locator("#fault")).to_contain_text("titel")
    expect(page.locator("#fault")).not_to_contain_text(".yaml")
    page.get_by_role("link", name="Back to when it was written").click()
    expect(form.locator("[name=at]")).to_be_visible()
    expect(form.locator("[name=at]")).to_have_value("1951-07-18")
    assert contents(root) == before


def test_what_cannot_be_imported_is_said(root: Path, tmp_path: Path) -> None:
    """An empty file, one that is too long, one of no known kind; nothing is left behind."""
    with serving(root) as served, entered(served) as client:
        own = headers(served, client)

        def send(data: bytes, name: str = "x.txt") -> httpx.Response:
            files = {"document": (name, data)}
            return client.post("/import/begin", files=files, headers=own)

        assert send(b"").status_code == 422
        assert send(b"x" * 20_000_001).status_code == 422
        assert send(b"x" * 30_000_000).status_code == 413
        assert (
            client.post("/api/import/begin", json={"document": "x"}, headers=own).status_code == 422
        )
        answer = send(b"%PDF-1.7 no such thing", "../../x.pdf")
        assert answer.status_code == 303
        place = answer.headers["location"]
        until = time.monotonic() + PATIENCE_S
        while (state := client.get(f"/api{place}").json())["state"] == "running":
            assert time.monotonic() < until, state
            time.sleep(0.1)
        assert state["state"] == "failed"
        assert state["message"]
    assert list(contents(root)) == ["dossier.yaml", "log/july.yaml"]
    assert not list((root / ".parley").glob("upload-*"))
