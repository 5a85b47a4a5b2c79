"""Agendas compared: whose draft has which item in which wording, and what each wording opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from parley.brief.blocks import Block, Bullets, Fold, Line, Paragraph, Run, Table, cited, line
from parley.brief.desk import Desk, cite, entry_when, names
from parley.brief.model import Cite, Header
from parley.dossier.dossier import side_of
from parley.dossier.vocabulary.entries import Response
from parley.kernel.times import Span
from parley.mandate.agenda import Draft, adopted_at, drafts

__all__ = ["Agendas", "Tabled", "Worded", "agendas", "lay_out"]

MOST_DRAFTS = 8
Status = Literal["planned", "tabled", "adopted", "adopted, in force"]


@dataclass(frozen=True, slots=True)
class Tabled:
    """One agenda under a letter; `lines` maps item -> wording, `status` tells how far it got.

    `against` compares it with earlier ones, each as that one's letter and what changed: with the
    last whole agenda before it (else the last of any kind), and with the last of the same side.
    """

    letter: str
    entry: str
    by: str
    at: str
    status: Status
    whole: bool
    lines: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, tuple[str, ...]], ...]
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
    found = [draft for draft in drafts(desk.case) if draft.lines and not _of_a_part(draft)]
    instant = desk.case.seen.as_of
    standing = adopted_at(desk.case, Span(instant, instant))
    shown = found[-MOST_DRAFTS:]
    if standing in found and standing not in shown:
        shown = [standing, *shown[1:]]
    tabled: list[Tabled] = []
    for draft in shown:
        tabled.append(_tabled(desk, draft, tuple(tabled), shown, draft == standing))
    return Agendas(tuple(tabled), max(0, len(found) - len(shown)), tuple(_wordings(desk, tabled)))


def _of_a_part(draft: Draft) -> bool:
    """Whether an answer accepted only a part of a draft: that adopts no agenda."""
    return isinstance(draft.entry, Response) and draft.entry.says is not None


def _sides(desk: Desk, draft: Draft) -> set[str]:
    return {side_of(desk.case.dossier, name) for name in draft.entry.by}


def _whole(draft: Draft) -> bool:
    return draft.planned or getattr(draft.entry, "covers", "listed") == "whole"


def _tabled(
    desk: Desk,
    draft: Draft,
    before: Sequence[Tabled],
    shown: Sequence[Draft],
    standing: bool,
) -> Tabled:
    entry = draft.entry
    lines = tuple((one.item, one.wording or "") for one in draft.lines)
    whole = _whole(draft)
    last = next((one for one in reversed(before) if one.whole), before[-1] if before else None)
    own = next(
        (
            one
            for one, old in zip(reversed(before), reversed(shown[: len(before)]), strict=True)
            if _sides(desk, old) == _sides(desk, draft)
        ),
        None,
    )
    status: Status = "planned" if draft.planned else "tabled"
    if draft.adopted:
        status = "adopted, in force" if standing else "adopted"
    against = {one.letter: one for one in (last, own) if one is not None}
    return Tabled(
        chr(ord("A") + len(before)),
        entry.id,
        names(desk, entry.by),
        entry_when(desk, entry),
        status,
        whole,
        lines,
        tuple((name, _changes(desk, one.lines, lines, whole)) for name, one in against.items()),
        cite(desk, entry.id, entry.re if isinstance(entry, Response) else None),
    )


def _title(desk: Desk, item: str) -> str:
    declared = desk.case.dossier.declared.agenda.get(item)
    return declared.title if declared is not None else item


def _changes(
    desk: Desk, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]], whole: bool
) -> tuple[str, ...]:
    was, now = dict(old), dict(new)
    found: list[str] = []
    added = [_title(desk, item) for item in now if item not in was]
    dropped = [_title(desk, item) for item in was if item not in now]
    if added:
        found.append(f"adds {'; '.join(added)}")
    if dropped and whole:  # what is not whole drops nothing by leaving it out
        found.append(f"drops {'; '.join(dropped)}")
    found.extend(
        f"words {_title(desk, item)} as `{now[item]}` instead of `{was[item]}`"
        for item in now
        if item in was and was[item] != now[item]
    )
    return tuple(found) or ("changes nothing",)


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
    if short:
        return (Bullets(tuple(_in_a_line(one) for one in content.drafts)),)
    blocks: list[Block] = [_draft_table(content.drafts)]
    if content.left_out:
        blocks.append(Paragraph(line(f"{content.left_out} older drafts are left out."), "note"))
    blocks.append(_matrix(content))
    blocks.append(Fold("What each wording says and opens", (_wording_table(content.wordings),)))
    return tuple(blocks)


def _in_a_line(one: Tabled) -> Line:
    told = "; ".join(
        f"against {letter} {', '.join(changes)}" for letter, changes in one.against[:1]
    )
    return line(
        Run(f"{one.letter} {one.status}", "strong"),
        f" by {one.by}, {one.at}{': ' if told else ''}{told}",
        cited(Cite(one.cite.entries)),
    )


def _draft_table(tabled: Iterable[Tabled]) -> Table:
    return Table(
        "Agendas in order of time",
        ("Agenda", "Whose and when", "What changed"),
        tuple((_head(one), _whose(one), _told(one)) for one in tabled),
        (26, 26, 48),
    )


def _head(one: Tabled) -> tuple[Line, ...]:
    return (line(Run(f"{one.letter} ", "strong"), one.status), cited(one.cite))


def _whose(one: Tabled) -> tuple[Line, ...]:
    scope = "whole agenda" if one.whole else "only what is listed"
    return (line(one.by), line(one.at), line(Run(scope, "muted")))


def _told(one: Tabled) -> tuple[Line, ...]:
    return tuple(
        line(Run(f"against {letter}: " if not number else "", "strong"), text)
        for letter, changes in one.against
        for number, text in enumerate(changes)
    ) or (line(Run("first on record", "muted")),)


def _matrix(content: Agendas) -> Table:
    columns = [one.letter for one in content.drafts]
    titles = dict.fromkeys((one.item, one.title) for one in content.wordings)
    by_draft: list[Mapping[str, str]] = [dict(one.lines) for one in content.drafts]
    rows = []
    for item, title in titles:
        cells: list[tuple[Line, ...]] = [(line(Run(title, "strong")),)]
        for lines in by_draft:
            wording = (lines[item] or "no wording").replace("_", " ") if item in lines else ""
            cells.append((line(wording),) if wording else ())
        rows.append(tuple(cells))
    shares = (2, *(1 for _ in columns)) if len(columns) > 3 else ()
    return Table("Items and their wordings in each agenda", ("Item", *columns), tuple(rows), shares)


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
        (26, 44, 24, 6),
    )
