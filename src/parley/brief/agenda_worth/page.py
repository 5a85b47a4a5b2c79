"""The page on agendas: drafts, wordings, what to fear and wish for, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from parley.bargaining.agenda_value import Worth, worth_of
from parley.brief.agenda_worth.drafted import Drafted
from parley.brief.agenda_worth.items_page import item_blocks
from parley.brief.agenda_worth.opened import opened_by
from parley.brief.agenda_worth.pictures import drafts_svg, square_svg
from parley.brief.agenda_worth.reasons import nearest, reasons
from parley.brief.agenda_worth.study import Study
from parley.brief.agenda_worth.sure_page import sure_blocks
from parley.brief.agenda_worth.sureness import shares
from parley.brief.agenda_worth.wordings import Square
from parley.brief.agenda_worth.words import (
    MEASURE_NAMES,
    agenda_words,
    common_words,
    difference_words,
    listed,
    number_words,
    opened_words,
    party_name,
    share_words,
    short_name,
    short_names,
    worth_words,
)
from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
    Facts,
    Line,
    Paragraph,
    Picture,
    Run,
    Table,
    counted,
    line,
)
from parley.brief.html import render_page_html
from parley.brief.page import Page, PageSection
from parley.brief.terminal import render_page_terminal
from parley.space.openings import LEFT_OUT, Agenda

__all__ = ["HOW_TO_READ", "agenda_page", "render_agenda_html", "render_agenda_terminal"]

HOW_TO_READ = (
    "An agenda settles little; it decides what can be raised. It is worth to a party what the "
    "talks would give it inside the outcomes that the agenda leaves. Every number is on the "
    "party's own scale and cannot be held against another party's. Nothing is ranked and nothing "
    "is recommended."
)
#: Of the reasons for an extreme: what changes, what that closes, and what does it.
_SHORT = 4


def render_agenda_terminal(
    study: Study,
    title: str,
    width: int = 80,
    color: bool = False,
    full: bool = False,
    fiction: bool = False,
) -> str:
    """Render the page on agendas as text.

    Parameters:
        title: of the dossier.
        width: columns, at least 40.
        color: whether to colour it; it reads the same without.
        full: whether to shorten nothing.
        fiction: whether names and events are made up.
    """
    page = agenda_page(study, title, short=not full, fiction=fiction)
    return render_page_terminal(page, width=width, color=color, full=full)


def render_agenda_html(study: Study, title: str, fiction: bool = False) -> str:
    """Render the page on agendas as one self-contained HTML file.

    Parameters:
        title: of the dossier.
        fiction: whether names and events are made up.
    """
    return render_page_html(agenda_page(study, title, short=False, fiction=fiction))


def agenda_page(study: Study, title: str, *, short: bool, fiction: bool = False) -> Page:
    """Return the page, for every renderer."""
    values = study.values
    count = f"{len(values.agendas):,} combinations of wordings of {len(values.items)} items"
    facts = (
        *(_parties(study)),
        ("Made from", line(f"{counted(len(study.model.issues), 'issue')}; {count}")),
        ("Base", line(f"{study.base_name}: {agenda_words(values.items, study.base)}")),
        ("Valued", line(f"{MEASURE_NAMES[study.measure]}; no agreement: {_nones(study)}")),
        ("Found by", line(f"{study.method}; digest {values.network.digest[:12]}")),
    )
    parts: tuple[tuple[str, str, Sequence[Block]], ...] = (
        ("drafts", "The drafts side by side", list(_drafts(study, short))),
        ("square", "General words and explicit ones", list(_square(study))),
        ("extremes", "To fear and to wish for", list(_extremes(study, short))),
        ("items", "What each wording is worth", list(item_blocks(study, short))),
        ("sure", "How sure this is", sure_blocks(study, short)),
        ("notes", "Notes", _notes(study)),
    )
    sections = tuple(PageSection(key, name, tuple(blocks)) for key, name, blocks in parts if blocks)
    return Page(
        "What an agenda opens", title, facts, line(HOW_TO_READ), sections, study.version, fiction
    )


def _parties(study: Study) -> Iterator[tuple[str, Line]]:
    """What the short names of parties stand for, where there are any."""
    long = [
        f"{party}: {party_name(study.model, party)}"
        for party in study.values.network.parties
        if short_name(study.model, party) != party_name(study.model, party)
    ]
    if long:
        yield "Short for", line("; ".join(long))


def _nones(study: Study) -> str:
    return ", ".join(
        f"{number_words(none)} to {_name(study, number)}"
        for number, none in enumerate(study.values.no_agreement)
    )


def _name(study: Study, number: int) -> str:
    return short_name(study.model, study.values.network.parties[number])


def _drafts(study: Study, short: bool) -> Iterator[Block]:
    if not study.drafts:
        yield Paragraph(line("The log has no draft agenda that is whole."))
        return
    if not short:
        yield Picture(drafts_svg(study), "What each draft is worth to each party")
    rows = tuple(_draft_row(study, one, short) for one in study.drafts)
    columns = ("Draft", "What it opens", *(f"Worth to {name}" for name in short_names(study.model)))
    yield Table("Draft agendas, in order of time", columns, rows)
    yield Bullets(tuple(_among_drafts(study)))


def _draft_row(study: Study, one: Drafted, short: bool) -> tuple[tuple[Line, ...], ...]:
    noted, values = one.noted, study.values
    head = line(Run(f"{noted.letter} ", "strong"), f"{noted.status} by {noted.by}, {noted.at}")
    opened = opened_by(
        values.constraints[values.spaces[values.agendas.index(one.agenda)]], study.model
    )
    told = dict(opened_words(opened))
    what = [line(f"opens {told['opens']}")]
    if opened.settled:
        what.append(line(f"settles {told['settles']}"))
    what.append(line(f"leaves as it stands {told['closes']}"))
    cells = []
    for number in range(len(study.model.parties)):
        cells.append(tuple(_worth_lines(study, one.agenda, number)))
    first = (head, line(agenda_words(values.items, one.agenda)), line(Run(noted.entry, "muted")))
    return (first[: 2 if short else 3], tuple(what), *cells)


def _worth_lines(study: Study, agenda: Agenda, number: int) -> Iterator[Line]:
    worth = worth_of(study.values, agenda)
    yield line(worth_words(worth, number, study.measure))
    if agenda == study.base:
        yield line(Run("the base", "muted"))
        return
    own = worth_of(study.values, study.base)
    difference = _difference(study, worth, own, number)
    if difference is not None:
        party = study.values.network.parties[number]
        drawn = shares(study.sureness, study.values, (agenda, study.base), party, study.measure)
        told = f"; {share_words(drawn)}" if share_words(drawn) else ""
        yield line(Run(f"against the base {difference_words(difference)}{told}", "muted"))


def _difference(study: Study, one: Worth, other: Worth, number: int) -> Fraction | None:
    here, there = one.by.get(study.measure), other.by.get(study.measure)
    return here[number] - there[number] if here is not None and there is not None else None


def _among_drafts(study: Study) -> Iterator[Line]:
    """Of the drafts, which are worth least and most to each party."""
    for number, name in enumerate(short_names(study.model)):
        worths = {
            one.noted.letter: worth_of(study.values, one.agenda).by[study.measure][number]
            for one in study.drafts
        }
        least, most = min(worths.values()), max(worths.values())
        if least == most:
            yield line(Run(name, "strong"), ": all drafts are worth the same to it")
            continue
        low, high = (
            listed(letter for letter, worth in worths.items() if worth == end)
            for end in (least, most)
        )
        yield line(
            Run(name, "strong"),
            f": worth most of the drafts {high} ({number_words(most)}), least {low} "
            f"({number_words(least)})",
        )


def _square(study: Study) -> Iterator[Block]:
    square = study.square
    if square is None:
        return
    yield Paragraph(line(_square_words(square)))
    yield Picture(square_svg(study), "General and explicit words, with and without another item")
    rows = []
    for number, name in enumerate(short_names(study.model)):
        worths = [[worth_of(study.values, one) for one in pair] for pair in square.agendas]
        cells = tuple(
            tuple(_column(study, [pair[k] for pair in worths], number, k)) for k in range(2)
        )
        rows.append(((line(Run(name, "strong")),), *cells))
    columns = ("Party", f"With {square.other}", f"Without {square.other}")
    yield Table("What the words are worth, with the other item and without", columns, tuple(rows))


def _square_words(square: Square) -> str:
    explicit = f"`{square.explicit}`" if square.explicit != LEFT_OUT else "not on the agenda"
    return (
        f"General words for {square.item} (`{square.general}`, which leaves most to be raised) "
        f"against explicit ones ({explicit}, which leaves least), with {square.other} "
        f"(`{square.present}`) on the agenda and without it, the rest as in the base:"
    )


def _column(study: Study, worths: Sequence[Worth], number: int, k: int) -> Iterator[Line]:
    square = study.square
    if square is None:
        return
    for name, worth in zip((square.general, square.explicit), worths, strict=True):
        told = f"`{name}`" if name != LEFT_OUT else "left out"
        yield line(f"{told} {worth_words(worth, number, study.measure)}")
    difference = _difference(study, worths[0], worths[1], number)
    if difference is None:
        return
    pair = square.agendas[0][k], square.agendas[1][k]
    party = study.values.network.parties[number]
    drawn = share_words(shares(study.sureness, study.values, pair, party, study.measure))
    told = f"; {drawn}" if drawn else ""
    yield line(Run(f"general words: {difference_words(difference)}{told}", "strong"))


def _extremes(study: Study, short: bool) -> Iterator[Block]:
    for number, party in enumerate(study.values.network.parties):
        found = study.extremes[party]
        if found.worst == found.best:
            yield Paragraph(
                line(Run(_name(study, number), "strong"), ": all agendas are worth the same to it.")
            )
            continue
        blocks = [
            *_end(study, number, ("Least", found.worst, found.worst_agendas), short),
            *_end(study, number, ("Most", found.best, found.best_agendas), short),
        ]
        yield Card(line(_name(study, number)), (Facts(tuple(blocks)),))


def _end(
    study: Study, number: int, end: tuple[str, Fraction, tuple[Agenda, ...]], short: bool
) -> Iterator[tuple[str, tuple[Line, ...]]]:
    which, worth, agendas = end
    party, items = study.values.network.parties[number], study.values.items
    count = f"{len(agendas):,} of {len(study.values.agendas):,} agendas"
    common = common_words(items, agendas)
    shared = (f"; all of them have {common}" if common else "") if len(agendas) > 1 else ""
    lines = [line(f"{number_words(worth)}, on {count}{shared}.")]
    if study.base in agendas:
        lines.append(line("The base is among them."))
    else:
        near = nearest(agendas, study.base)
        if len(agendas) > 1:
            lines.append(line(f"The nearest to the base: {agenda_words(items, near)}."))
        told = list(reasons(study.model, study.values, (near, study.base), party, study.measure))
        lines += [line(one) for one in (told[:_SHORT] if short else told)]
    yield f"{which} worth", tuple(lines)


def _notes(study: Study) -> list[Block]:
    assumed = [party_name(study.model, party) for party in study.values.from_status_quo]
    notes = [
        *study.notes,
        *(
            [
                f"Nothing says what no agreement is worth to {listed(assumed)}: where things stand "
                "stands for it."
            ]
            if assumed
            else []
        ),
        "The talks are taken to end in some settlement that is efficient and acceptable to all. "
        "Whether they would, and whether an agenda would be adopted, is not said here.",
    ]
    return [Bullets(tuple(line(note) for note in notes))]
