"""A conflict too large to draw state by state: how many states hold, by party and concept."""

from __future__ import annotations

from collections.abc import Iterator

from parley.brief.conflicts.drawing_parts import WIDTH, cut, head, text_of
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import party_name

__all__ = ["counts_svg"]

_LEFT, _COLUMN, _ROW, _TOP = 300, 100, 30, 64
_MOST_ROWS = 24


def counts_svg(study: Study, title: str) -> str:
    """Draw how many states each party stays at, and all of them, under every concept."""
    concepts = tuple(study.stability.stable)[: (WIDTH - _LEFT) // _COLUMN]
    count = len(study.stability.states)
    rows = [("All parties: it holds", _all(study, concepts))]
    for party in range(len(study.space.parties))[:_MOST_ROWS]:
        counts = [int(study.stability.stable[one][party].sum()) for one in concepts]
        rows.append((party_name(study, party), counts))
    height = _TOP + _ROW * len(rows) + 12
    told = "; ".join(f"{one} {held}" for one, held in zip(concepts, rows[0][1], strict=True))
    described = f"Of {count:,} states so many hold for all: {told}. The tables say the same."
    note = f"{count:,} states, too many to draw: at how many each party stays, by concept"
    heads = (
        f'<text class="soft" x="{_LEFT + _COLUMN * k}" y="{_TOP - 12}">{text_of(one)}</text>'
        for k, one in enumerate(concepts)
    )
    return "".join(
        (
            head(title, described, height),
            f'<text class="soft" x="16" y="20">{text_of(note)}</text>',
            *heads,
            *(
                piece
                for number, (name, counts) in enumerate(rows)
                for piece in _bars(name, counts, count, number)
            ),
            "</svg>",
        )
    )


def _all(study: Study, concepts: tuple[str, ...]) -> list[int]:
    return [int(study.stability.stable[one].all(axis=0).sum()) for one in concepts]


def _bars(name: str, counts: list[int], most: int, number: int) -> Iterator[str]:
    y = _TOP + _ROW * number
    style = ' class="strong"' if not number else ""
    short = cut(name, (_LEFT - 30) // 7)
    whole = f"<title>{text_of(name)}</title>" if short != name else ""
    yield f'<text{style} x="16" y="{y + 14}">{text_of(short)}{whole}</text>'
    for column, held in enumerate(counts):
        x = _LEFT + _COLUMN * column
        yield f'<rect class="band" x="{x}" y="{y + 17}" width="{_COLUMN - 16}" height="6"/>'
        filled = (_COLUMN - 16) * held / max(most, 1)
        yield f'<rect class="m0 head" x="{x}" y="{y + 17}" width="{filled:.1f}" height="6"/>'
        yield f'<text{style} x="{x}" y="{y + 13}">{held:,}</text>'
