"""The index of sources as reference managers read it."""

from __future__ import annotations

import json
import re

import pytest

from parley.dossier.vocabulary.declarations import Source
from parley.interop.citations import write_bibtex, write_csl, write_ris
from parley.interop.citations.issued import issued

CABLE = Source(
    title="Cable 17 {draft}, 100% & more",
    author="Envoy of Hochlirr",
    addressee="Council",
    date="1951-07-13 15:00 Europe/Moscow",
    language="ru",
    archive="State archive",
    shelfmark="f. 1, op. 2",
    url="https://example.org/a_b",
    note="Two\nlines.",
)
PAPER = Source(title="A newspaper", date="about 1951-07")
PAGE = Source(title="A page", url="https://example.org/x", date="some day in spring")


@pytest.mark.parametrize(
    ("text", "parts", "end", "about"),
    [
        ("1951", (1951,), (), False),
        ("1951-07", (1951, 7), (), False),
        ("1951-07-13", (1951, 7, 13), (), False),
        ("1951-07-13T15:00 K", (1951, 7, 13), (), False),
        ("1951-07-24 / 1951-07-26", (1951, 7, 24), (1951, 7, 26), False),
        ("about 1951-07", (1951, 7), (), True),
        ("1951-07-13 ± 2 days", (1951, 7, 13), (), True),
        ("in spring", (), (), False),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(
    text: str, parts: tuple[int, ...], end: tuple[int, ...], about: bool
) -> None:
    """Times of day are left out, periods and doubts are kept."""
    found = issued(text)
    assert (found.parts, found.end, found.about) == (parts, end, about)


def test_csl_has_archive_and_shelf_mark() -> None:
    """What an archive keeps is a manuscript with its place in the archive."""
    cable, paper, page = json.loads(write_csl({"c": CABLE, "n": PAPER, "p": PAGE}))
    assert cable["type"] == "manuscript"
    assert cable["archive_location"] == "f. 1, op. 2"
    assert cable["author"] == [{"literal": "Envoy of Hochlirr"}]
    assert cable["issued"] == {"date-parts": [[1951, 7, 13]]}
    assert cable["note"] == "Two lines."
    assert (paper["type"], paper["issued"]) == (
        "document",
        {"date-parts": [[1951, 7]], "circa": True},
    )
    assert (page["type"], page["issued"]) == ("webpage", {"literal": "some day in spring"})


def test_bibtex_escapes_what_would_break_it() -> None:
    """Braces balance, special marks are escaped, a link is not."""
    text = write_bibtex({"c": CABLE})
    assert text.startswith("@unpublished{c,\n")
    assert r"Cable 17 \{draft\}, 100\% \& more" in text
    assert "url = {https://example.org/a_b}" in text
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")


def test_ris_is_tagged_lines_to_the_end() -> None:
    """Every line has a tag, every record ends, and no value breaks a line."""
    text = write_ris({"c": CABLE, "n": PAPER, "p": PAGE})
    lines = text.split("\r\n")[:-1]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", one) for one in lines)
    assert lines.count("ER  - ") == 3
    assert "DA  - 1951/07/13/" in lines
    assert "DA  - 1951/07//about" in lines
    assert "AV  - State archive, f. 1, op. 2" in lines
