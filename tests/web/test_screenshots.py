"""The pictures of the workbench in README and manual: taken here, and true as long as this passes.

What a page says is kept beside its picture; where the page says something else now, the picture is
old. `PARLEY_SCREENSHOTS=1` takes the pictures again.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.served import Served, opened

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
#: Name -> address.
SHOTS = {
    "workbench": "/?for=cpv-kpa&as-of=1951-07-17",
    "workbench-mandate": "/mandate?for=cpv-kpa&as-of=1951-07-17",
    "workbench-stability": "/stability?for=cpv-kpa&as-of=1951-07-17",
}


def test_the_pictures_show_what_the_pages_say(browser: Browser, founding: Served) -> None:
    """A page that changed needs its picture taken again."""
    context = browser.new_context(
        viewport={"width": 1160, "height": 860}, locale="en-US", color_scheme="light"
    )
    page, seen = opened(context, founding)
    for name, address in SHOTS.items():
        page.goto(founding.site + address)
        lines = page.locator("main").inner_text().split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines))) + "\n"
        picture, words = PICTURES / f"{name}.png", PICTURES / f"{name}.txt"
        if os.environ.get("PARLEY_SCREENSHOTS"):
            page.screenshot(path=picture)
            words.write_text(text, encoding="utf-8")
        assert picture.stat().st_size > 10_000
        assert words.read_text(encoding="utf-8") == text
    assert (seen.outside, seen.errors) == ([], [])
    context.close()
