"""Large analyses: a thousand efficient points on a page, and longer tasks with their end."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.web.made_up import write_many_acts, write_many_points
from tests.web.served import EXAMPLES, opened, serving


def test_a_frontier_of_a_thousand_points_stays_small(
    tmp_path: Path, context: BrowserContext
) -> None:
    """1,024 points: few nodes, some drawn, all in the list and the table, each to be picked."""
    with serving(write_many_points(tmp_path / "many")) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/frontier")
        expect(page.locator(".facts-line")).to_contain_text("1,024 efficient points")
        assert page.evaluate("document.querySelectorAll('*').length") <= 3_000
        assert len(page.content()) < 600_000
        expect(page.locator(".zoom")).to_contain_text("too close to be drawn")
        page.locator("#points-list .pager a[rel=next]").click()
        expect(page.locator("[data-item='P41']")).to_be_visible()
        page.locator("[data-item='P41'] [data-open]").click()
        expect(page.locator("h2#package")).to_have_text("Point P41")
        table = page.request.get(f"{served.site}/api/frontier/points.csv").text()
        assert len(table.splitlines()) == 1_025
        assert (seen.outside, seen.errors) == ([], [])


def test_a_large_conflict_is_a_task_that_can_be_cancelled(
    tmp_path: Path, context: BrowserContext
) -> None:
    """Progress, cancelled, begun anew, and its result with a state explained."""
    with serving(write_many_acts(tmp_path / "acts")) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/stability")
        expect(page.locator(".help")).to_contain_text("8,192 outcomes")
        page.get_by_role("button", name="Begin the longer task").click()
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#main")).to_contain_text("Cancelled.")
        page.goto(f"{served.site}/stability")
        page.get_by_role("button", name="Begin the longer task").click()
        expect(page).to_have_url(re.compile(r"/stability\?job="), timeout=180_000)
        expect(page.locator(".facts-line")).to_contain_text("8,192 states")
        page.locator("#state-table tbody tr [data-open]").nth(1).click()
        expect(page.locator(".why li").first).to_be_visible()
        assert "job=" in page.url
        assert (seen.outside, seen.errors) == ([], [])


def test_guessed_weights_are_drawn_by_a_task(context: BrowserContext) -> None:
    """How sure a package is: the task ends at the package again, with the shares of draws."""
    with serving(EXAMPLES / "kaesong-1951") as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/frontier?point=10")
        page.get_by_role("button", name="Draw the guessed weights").click()
        expect(page).to_have_url(re.compile(r"/frontier\?point=10&job="), timeout=180_000)
        expect(page.locator("#main")).to_contain_text("100 draws of 21 guessed weights.")
        expect(page.locator("h2#package")).to_contain_text("P10")
        assert (seen.outside, seen.errors) == ([], [])
