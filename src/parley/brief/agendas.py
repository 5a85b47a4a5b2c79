"""Agendas compared: whose draft has which item in which wording, and what each wording opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley.brief.blocks import Block, Fold, Line, Paragraph, Run, Table, cited, line
from parley.brief.desk import Desk, cite, entry_when, names
from parley.brief.model import Cite, Header
from parley.dossier.dossier import side_of
from parley.dossier.entries import Response
from parley.kernel.times import Span
from parley.mandate.agenda import Draft, adopted_at, drafts

__all__ = ["Agendas", "Tabled", "Worded", "agendas", "lay_out"]

MOST_DRAFTS = 8


@dataclass(frozen=True, slots=True)
class Tabled:
    """One draft or adopted agenda under a letter; `lines` maps item -> wording.

    `changes` are against the draft before it in the list, `against_own` against the draft before
    it by the same side (`own_before` is that one's letter).
    """

    letter: str
    entry: str
    by: str
    at: str
    adopted: bool
    standing: bool
    whole: bool
    lines: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    own_before: str | None
    against_own: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording that some draft has: its text and what it opens."""

    item: str
    title: str
    wording: str
    text: str
    opens: tuple[str, ...]
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agendas:
    """The drafts in order of time, and the wordings they use."""

    drafts: tuple[Tabled, ...]
    left_out: int
    wordings: tuple[Worded, ...]


def agendas(desk: Desk) -> Agendas:
    """Every agenda that the party knows of, compared."""
    found = [draft for draft in drafts(desk.case) if draft.lines]
    instant = desk.case.seen.as_of
    adopted = adopted_at(desk.case, Span(instant, instant))
    shown = found[-MOST_DRAFTS:]
    if adopted is not None and adopted not in shown:
        shown = [adopted, *shown[1:]]
    tabled: list[Tabled] = []
    for index, draft in enumerate(shown):
        before = tabled[-1] if tabled else None
        whose = {*draft.entry.by}
        own = next(
            (
                one
                for one, old in zip(reversed(tabled), reversed(shown[:index]), strict=True)
                if _same_side(desk, whose, old.entry.by)
            ),
            None,
        )
        tabled.append(_tabled(desk, draft, chr(ord("A") + index), (before, own), draft == adopted))
    return Agendas(tuple(tabled), max(0, len(found) - len(shown)), tuple(_wordings(desk, tabled)))


def _same_side(desk: Desk, one: Iterable[str], other: Iterable[str]) -> bool:
    dossier = desk.case.dossier
    return {side_of(dossier, name) for name in one} == {side_of(dossier, name) for name in other}


def _tabled(
    desk: Desk,
    draft: Draft,
    letter: str,
    before: tuple[Tabled | None, Tabled | None],
    standing: bool,
) -> Tabled:
    entry = draft.entry
    answered = entry.re if isinstance(entry, Response) else None
    lines = tuple((one.item, one.wording or "") for one in draft.lines)
    last, own = before
    return Tabled(
        letter,
        entry.id,
        names(desk, entry.by),
        entry_when(desk, entry),
        draft.adopted,
        standing,
        getattr(entry, "covers", "listed") == "whole",
        lines,
        _changes(desk, last.lines, lines) if last is not None else (),
        own.letter if own is not None and own is not last else None,
        _changes(desk, own.lines, lines) if own is not None and own is not last else (),
        cite(desk, entry.id, answered),
    )


def _title(desk: Desk, item: str) -> str:
    declared = desk.case.dossier.declared.agenda.get(item)
    return declared.title if declared is not None else item


def _changes(
    desk: Desk, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    was, now = dict(old), dict(new)
    found = [f"adds {_title(desk, item)}" for item in now if item not in was]
    found.extend(f"drops {_title(desk, item)}" for item in was if item not in now)
    found.extend(
        f"words {_title(desk, item)} as `{now[item]}` instead of `{was[item]}`"
        for item in now
        if item in was and was[item] != now[item]
    )
    return tuple(found)


def _wordings(desk: Desk, tabled: Sequence[Tabled]) -> Iterable[Worded]:
    used: dict[tuple[str, str], list[str]] = {}
    for one in tabled:
        for item, wording in one.lines:
            used.setdefault((item, wording), []).append(one.letter)
    declared = desk.case.dossier.declared.agenda
    order = {name: number for number, name in enumerate(declared)}
    for (item, wording), letters in sorted(used.items(), key=lambda pair: order.get(pair[0][0], 0)):
        known = declared.get(item)
        text = known.wordings.get(wording) if known is not None else None
        yield Worded(
            item,
            _title(desk, item),
            wording,
            text.text if text is not None else "",
            text.opens if text is not None else (),
            tuple(letters),
        )


def lay_out(content: Agendas, header: Header, short: bool) -> tuple[Block, ...]:
    """The drafts with what changed, the items across drafts, and what each wording opens."""
    if not content.drafts:
        return (Paragraph(line("No agenda has been tabled.")),)
    blocks: list[Block] = [_draft_table(content.drafts)]
    if content.left_out:
        blocks.append(Paragraph(line(f"{content.left_out} older drafts are left out."), "note"))
    if not short:
        blocks.append(_matrix(content))
        blocks.append(Fold("What each wording says and opens", (_wording_table(content.wordings),)))
    return tuple(blocks)


def _draft_table(tabled: Iterable[Tabled]) -> Table:
    return Table(
        "Agendas in order of time",
        ("Agenda", "Whose and when", "What changed"),
        tuple((_head(one), _whose(one), _told(one)) for one in tabled),
    )


def _head(one: Tabled) -> tuple[Line, ...]:
    word = "adopted" if one.adopted else "draft"
    if one.standing:
        word = "adopted, in force"
    return (line(Run(f"{one.letter} ", "strong"), word), cited(one.cite))


def _whose(one: Tabled) -> tuple[Line, ...]:
    scope = "whole agenda" if one.whole else "only what is listed"
    return (line(one.by), line(one.at), line(Run(scope, "muted")))


def _told(one: Tabled) -> tuple[Line, ...]:
    found = [line(text) for text in one.changes]
    if one.own_before is not None:
        against = "; ".join(one.against_own) or "nothing changed"
        found.append(line(f"against {one.own_before}, of the same side: {against}"))
    return tuple(found) or (
        line(Run("first on record" if one.letter == "A" else "nothing", "muted")),
    )


def _matrix(content: Agendas) -> Table:
    columns = (
        "Item",
        *(f"{one.letter}{' (adopted)' if one.adopted else ''}" for one in content.drafts),
    )
    titles = dict.fromkeys((one.item, one.title) for one in content.wordings)
    by_draft: list[Mapping[str, str]] = [dict(one.lines) for one in content.drafts]
    rows = []
    for item, title in titles:
        cells: list[tuple[Line, ...]] = [(line(Run(title, "strong")),)]
        for lines in by_draft:
            cells.append((line(Run(lines[item] or "no wording", "code")),) if item in lines else ())
        rows.append(tuple(cells))
    return Table("Items and their wordings in each agenda", columns, tuple(rows))


def _wording_table(wordings: Iterable[Worded]) -> Table:
    return Table(
        "Wordings and what they open",
        ("Item and wording", "Text", "Opens", "In"),
        tuple(
            (
                (line(Run(one.title, "strong")), line(Run(one.wording or "no wording", "code"))),
                (line(one.text),),
                tuple(line(Run(text, "code")) for text in one.opens)
                or (line(Run("nothing", "muted")),),
                (line(", ".join(one.used_in)),),
            )
            for one in wordings
        ),
    )
