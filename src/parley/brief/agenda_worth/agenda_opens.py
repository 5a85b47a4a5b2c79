"""What this agenda opens: drafts and wordings by what they let the sides raise, as the party knew.

Numbers are only worked with where the party knew of agendas that can be valued, so a brief of any
other dossier loads none of what that needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.brief.agenda_worth.known import known_agendas
from parley.brief.agenda_worth.opening import (
    AgendaOpens,
    DraftOpens,
    Extreme,
    WordingOpens,
    WorthTo,
)
from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
    Facts,
    Fold,
    Line,
    Paragraph,
    Picture,
    Run,
    Table,
    cited,
    line,
)
from parley.brief.desk import Desk
from parley.brief.model import Cite, Header

__all__ = ["NOTHING", "agenda_opens", "lay_out"]

NOTHING = "The party knew of no agenda of which it could be worked out what it is worth."


def agenda_opens(desk: Desk) -> AgendaOpens:
    """What the agendas open, from the declarations as far as the party knew them."""
    known = known_agendas(desk)
    if known is None:
        return AgendaOpens(NOTHING)
    from parley.brief.agenda_worth.working_out import work_out

    return work_out(desk, known) or AgendaOpens(NOTHING)


def lay_out(content: AgendaOpens, header: Header, short: bool) -> tuple[Block, ...]:
    """The drafts side by side, each wording against the base, what to fear, what it rests on."""
    if not content.drafts:
        return (Paragraph(line(content.lead)),)
    blocks: list[Block] = [Paragraph(line(content.lead), "lead")]
    if short:
        blocks.append(Bullets(tuple(_in_a_line(one) for one in content.drafts)))
        blocks.append(Bullets(tuple(_changes(content))))
        blocks.append(Paragraph(line("Why, and the weights, are in the full brief."), "note"))
        return tuple(blocks)
    blocks.append(Paragraph(line(Run("Base: ", "strong"), content.base)))
    if content.picture:
        blocks.append(Picture(content.picture, "What each draft is worth to each side"))
    blocks.append(_drafts(content))
    blocks.append(_wordings(content))
    blocks.extend(_extremes(content))
    blocks.append(Fold("The weights that this rests on", (_rests(content),)))
    if content.notes:
        blocks.append(Bullets(tuple(line(note) for note in content.notes)))
    return tuple(blocks)


def _against(one: WorthTo) -> str:
    if one.difference is None:
        return "the base"
    if not one.difference:
        return "the same as the base"
    return f"{abs(one.difference):.4g} {'more' if one.difference > 0 else 'less'} than the base"


def _in_a_line(one: DraftOpens) -> Line:
    worth = "; ".join(f"to {each.name} {each.text}" for each in one.worth)
    named = f" {one.status} by {one.by}, {one.at}{' (the base)' if one.base else ''}: "
    return line(Run(one.letter, "strong"), named, worth, cited(Cite(one.cite.entries)))


def _changes(content: AgendaOpens) -> Iterator[Line]:
    """The single changes of the base by which somebody gains or loses."""
    for one in content.wordings:
        if not one.base and any(each.difference for each in one.worth):
            yield line(_named(one), f": {one.gains}")


def _named(one: WordingOpens) -> Line:
    if not one.wording:
        return line(f"{one.title} left out")
    return line(f"{one.title} as ", Run(one.wording, "code"))


def _drafts(content: AgendaOpens) -> Table:
    rows = []
    for one in content.drafts:
        head = line(Run(f"{one.letter} ", "strong"), f"{one.status} by {one.by}, {one.at}")
        what = [line(f"opens {one.opens}")]
        if one.settles != "nothing":
            what.append(line(f"settles {one.settles}"))
        what.append(line(f"leaves as it stands {one.closes}"))
        worth = [
            line(Run(f"{each.name}: ", "strong"), f"{each.text} ({_against(each)})")
            for each in one.worth
        ]
        rows.append(((line(head, cited(one.cite)), line(one.agenda)), tuple(what), tuple(worth)))
    columns = ("Draft", "What it opens", "Worth")
    return Table("Draft agendas, in order of time", columns, tuple(rows), (32, 38, 30))


def _wordings(content: AgendaOpens) -> Table:
    rows = []
    for one in content.wordings:
        same = f", the same as {', '.join(f'`{name}`' for name in one.same_as)}"
        head = line(_named(one), same if one.same_as else "", " (the base)" if one.base else "")
        worth = tuple(
            line(Run(f"{each.name}: ", "strong"), f"{each.worth:.4g} ({_against(each)})")
            for each in one.worth
        )
        rows.append(((head,), (line(one.gains),) if one.gains else (), worth))
    caption = "Each known wording, the rest of the agenda as in the base"
    return Table(caption, ("Wording", "Who gains, who loses", "Worth"), tuple(rows), (36, 26, 38))


def _extremes(content: AgendaOpens) -> Iterator[Block]:
    by_party: dict[str, list[Extreme]] = {}
    for one in content.extremes:
        by_party.setdefault(one.name, []).append(one)
    for name, ends in by_party.items():
        rows = []
        for one in ends:
            counted = f"{one.worth:.4g}, on {one.count:,} of {content.combinations:,} agendas."
            told = (line(counted), *(line(text) for text in one.text))
            rows.append((f"{one.which.capitalize()} worth", told))
        yield Card(line(f"To fear and to wish for: {name}"), (Facts(tuple(rows)),))


def _rests(content: AgendaOpens) -> Table:
    rows = tuple(
        (
            (line(Run(one.name, "strong")),),
            (line(Run(one.on, "code")),),
            (line(one.weight, cited(one.cite)),),
        )
        for one in content.rests
    )
    return Table("Weights", ("Whose", "On", "Weight"), rows, (22, 40, 38))
