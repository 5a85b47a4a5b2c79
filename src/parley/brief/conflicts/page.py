"""The page on a conflict: what holds, who would leave what, why, and how it can get there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from parley.brief.blocks import (
    Block,
    Bullets,
    Fold,
    Line,
    Paragraph,
    Picture,
    Run,
    counted,
    join,
    line,
    more_left_out,
)
from parley.brief.conflicts.appendix import (
    groups_blocks,
    terms_blocks,
    unknown_blocks,
    wishes_blocks,
)
from parley.brief.conflicts.beside import Beside
from parley.brief.conflicts.drawing import conflict_svg
from parley.brief.conflicts.reasons import (
    held_by,
    is_quiet,
    reasons_card,
    state_line,
    verdict_blocks,
)
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.ways import route_lines
from parley.brief.conflicts.words import (
    holds_under,
    label,
    listed,
    party_name,
    stays_under,
)
from parley.brief.html import render_page_html
from parley.brief.page import Page, PageSection
from parley.brief.terminal import render_page_terminal
from parley.conflict.stability import Group
from parley.space.compiling import where

__all__ = [
    "HOW_TO_READ",
    "conflict_blocks",
    "conflict_page",
    "render_conflict_html",
    "render_conflict_terminal",
]

HOW_TO_READ = (
    "A state holds when no party would leave it by itself. The concepts differ in how far a party "
    "looks before it leaves; they are explained at the end. Nothing is ranked and nothing is "
    "recommended: what holds need not be good for anybody."
)
#: States that the table lists; of more only those that hold, and the status quo.
_MOST_ROWS = 40
_SHORT = 8
_NOTHING = Beside()


def render_conflict_terminal(
    study: Study,
    width: int = 80,
    color: bool = False,
    full: bool = False,
    beside: Beside = _NOTHING,
) -> str:
    """Render the page on a conflict as text.

    Parameters:
        width: columns, at least 40.
        color: whether to colour it; it reads the same without.
        full: whether to shorten nothing.
        beside: what the dossier says beside the model; see `beside`.
    """
    page = conflict_page(study, short=not full, beside=beside)
    return render_page_terminal(page, width=width, color=color, full=full)


def render_conflict_html(study: Study, beside: Beside = _NOTHING) -> str:
    """Render the page on a conflict as one self-contained HTML file."""
    return render_page_html(conflict_page(study, short=False, beside=beside))


def conflict_page(study: Study, *, short: bool, beside: Beside = _NOTHING) -> Page:
    """Return the page, for every renderer."""
    count = len(study.stability.states)
    made_of = (
        f"{counted(len(study.space.issues), 'issue')}, "
        f"{counted(len(study.space.parties), 'party', 'parties')}"
    )
    possible = (
        f"{counted(study.space.size, 'outcome')}, "
        f"{counted(count, 'state that can be', 'states that can be')}"
    )
    facts = (
        ("Made from", line(f"{made_of}; {possible}")),
        ("Found by", line(f"{study.stability.method}; digest {study.space.digest[:12]}")),
    )
    about = (("About", line(beside.text)),) if beside.text and not short else ()
    return Page(
        "What holds",
        beside.title or study.model.name,
        (*about, *facts),
        line(HOW_TO_READ),
        tuple(_sections(study, short, beside)),
        study.stability.version,
        beside.fiction,
    )


def conflict_blocks(study: Study, short: bool, beside: Beside = _NOTHING) -> tuple[Block, ...]:
    """Return everything that a study shows as blocks of one section.

    Parameters:
        short: only what is most pressing.
        beside: what the dossier says beside the model.
    """
    blocks: list[Block] = [Paragraph(line(HOW_TO_READ), "lead")]
    for number, section in enumerate(_sections(study, short, beside)):
        if number:
            blocks.append(Paragraph(line(Run(section.title, "strong"))))
        blocks.extend(section.blocks)
    return tuple(blocks)


def _sections(study: Study, short: bool, beside: Beside) -> Iterator[PageSection]:
    parts: tuple[tuple[str, str, Sequence[Block]], ...] = (
        ("holds", "What holds for all", list(_holding(study, short, beside))),
        ("parties", "State by state, party by party", _verdicts(study, short)),
        ("why", "Why", list(_reasons(study, short))),
        ("ways", "Ways from where things stand", list(_ways(study, short))),
        ("groups", "What groups could do together", groups_blocks(study)),
        ("unknown", "Where an order of wishes is not known", unknown_blocks(study)),
        ("wishes", "Who decides what, and who wants what", wishes_blocks(study, beside, short)),
        ("terms", "What the words mean, and notes", terms_blocks(study)),
    )
    for key, title, blocks in parts:
        if blocks:
            yield PageSection(key, title, tuple(blocks))


def _holding(study: Study, short: bool, beside: Beside) -> Iterator[Block]:
    if study.start is not None:
        yield Paragraph(line("Things stand at ", state_line(study, study.start, now=False), "."))
    for group in study.holding:
        yield from _group(study, group, _SHORT if short else _MOST_ROWS)
    empty = [concept for concept, places in study.equilibria.items() if not places]
    if empty:
        yield Paragraph(line(f"Under {listed(empty, 'or')} no state holds for all."))
    if beside.came_about is not None:
        yield from _came_about(study, beside)
    if not short:
        yield Picture(conflict_svg(study), "Picture of the conflict")


def _group(study: Study, group: Group, most: int) -> Iterator[Block]:
    every = len(group.concepts) == len(study.stability.stable)
    which = "every concept asked" if every and len(group.concepts) > 1 else ""
    named = f"{which} ({listed(group.concepts)})" if which else listed(group.concepts)
    count = "one state holds" if group.count == 1 else f"{group.count:,} states hold"
    yield Paragraph(line(Run(f"Under {named} {count} for all:", "strong")))
    shown = group.places[:most]
    yield Bullets(tuple(_holds_line(study, place) for place in shown))
    if group.count > len(shown):
        yield Paragraph(line(f"... and {group.count - len(shown):,} more."), "note")


def _holds_line(study: Study, place: int) -> Line:
    held = held_by(study, place)
    return line(state_line(study, place), *((f" – {held}",) if held else ()))


def _came_about(study: Study, beside: Beside) -> Iterator[Block]:
    """What became of it, beside what holds: neither proves the other."""
    named = beside.came_about
    if named is None:
        return
    places = np.flatnonzero(where(study.model, named.formula)[study.stability.states]).tolist()
    what = line(Run("What came about: ", "strong"), Run(named.name, "code"))
    if not places:
        yield Paragraph(line(what, ". No state of this conflict is that."))
        return
    parts = [line(what, ".")]
    for place in places[:_SHORT]:
        holds = holds_under(study, place)
        if holds:
            parts.append(line(f"{label(place)} holds for all under {listed(holds)}."))
        else:
            parts.append(line(f"{label(place)} does not hold: {_who_leaves(study, place)}."))
    if len(places) > _SHORT:
        parts.append(line(f"It leaves {counted(len(places) - _SHORT, 'more state')} open."))
    yield Paragraph(join(parts, " "))


def _who_leaves(study: Study, place: int) -> str:
    leaving = [
        f"{party_name(study, party)} would leave it"
        for party in range(len(study.space.parties))
        if not stays_under(study, party, place)
    ]
    return listed(leaving) or "under each concept some party would leave it"


def _listed_places(study: Study) -> list[int]:
    """The states of the table: all, or of many those that hold, and the status quo."""
    count = len(study.stability.states)
    if count <= _MOST_ROWS:
        return list(range(count))
    return _pressing(study)[:_MOST_ROWS]


def _pressing(study: Study) -> list[int]:
    """The status quo, what holds under the leading concept, then what holds under any."""
    start = [study.start] if study.start is not None else []
    leading = study.equilibria.get(study.leading, ())
    rest = sorted(place for group in study.holding for place in group.places)
    return list(dict.fromkeys([*start, *leading, *rest]))


def _verdicts(study: Study, short: bool) -> list[Block]:
    shown = sorted(_pressing(study)[:_SHORT]) if short else _listed_places(study)
    if not shown:
        return []
    blocks: list[Block] = list(verdict_blocks(study, shown))
    rest = len(study.stability.states) - len(shown)
    if rest:
        which = "the status quo and states that hold" if study.start is not None else "what holds"
        blocks.append(Paragraph(line(f"Listed: {which}; {more_left_out(rest)}."), "note"))
    return blocks


def _reasons(study: Study, short: bool) -> Iterator[Block]:
    known = {one.state for one in study.explanations}
    quiet = [place for place in sorted(known) if is_quiet(study, place)]
    if quiet:
        named = listed(label(place) for place in quiet)
        yield Paragraph(
            line(f"From {named} no party has a move of its own to anything it likes better.")
        )
    pressing = [place for place in _pressing(study) if place in known and place not in quiet]
    shown = pressing[: _SHORT // 2] if short else pressing
    for place in shown:
        yield reasons_card(study, place)
    rest = sorted(known - {*shown, *quiet})
    if rest:
        cards = tuple(reasons_card(study, place) for place in rest)
        yield Fold(f"Why, for {len(rest)} more {'state' if len(rest) == 1 else 'states'}", cards)


def _ways(study: Study, short: bool) -> Iterator[Block]:
    if study.start is None:
        yield Paragraph(
            line(
                "Where things stand is not said, so there are no ways from it. Say it with --from, "
                "or in `dossier.yaml` as `status_quo` of `conflict`."
            )
        )
        return
    yield Paragraph(
        line("Things stand at ", state_line(study, study.start, words=not short, now=False), ".")
    )
    if not study.routes:
        yield Paragraph(line(f"Under {study.leading} no state holds to which a way could lead."))
        return
    lines = tuple(line(" ".join(route_lines(study, route))) for route in study.routes)
    told = f"From {label(study.start)}, where things stand, to what holds under {study.leading}:"
    yield Paragraph(line(told))
    yield Bullets(lines[:_SHORT] if short else lines)
