"""The agenda against which others are held: named by a letter, an entry, or its wordings."""

from __future__ import annotations

from collections.abc import Sequence

from parley.brief.agenda_worth.drafted import Drafted, Noted
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.space.openings import LEFT_OUT, Agenda, Item, agenda_from

__all__ = ["base_of", "draft_name"]


def base_of(
    asked: str, items: Sequence[Item], drafts: Sequence[Drafted], noted: Sequence[Noted]
) -> tuple[Agenda, str]:
    """Return the base, and what it is called.

    Parameters:
        asked: a letter or entry of a draft, or `item=wording` with commas; empty: what was adopted
            last, else the last draft, else every item in its first wording.
        drafts: those that can be valued.
        noted: all.

    Raises Refused for one that is not there.
    """
    if "=" in asked:
        return agenda_from(items, _wordings(asked, items)), f"the agenda `{asked}`"
    if asked:
        for one in drafts:
            if asked in (one.noted.letter, one.noted.entry):
                return one.agenda, draft_name(one)
        raise _no_draft(asked, drafts, noted)
    adopted = [one for one in drafts if one.noted.status == "adopted"]
    for one in [*adopted, *drafts][-1:] if not adopted else adopted[-1:]:
        return one.agenda, draft_name(one)
    first = tuple(item.choices[min(1, len(item.choices) - 1)].name for item in items)
    return first, "every item in its first wording, since no draft is on record"


def draft_name(one: Drafted) -> str:
    """Return what a draft is called: its letter, and what it is."""
    noted = one.noted
    return f"{noted.letter}, {noted.status} by {noted.by}, {noted.at}"


def _wordings(asked: str, items: Sequence[Item]) -> dict[str, str]:
    found: dict[str, str] = {}
    names = [item.name for item in items]
    for part in asked.split(","):
        name, equals, wording = (piece.strip() for piece in part.partition("="))
        if not equals or not wording:
            raise Refused(
                f"--base: expected `item=wording`, got `{part.strip()}`",
                hint=f"for example `{names[0]}={items[0].choices[-1].name}`; an item that is not "
                "named is left out",
            )
        if name not in names:
            meant = did_you_mean(name, names)
            raise Refused(
                f"--base: no agenda item `{name}` is compared",
                hint=f"did you mean `{meant}`?" if meant else f"known: {', '.join(names)}",
            )
        found[name] = LEFT_OUT if wording == "left_out" else wording
    return found


def _no_draft(asked: str, drafts: Sequence[Drafted], noted: Sequence[Noted]) -> Refused:
    known = [one.noted.entry for one in drafts]
    if asked in [name for one in noted for name in (one.letter, one.entry)]:
        return Refused(
            f"--base: `{asked}` cannot be valued: not all of it is on record",
            hint=f"of these all is: {', '.join(known) or 'none'}; or write `item=wording`, with "
            "commas",
        )
    meant = did_you_mean(asked, known)
    drafted = ", ".join(f"{one.noted.letter} ({one.noted.entry})" for one in drafts)
    return Refused(
        f"--base: no draft agenda `{asked}` is in the log",
        hint=f"did you mean `{meant}`?"
        if meant
        else f"known: {drafted or 'none'}; or write `item=wording`, with commas",
    )
