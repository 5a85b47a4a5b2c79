"""Two languages side by side as one HTML page that fetches nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files

from parley import __version__
from parley.brief.alignments.rows import Row, rows_of
from parley.brief.html import make_environment
from parley.record.align.comparing import Compared
from parley.record.align.differences import Difference, side_names

__all__ = ["render_alignment_html"]

_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"]
)


def render_alignment_html(
    compared: Compared, found: Sequence[Difference], *, title: str, sentences: bool = False
) -> str:
    """Render a comparison as a page: two columns in step, the same for the same comparison.

    The keys j and k go from row to row, n and p from difference to difference.

    Parameters:
        found: what differs.
        title: what was compared.
        sentences: whether to show sentences, or paragraphs.
    """
    rows = rows_of(compared, found, sentences)
    script = files("parley.brief").joinpath("templates", "alignment.js").read_text("utf-8")
    return (
        make_environment()
        .get_template("alignment.html.j2")
        .render(
            title=title,
            version=__version__,
            sections=(),
            rows=rows,
            notes=_numbered(rows),
            sides=_sides(compared),
            pairs=sum(min(one.step) > 0 for one in compared.paragraphs),
            sentence_pairs=sum(min(one.step) > 0 for one in compared.sentences),
            script=script,
            digest=b64encode(sha256(script.encode()).digest()).decode(),
        )
    )


def _sides(compared: Compared) -> list[tuple[str, str, str]]:
    """Return of each side what to call it, its language, and how that is written."""
    parts = zip(side_names(compared), (compared.left, compared.right), strict=True)
    return [(name, part.language, _direction(part.language)) for name, part in parts]


def _direction(language: str) -> str:
    """Return in which direction a language is written: `ltr` or `rtl`.

    >>> _direction("ar-EG"), _direction("ru")
    ('rtl', 'ltr')
    """
    return "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _numbered(rows: Sequence[Row]) -> list[tuple[int, Difference]]:
    return [(at, note) for at, row in enumerate(rows, 1) for note in row.notes]
