"""The HTML brief: one file that fetches nothing, in order, escaped, and usable without eyes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from parley.brief import make_brief, render_html
from parley.brief.sections import SECTIONS
from parley.kernel.times import read_time
from tests.semantics.negotiation import Entry, day, dossier, must, offer, theirs

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=y>  \u202e {{ 7*7 }}"
VOID = {"meta", "link", "img", "br", "hr", "input", "col", "wbr"}


class Page(HTMLParser):
    """What is in a page: tags with attributes, in order, and whether all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: list[set[str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "table":
            self.tables.append(set())
        elif self.tables and "table" in self.open:
            self.tables[-1].add(tag + str(dict(attrs).get("scope") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Check that tags close in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note words, and those of a heading."""
        self.words.append(data)
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def page(entries: list[Entry] | None = None, title: str = "Talks") -> tuple[str, Page]:
    """A brief of a small negotiation, and what is in it."""
    trade: Entry = {"id": "swap", "type": "trade", "by": "capital", "at": day(2), "text": HOSTILE}
    standard = [
        must("hold", "x = a", text=HOSTILE),
        offer("gives-way", "x = b", text=HOSTILE),
        theirs("want", "y = a"),
        {**trade, "give": "x = b", "get": "y = b"},
    ]
    read = dossier(standard if entries is None else entries, {"title": title})
    text = render_html(make_brief(read, "red", read_time(day(20, 12), "UTC").latest))
    return text, Page(text)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    """No script, no link out, no source, no import; and a policy that would forbid them."""
    text, seen = page()
    assert not {"script", "link", "img", "iframe", "object", "base"} & {tag for tag, _ in seen.tags}
    for _, attributes in seen.tags:
        assert not attributes.keys() & {"src", "srcset", "action", "onclick", "onerror", "onload"}
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_links_inside_the_page_lead_somewhere_and_ids_are_unique() -> None:
    """Every anchor that is linked is there once."""
    _, seen = page()
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    linked = {attributes["href"][1:] for tag, attributes in seen.tags if tag == "a"}
    assert linked <= set(ids)
    assert "entry-gives-way" in linked


def test_headings_are_in_order_and_name_the_sections() -> None:
    """One h1; levels never skip; every section has its h2."""
    _, seen = page()
    levels = [level for level, _ in seen.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, after in pairwise(levels):
        assert after <= before + 1
    titles = [text for level, text in seen.headings if level == 2]
    assert titles == ["At a glance", *(kind.title for kind in SECTIONS)]


def test_tables_have_captions_and_headers() -> None:
    """Each table has a caption and headers of columns and rows."""
    _, seen = page()
    assert len(seen.tables) >= 6
    for table in seen.tables:
        assert {"caption", "thcol", "throw"} <= table


def test_the_page_has_language_landmarks_and_a_way_past_the_top() -> None:
    """What a screen reader needs to find its way; the tags all close."""
    text, seen = page()
    tags = dict(reversed(seen.tags))
    assert tags["html"]["lang"] == "en"
    assert {"main", "nav", "header", "footer", "title"} <= tags.keys()
    assert ("a", {"class": "skip", "href": "#main"}) in seen.tags
    assert seen.open == []
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    for tag, attributes in seen.tags:
        if attributes.get("role") == "region":
            assert attributes["tabindex"] == "0", tag
            assert attributes["aria-label"]


def test_hostile_text_is_text() -> None:
    """Markup, template code, control and reordering characters come out as words."""
    text, seen = page(title=HOSTILE)
    assert "<script" not in text
    assert "<img" not in text
    assert "\u202e" not in text
    words = "".join(seen.words)
    assert "<script>alert(1)</script>" in words
    assert "{{ 7*7 }}" in words


def test_an_empty_dossier_makes_a_page() -> None:
    """Nothing known is said in words, section by section."""
    _, seen = page([])
    words = " ".join("".join(seen.words).split())
    assert "The checks found nothing." in words
    assert "No agenda has been tabled." in words


def test_the_page_is_the_same_every_time() -> None:
    """The same dossier gives the same bytes."""
    assert page()[0] == page()[0]
