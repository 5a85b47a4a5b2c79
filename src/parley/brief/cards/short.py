"""Texts and times made short enough for a row."""

from __future__ import annotations

from parley.kernel.times import Span, show_time

__all__ = ["one_line", "short_time"]


def one_line(text: str, longest: int) -> str:
    """Return a text on one line, cut where it is too long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def short_time(span: Span, zone: str) -> str:
    """Show a time for a list that names the zone above it: `1951-07-15 13:09 / 1951-07-15 15:01`.

    The form is one that a dossier's times can have.
    """
    text = show_time(span, zone).removesuffix(f" {zone}")
    if text.startswith("between "):
        return text.removeprefix("between ").replace(" and ", " / ")
    return text
