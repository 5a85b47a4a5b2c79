"""HTML to text: blocks become paragraphs; what a reader of the page would not see is left out."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from parley.kernel.errors import Refused
from parley.record.readers.extracted import MAX_CHARACTERS, MAX_DEPTH, Extracted

__all__ = ["paragraphs_of_html", "text_of_html"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_TIGHT = frozenset(
    ["br", "dt", "dd", "li", "tr", "td", "th"]
)  # ended by the end of a line, no blank line
#: What is never text for a reader of the page.
_DROPPED = {
    "script": "scripts",
    "style": "styles",
    "noscript": "texts for browsers without scripts",
    "template": "templates",
    "iframe": "frames",
    "object": "embedded objects",
    "embed": "embedded objects",
    "svg": "drawings",
    "canvas": "drawings",
    "math": "formulas",
    "audio": "sound",
    "video": "films",
    "select": "form fields",
    "textarea": "form fields",
    "button": "buttons",
}
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])")
_CHUNK = 1 << 16
_SPACE = re.compile(r"[ \t\n\r\f\v]+")


class _Collector:
    """What lxml calls with each piece of a page; it builds no tree, so a deep one costs nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[str] = []
        self.size = 0
        self.open: list[str] = []
        self.inside = 0  # how many of the open elements have been opened since one was dropped
        self.dropped: Counter[str] = Counter()
        self.kept_spaces = 0
        self.title: list[str] = []  # of the window, which a page with a heading has no need of
        self.headed = False
        self.lists: list[int] = []  # of each open list the last number, -1 of one with bullets

    def start(self, tag: object, attributes: dict[str, str]) -> None:
        """An element begins."""
        word = tag.lower() if isinstance(tag, str) else ""
        if word not in _VOID:
            self.open.append(word)
            if len(self.open) > MAX_DEPTH:
                raise Refused(
                    f"{self.name}: elements nested more than {MAX_DEPTH} deep",
                    hint="save the text of the page alone",
                )
        if self.inside:
            self.inside += word not in _VOID
            return
        why = _DROPPED.get(word) or ("hidden text" if _is_hidden(attributes) else "")
        if why:
            self.dropped[why] += 1
            self.inside = int(word not in _VOID)
            return
        self.kept_spaces += word == "pre"
        self.headed = self.headed or word == "h1"
        if word == "sup":
            self._add(" ")
        if word in _BLOCKS or word == "br":
            self._end_line(word)
        if word in ("ol", "ul", "menu"):
            self.lists.append(0 if word == "ol" else -1)
        elif word == "li":
            self._begin_item()

    def end(self, tag: object) -> None:
        """An element ends."""
        word = tag.lower() if isinstance(tag, str) else ""
        if self.open:
            self.open.pop()
        if self.inside:
            self.inside -= 1
            return
        self.kept_spaces -= word == "pre"
        if word in ("ol", "ul", "menu") and self.lists:
            self.lists.pop()
        if word in _BLOCKS:
            self._end_line(word)

    def data(self, text: str) -> None:
        """Text between elements."""
        if self.open[-1:] == ["title"] and not self.inside:
            self.title.append(text)
        elif not self.inside:
            self._add(text if self.kept_spaces > 0 else _SPACE.sub(" ", text))

    def comment(self, text: str) -> None:
        """A comment, which no reader sees."""

    def close(self) -> str:
        """Return the text."""
        title = "" if self.headed else " ".join("".join(self.title).split())
        raw = "".join([title, "\n\n", *self.pieces])
        lines = [line.strip(" ") for line in raw.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"

    def _add(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_CHARACTERS:
            raise Refused(
                f"{self.name}: more than {MAX_CHARACTERS:,} characters of text",
                hint="split the page",
            )
        self.pieces.append(text)

    def _begin_item(self) -> None:
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            self._add(f"{self.lists[-1]}. ")
        else:
            self._add("• ")

    def _end_line(self, word: str) -> None:
        self._add("\n" if word in _TIGHT else "\n\n")


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style", "")
    return bool(style) and _HIDDEN.search(style.lower()) is not None


def text_of_html(data: bytes, name: str, encoding: str | None = None) -> Extracted:
    """Return the text of a page; scripts, styles and hidden text are left out, and that is said.

    Parameters:
        data: the page.
        name: what it is called, for messages.
        encoding: as somebody says; else what the page says, else as it is found out.

    Raises Refused for a page that is nested too deeply or has too much text.
    """
    from parley.record.readers.plain_text import decode_text

    declared = _CHARSET.search(data[:4_096]) or _XML_CHARSET.search(data[:200])
    notes: tuple[str, ...] = ()
    said = encoding or (declared[1].decode("ascii") if declared else None)
    try:
        found = decode_text(data, name, said)
    except Refused:
        if encoding is not None or said is None:
            raise
        found = decode_text(data, name)
        notes = (f"the page says that it is in {said}, and is not",)
    text, more = paragraphs_of_html(found.text, name)
    return Extracted(text, found.encoding, (*notes, *found.notes, *more))


def paragraphs_of_html(page: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page that is decoded already, and what was left out of it, in words.

    Raises Refused, as `text_of_html` does.
    """
    collector = _Collector(name)
    parser = etree.HTMLParser(target=collector, encoding="utf-8", huge_tree=True)
    octets = page.encode("utf-8", "replace")
    try:
        for at in range(0, len(octets), _CHUNK):
            parser.feed(octets[at : at + _CHUNK])
        text = parser.close()
    except etree.LxmlError as error:
        raise Refused(
            f"{name}: is HTML that cannot be read: {' '.join(str(error).split())}",
            hint="save the text of the page alone",
        ) from None
    left_out = ", ".join(f"{count:,} {what}" for what, count in sorted(collector.dropped.items()))
    notes = (f"left out of the page: {left_out}",) if left_out else ()
    return str(text), notes
