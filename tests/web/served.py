"""A server of a dossier as a process of its own, and what a browser did there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.sync_api import BrowserContext, Page, Request, expect

__all__ = [
    "EXAMPLES",
    "PATIENCE_S",
    "Seen",
    "Served",
    "axe_faults",
    "chromium",
    "entered",
    "faults_in_both_colours",
    "opened",
    "overflow",
    "press",
    "serving",
]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
#: Seconds in which what must come has come, also on a machine that is slow and busy.
PATIENCE_S = 60
_LINK = re.compile(r"open (?P<link>(?P<site>https?://\S+?)/\S*)")


@dataclass(frozen=True, slots=True)
class Served:
    """A server: its address, the link that lets somebody in once, and its process."""

    site: str
    link: str
    process: subprocess.Popen[str]


@dataclass(slots=True)
class Seen:
    """What went on in a browser while a page was open."""

    site: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def serving(dossier: Path, *options: str) -> Iterator[Served]:
    """Serve a dossier with `parley serve` while the block runs."""
    command = [sys.executable, "-m", "parley.cli.main", "serve", str(dossier), "--no-browser"]
    if "--port" not in options:
        command += ["--port", "0"]
    process = subprocess.Popen(
        [*command, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stderr is not None
    try:
        told = ""
        for line in process.stderr:
            told += line
            found = _LINK.match(line)
            if found is not None:
                yield Served(found["site"], found["link"], process)
                break
        else:
            raise AssertionError(f"the server did not start:\n{told}")
    finally:
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


@contextmanager
def entered(served: Served) -> Iterator[httpx.Client]:
    """Come in by the link, as a program would; the client keeps the session."""
    with httpx.Client(base_url=served.site, timeout=PATIENCE_S) as client:
        answer = client.get(served.link)
        assert answer.status_code == 303
        yield client


def chromium() -> str | None:
    """Return where the system's Chromium or Chrome is, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def opened(context: BrowserContext, served: Served, link: str | None = None) -> tuple[Page, Seen]:
    """Open the page by its link, and note every request to elsewhere and every error."""
    page = context.new_page()
    seen = Seen(served.site)

    def requested(request: Request) -> None:
        if not request.url.startswith((f"{served.site}/", "data:", "blob:", "about:")):
            seen.outside.append(request.url)

    page.on("request", requested)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda said: (
            seen.errors.append(f"{said.text} ({said.location['url']})")
            if said.type in ("error", "warning")
            else None
        ),
    )
    page.goto(link or served.link)
    return page, seen


def press(page: Page, *keys: str) -> None:
    """Press keys once the page listens: one that was just loaded shows before its script runs."""
    expect(page.locator("html.scripted")).to_be_attached()
    for key in keys:
        page.keyboard.press(key)


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    found = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(found)


def faults_in_both_colours(page: Page) -> list[str]:
    """Return what axe-core finds in light and dark; dark is the same page in other colours."""
    page.emulate_media(color_scheme="dark")
    dark = [f"dark: {one}" for one in axe_faults(page, "color-contrast")]
    page.emulate_media(color_scheme="light")
    return dark + [f"light: {one}" for one in axe_faults(page)]


def axe_faults(page: Page, *rules: str) -> list[str]:
    """Return what axe-core finds that is serious or critical, with where it is.

    Parameters:
        rules: only these are tried; left out, all.
    """
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
