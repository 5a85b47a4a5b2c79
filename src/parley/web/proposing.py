"""Entries that are not written yet: how the dossier would be with them, and what a form says."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from parley.dossier.dossier import Dossier
from parley.dossier.editing.checking import Faulty, checked
from parley.dossier.editing.entry_editing import add_entries
from parley.dossier.editing.steps import history
from parley.dossier.editing.undoing import undo
from parley.dossier.editing.writing import with_appended
from parley.dossier.files.folder import find_files, read_file
from parley.dossier.text.yaml_text import decode
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.times import Span, show_time
from parley.web.desk import Desk, unseen_sources
from parley.web.keeping import remembered
from parley.web.visitor import sees_files

__all__ = [
    "free_id",
    "in_form_words",
    "moment_to_write",
    "packed",
    "proof_of",
    "proposed",
    "take_back",
    "told_without_places",
    "unpacked",
    "write_entries",
]

_MINUTE = 60_000_000  # microseconds
_MOST_IN_ADDRESS = 5_000  # characters of a form that an address takes along


def proposed(desk: Desk, entries: Sequence[Mapping[str, object]]) -> Dossier:
    """Return the dossier as it would be with some entries more; nothing is written.

    A reader for whom it is reduced gets no more than the reduced one.

    Raises Faulty or Refused with the faults that the entries would bring, and what
    `with_appended` raises.
    """
    files = remembered(desk.bench.kept, desk.state, "texts of the files", lambda: _texts(desk))
    with _without_names(desk):
        return checked(files, with_appended(desk.bench.kept.root, files, entries))


def _texts(desk: Desk) -> Mapping[str, str]:
    kept = desk.bench.kept
    if desk.seen.reader:
        from parley.dossier.compartments.need_to_know import for_reader

        return for_reader(kept.state.dossier, desk.seen.reader).files
    return {name: decode(read_file(kept.root, name), name) for name in find_files(kept.root, [])}


def write_entries(
    desk: Desk, entries: Sequence[Mapping[str, object]], file: str | None = None
) -> int | None:
    """Append entries to the dossier's logs, and return the number of the step, to undo it.

    To a reader it is a number among their own steps: the others' are not to be counted by it.

    Parameters:
        file: the log; left out, that of the month of each.

    Raises what `add_entries` raises; Refused, without a suggestion, for a visitor who may not see
    all of the files, and without a reason where that lies in what is withheld.
    """
    if desk.seen.reader:
        proposed(desk, entries)  # which tells all that may be told of it
    with _silent(desk), _without_names(desk):
        saved, _ = add_entries(desk.bench.kept.root, entries, file=file, who=_who(desk))
    if not desk.seen.reader or saved.step is None:
        return saved.step
    own = _steps.setdefault((desk.bench.kept.root, _who(desk)), [])
    own.append(saved.step)
    return len(own)


#: The steps that readers wrote while this server runs: dossier and who -> numbers in order.
_steps: dict[tuple[Path, str], list[int]] = {}


def _who(desk: Desk) -> str:
    """Whose steps they are: a reader who came by the link is not whoever started the server."""
    visitor = desk.visitor
    return visitor.name or (f"reader {visitor.reader}" if visitor.reader else "")


@contextmanager
def _silent(desk: Desk) -> Iterator[None]:
    """Say to a reader only that nothing was written: why may lie in what is withheld."""
    try:
        yield
    except ParleyError:
        if not desk.seen.reader:
            raise
        raise Refused(
            "nothing was written: the files as they are now do not take it",
            hint="tell whoever keeps the dossier; the question is still open",
        ) from None


@contextmanager
def _without_names(desk: Desk) -> Iterator[None]:
    """Leave out what a fault suggests where it might name what the visitor does not know."""
    try:
        yield
    except Faulty as error:
        if sees_files(desk.visitor):
            raise
        told = "; ".join(one.message for one in error.findings)
        raise Refused(f"nothing was written: {told}") from None


@contextmanager
def in_form_words() -> Iterator[None]:
    """Say what is wrong with a form without the places of files that were never written."""
    try:
        yield
    except Faulty as error:
        raise Refused(f"nothing was written: {'; '.join(told_without_places(error))}") from None


def told_without_places(error: ParleyError) -> tuple[str, ...]:
    """Return what is wrong with something not yet written: without places in files, each once."""
    if not isinstance(error, Faulty):
        return (str(error).removeprefix("nothing was written: "),)
    told = (f"{one.message}; {one.hint}" if one.hint else one.message for one in error.findings)
    return tuple(dict.fromkeys(told))


def take_back(desk: Desk, step: int) -> None:
    """Undo entries that the same person added here; raises Refused for any other step.

    Raises what `undo` raises, to a reader without what it says.
    """
    root, who = desk.bench.kept.root, _who(desk)
    if desk.seen.reader:
        own = _steps.get((root, who), [])
        step = own[step - 1] if 0 < step <= len(own) else 0
    found = next((one for one in history(root, who=who) if one.id == step), None)
    if found is None or not found.what.startswith("add "):
        raise Refused("there is nothing of yours to undo", hint="the history lists what was done")
    with _silent(desk):
        undo(root, who=who, step=step)


def free_id(taken: Container[str], wanted: str) -> str:
    """Return an id that is not taken yet, with a number behind it where that is needed."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def moment_to_write(desk: Desk) -> str:
    """Return the time that one looks at, to the minute, as a dossier's times are written."""
    at = desk.seen.as_of - desk.seen.as_of % _MINUTE
    return show_time(Span(at, at), desk.asked.zone or desk.dossier.declared.zone)


def proof_of(desk: Desk, sources: str) -> dict[str, object]:
    """Return what an entry rests on: the passages named, else that it was written here, by whom.

    Raises Refused for a source that there is not from where one looks.
    """
    named = [one for one in sources.replace(",", " ").split() if one]
    for one in named:
        name, known = one.partition("#")[0], desk.dossier.declared.sources
        if name not in known or name in unseen_sources(desk):
            raise Refused(
                f"there is no source '{name[:80]}' from where you look",
                hint="name a passage as SOURCE#PASSAGE, or leave this blank",
            )
    if named:
        return {"sources": named[0] if len(named) == 1 else named}
    who = f" by {desk.visitor.name}" if desk.visitor.name else ""
    return {"assumed": f"written on the workbench{who}"}


def packed(form: Any, leave_out: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the fields of a form as `FIELD=TEXT` and `FIELD.KEY=TEXT`, for an address.

    Where they are too long for one, the fields of `leave_out` stay behind.

    Raises Refused where that is not enough.
    """
    found: dict[str, str] = {}
    for one in fields(form):
        value = getattr(form, one.name)
        if isinstance(value, dict):
            found.update({f"{one.name}.{key}": text for key, text in value.items()})
        elif value:
            found[one.name] = str(value)
    left = tuple(leave_out)
    if _length(found) > _MOST_IN_ADDRESS:
        found = {k: text for k, text in found.items() if k.partition(".")[0] not in left}
    if _length(found) > _MOST_IN_ADDRESS:
        raise Refused("too much was written for a preview", hint="save it, or shorten it")
    return tuple(f"{key}={text}" for key, text in found.items())


def _length(found: Mapping[str, str]) -> int:
    return sum(len(key) + 3 * len(text) for key, text in found.items())


def unpacked(given: Iterable[str]) -> dict[str, str]:
    """Return what `packed` put into an address, by the names of the form's fields.

    >>> unpacked(("answer.press=no", "at=1951-07-14"))
    {'answer.press': 'no', 'at': '1951-07-14'}
    """
    return {key: text for key, found, text in (one.partition("=") for one in given) if found}
