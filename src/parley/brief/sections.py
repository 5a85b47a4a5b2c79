"""The sections of a brief, in the order in which they are read: most pressing first.

A section is one line here: its key and title, the function that makes its record from a desk, and
the one that lays the record out in blocks, which every format renders. A room above or beside that
has something to add adds its line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from parley.brief import (
    agendas,
    asking,
    asking_page,
    authority,
    chronicle,
    faults,
    judgements,
    left_out,
    options,
    options_page,
    plans,
    plans_page,
    references,
    situation,
    situation_page,
    views,
)
from parley.brief.agenda_worth import agenda_opens
from parley.brief.blocks import Block
from parley.brief.conflicts import would_hold
from parley.brief.desk import Desk
from parley.brief.model import Header, Section
from parley.brief.settlements import could_accept

__all__ = ["SECTIONS", "SectionKind", "blocks_of"]


@dataclass(frozen=True, slots=True)
class SectionKind:
    """How one section is made and laid out.

    `lay_out` takes the record, the brief's header, and whether the short form is wanted.
    """

    key: str
    title: str
    make: Callable[[Desk], object]
    lay_out: Callable[[Any, Header, bool], tuple[Block, ...]]


#: What is made later may cite what was made before: the record and the sources come last.
SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("findings", "Findings", faults.faults, faults.lay_out),
    SectionKind("questions", "Questions for the mandator", asking.asking, asking_page.lay_out),
    SectionKind("plans", "Trades and fallbacks", plans.plans, plans_page.lay_out),
    SectionKind(
        "situation", "Where every issue stands", situation.situation, situation_page.lay_out
    ),
    SectionKind("authority", "What is authorised", authority.authority, authority.lay_out),
    SectionKind("options", "Options", options.options, options_page.lay_out),
    SectionKind("would-hold", "What would hold", would_hold.would_hold, would_hold.lay_out),
    SectionKind(
        "could-accept",
        "What all could accept",
        could_accept.could_accept,
        could_accept.lay_out,
    ),
    SectionKind(
        "left-out", "Left out, and rules of the talks", left_out.left_out, left_out.lay_out
    ),
    SectionKind("views", "Views inside the side", views.views, views.lay_out),
    SectionKind("assessments", "Forecasts and motives", judgements.judgements, judgements.lay_out),
    SectionKind("agendas", "Agendas compared", agendas.agendas, agendas.lay_out),
    SectionKind(
        "agenda-opens", "What this agenda opens", agenda_opens.agenda_opens, agenda_opens.lay_out
    ),
    SectionKind("timeline", "Timeline", chronicle.chronicle, chronicle.lay_out),
    SectionKind("sources", "Sources", references.references, references.lay_out),
)


def blocks_of(
    section: Section,
    header: Header,
    *,
    short: bool = False,
    kinds: tuple[SectionKind, ...] = SECTIONS,
) -> tuple[Block, ...]:
    """Lay a section out; a section of no known kind has no blocks."""
    for kind in kinds:
        if kind.key == section.key:
            return kind.lay_out(section.content, header, short)
    return ()
