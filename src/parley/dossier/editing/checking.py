"""Checking what a change would bring into a dossier, before it is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_text_dossier
from parley.kernel.errors import ParleyError
from parley.kernel.findings import Finding

__all__ = ["Faulty", "checked"]

#: What says in a message where something stands: it moves with every line.
_PLACE = re.compile(r":\d+|\bline \d+")
_UNREADABLE = "yaml-syntax"


class Faulty(ParleyError):
    """A change would bring errors into the dossier, so nothing is written.

    `findings` are these, with file, line and column in the changed texts.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        count = f"{len(findings)} errors" if len(findings) > 1 else "an error"
        listed = "".join(
            f"\n  {one.file}:{one.line}:{one.column or 1}: {one.message}"
            + (f"; {one.hint}" if one.hint else "")
            for one in findings
        )
        super().__init__(f"nothing was written: the change brings {count}:{listed}")
        self.findings = findings


def checked(
    files: Mapping[str, str], changed: Mapping[str, str | None], *, allow: bool = False
) -> Dossier:
    """Return the dossier as it is after a change.

    A file that could not be read before may bring to light what was hidden in it; else an error
    that was not there before is refused.

    Parameters:
        files: path -> text, of all files of the dossier as they are.
        changed: the new texts of some; None for a file that goes.
        allow: whether errors may be written all the same; a text that is no YAML never is.

    Raises Faulty for errors that are new, and what `read_dossier` raises.
    """
    after = {**files, **{name: text for name, text in changed.items() if text is not None}}
    for name, text in changed.items():
        if text is None:
            after.pop(name, None)
    dossier = read_text_dossier(after)
    errors = [one for one in dossier.faults if one.severity == "error"]
    if not errors:
        return dossier
    unreadable = tuple(one for one in errors if one.code == _UNREADABLE and one.file in changed)
    if unreadable:
        raise Faulty(unreadable)
    if not allow:
        new = _new_errors(errors, files, changed)
        if new:
            raise Faulty(new)
    return dossier


def _new_errors(
    errors: Collection[Finding], files: Mapping[str, str], changed: Mapping[str, str | None]
) -> tuple[Finding, ...]:
    before = read_text_dossier(files).faults
    if any(one.code == _UNREADABLE and one.file in changed for one in before):
        return ()
    known = Counter(_identity(one) for one in before)
    new: list[Finding] = []
    for one in errors:
        if known[_identity(one)]:
            known[_identity(one)] -= 1
        else:
            new.append(one)
    return tuple(new)


def _identity(one: Finding) -> tuple[object, ...]:
    """What makes it the same finding, wherever it stands now."""
    subject = _PLACE.sub("", one.subject)
    return one.code, one.file, _PLACE.sub("", one.message), one.entries, subject
