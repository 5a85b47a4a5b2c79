"""The layouts in which documents come: what is done to lines before they are read, and their names.

Reading itself does not depend on the layout: fields are found wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.record.document import Field, Reading
from parley.record.layouts.columns import untangled
from parley.record.layouts.heads import Named
from parley.record.layouts.lines import Line, cut
from parley.record.layouts.pages import Page, title_fields
from parley.record.layouts.running_on import broken_up

__all__ = ["layout_of", "prepared", "title_in_head"]

_STATE = re.compile(r"^(?:PAGE\s+\d\d|(?:ACTION|ORIGIN|INFO)\s+[A-Z]{2,}|FM\s+[A-Z])")
_FRUS = re.compile(r"\d{3}[A-Z]?\.\d{2}[\w./–-]*\s*:\s*(?:Circular\s+)?(?:Telegram|Despatch)", re.I)
_TITLE = re.compile(
    r"(?:\[?\d{1,4}\]?\.?\s+)?(?:The\s+)?[A-Z][^.!?:;\n]{2,90}\s+to\s+(?:the\s+)?[A-Z][^.!?:;\n]{2,90}\d?"
)
_IN_BRACKETS = re.compile(r"\[\d{1,4}\]\s+")
_NO_TITLE = re.compile(r"(?:copy|copies|series|from|received|to|for|no\.|excerpt)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:SUBJECT|SUBJ|RE|TITLE|ТЕМА)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)


def prepared(lines: Sequence[Line]) -> list[Line]:
    """Return the lines in the order in which they are to be read."""
    return broken_up(untangled(lines))


def layout_of(reading: Reading, page: Page, lines: Sequence[Line]) -> str:
    """Name the layout of a document, for a person.

    Parameters:
        lines: the first of the document itself.
    """
    if reading.kind == "email":
        return "e-mail"
    if sum(_STATE.match(one.text) is not None for one in lines) > 1:
        return "state cable"
    if any(_FRUS.match(one.text) for one in lines[:12]):
        return "printed telegram"
    if page.is_page:
        return "archive page"
    if page.menu:
        return "old page"
    return "plain"


def title_in_head(head: Sequence[Line]) -> list[Named]:
    """Return what a line of a head says that is a title: `The Ambassador to the Secretary`."""
    for line in head[:40]:
        subject = _SUBJECT.match(line.text)
        if subject:
            value = " ".join(subject["value"].split())
            return [("title", Field(value, (line.start, line.end), of="title"))]
    for line in head[:8]:
        small = sum(one.islower() for one in line.text)
        capital = sum(one.isupper() for one in line.text)
        if small > 2 * capital and _TITLE.fullmatch(line.text) and not _NO_TITLE.match(line.text):
            number = _IN_BRACKETS.match(line.text)
            return title_fields(cut(line, number.end())[-1:] if number else [line])
    return []
