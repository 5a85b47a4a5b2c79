"""What the reference says of documents is what the code does."""

from __future__ import annotations

from parley.record.document import FIELDS
from parley.record.layouts.dates import find_times
from parley.record.layouts.wrapping import MOST_INSIDE
from parley.record.readers import docx, extracted, pdf
from tests.docs.pages import DOCS

PAGE = (DOCS / "reference" / "documents.md").read_text(encoding="utf-8")


def test_every_field_is_in_the_table() -> None:
    """No field is left without words."""
    table = PAGE.partition("## Fields")[2].partition("\n## ")[0]
    assert [name for name in FIELDS if f"`{name}`" not in table] == []


def test_the_limits_are_those_of_the_code() -> None:
    """Each number in the table of limits is the one that is enforced."""
    table = PAGE.partition("## Limits")[2].partition("\n## ")[0]
    numbers = (
        f"{extracted.MAX_BYTES:,} bytes",
        f"{extracted.MAX_CHARACTERS:,} characters",
        f"{pdf.MAX_PAGES:,} pages, {pdf.MAX_SECONDS} seconds",
        f"{docx.MAX_MEMBERS:,} parts, {docx.MAX_UNPACKED:,} bytes",
        f"elements inside one another | {extracted.MAX_DEPTH} |",
        f"documents inside one another | {MOST_INSIDE} |",
    )
    assert [number for number in numbers if number not in table] == []


def test_the_times_that_are_named_are_read() -> None:
    """Each example in the list of forms is one time, and the one that is not read is none."""
    listed = PAGE.partition("These forms are read")[2].partition("\n\n")[0]
    forms = listed.split("`")[1::2]
    assert len(forms) == 8
    assert [form for form in forms if len(find_times(form)) != 1] == []
    assert find_times("3/4/1951") == ()
