"""The built documentation loads nothing from outside: no font, script, style or picture."""

import re
import subprocess
import sys
from pathlib import Path

from tests.meta.repository import ROOT

LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*?\ssrc=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b(?=[^>]*rel=["']?(?:stylesheet|preload|preconnect|icon))[^>]*?\shref=["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|@import\s+(?:url\()?["']?((?:https?:)?//[^"')\s]+)"""
    r"""|url\(["']?((?:https?:)?//[^"')\s]+)""",
    re.IGNORECASE,
)


def test_the_pattern_finds_a_planted_request() -> None:
    """The pattern below can fail."""
    assert LOADED.search('<link rel="stylesheet" href="https://fonts.example/a.css">')
    assert LOADED.search("<script async src='//cdn.example/a.js'></script>")
    assert LOADED.search("@font-face { src: url(https://fonts.example/a.woff2) }")
    assert not LOADED.search('<a href="https://example.org">a link is not a request</a>')


def test_a_page_of_the_docs_loads_nothing_from_outside(tmp_path: Path) -> None:
    """No page or style sheet of the built documentation loads anything from another host."""
    build = [sys.executable, "-m", "sphinx", "-q", "-d", str(tmp_path / "doctrees")]
    site = tmp_path / "site"
    subprocess.run([*build, str(ROOT / "docs"), str(site)], check=True, capture_output=True)
    pages = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert site / "index.html" in pages
    found = {
        str(page.relative_to(site)): match.group()
        for page in pages
        if (match := LOADED.search(page.read_text(encoding="utf-8")))
    }
    assert found == {}
