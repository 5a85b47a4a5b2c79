"""A page that is no brief: a title, what it was made from, and sections of blocks."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.blocks import Block, Line

__all__ = ["Page", "PageSection"]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page: what links call it, its title, and its blocks."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page; the same renderers as those of the brief lay it out.

    Parameters:
        over: what kind of page it is.
        title: what it is about.
        facts: what it was made from: labels, each with a line.
        lead: how to read it.
        version: of parley.
        fiction: whether names and events are made up.
    """

    over: str
    title: str
    facts: tuple[tuple[str, Line], ...]
    lead: Line
    sections: tuple[PageSection, ...]
    version: str
    fiction: bool = False
