"""Entries as a picture: a row for each in the lane of its side, or counts of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from parley.brief.timeline_svg import MOST_ROWS, Mark, timeline_svg
from parley.dossier.dossier import Dossier, side_of
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.spans import FIRST, LAST
from parley.kernel.times import show_time

__all__ = ["entries_picture"]


def entries_picture(
    dossier: Dossier,
    entries: Iterable[Entry],
    zone: str,
    link: Callable[[str], str] | None = None,
) -> str:
    """Draw entries as an SVG picture.

    Parameters:
        link: an entry's id -> its address, where the picture stands on a page that has them.
    """
    drawn = tuple(entries)
    counted = len(drawn) > MOST_ROWS  # then there is no row to name an entry in
    lane = lru_cache(maxsize=4096)(partial(_lane, dossier))
    marks = []
    for entry in drawn:
        span = dossier.spans[entry.id]
        marks.append(
            Mark(
                entry.id,
                str(entry.__struct_config__.tag),
                lane(entry.by),
                span.earliest if span.earliest >= FIRST else None,
                span.latest if span.latest <= LAST else None,
                "" if counted else show_time(span, zone),
                link(entry.id) if link is not None and not counted else "",
            )
        )
    return timeline_svg(marks, zone, dossier.declared.title)


def _lane(dossier: Dossier, by: tuple[str, ...]) -> str:
    lanes = dict.fromkeys(side_of(dossier, name) for name in by)
    parties = dossier.declared.parties
    names = [parties[name].name if name in parties else name for name in lanes]
    return " and ".join(names) or "Facts"
