"""A browser for each worker, and the founding dossier served once for each file of tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.web.served import EXAMPLES, PATIENCE_S, Served, chromium, serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without one the test is skipped, but not in CI."""
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("expected chromium or google-chrome, found none; install one")
        pytest.skip("no chromium or google-chrome on this machine")
    expect.set_options(timeout=PATIENCE_S * 1_000)
    with sync_playwright() as playwright:
        # root, as in a container, cannot have the sandbox
        arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        launched = playwright.chromium.launch(executable_path=path, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without memory, at a usual size of window."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    made.set_default_timeout(PATIENCE_S * 1_000)
    yield made
    made.close()


@pytest.fixture(scope="module")
def founding() -> Iterator[Served]:
    """The founding dossier, served read only."""
    with serving(EXAMPLES / "kaesong-1951", "--read-only") as served:
        yield served


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A copy of the founding dossier, to be written to."""
    folder = tmp_path / "talks"
    shutil.copytree(EXAMPLES / "kaesong-1951", folder)
    return folder
