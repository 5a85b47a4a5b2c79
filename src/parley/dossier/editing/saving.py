"""Carrying out an edit: tried again where others save, kept as a draft where it is refused.

Every change is checked as a whole dossier first, then written as one step that can be undone. Who
saves a text tells which version he had before him. If the file is another by now, nothing is
written, and the three texts come back with what a merge of them would be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parley.dossier.dossier import Dossier
from parley.dossier.editing.steps import Moved, NewText, commit
from parley.dossier.editing.unsaved import drop_draft, keep_draft
from parley.dossier.files.folder import DECLARATIONS, find_files, read_file
from parley.dossier.merging.folder_merging import merge_declarations, merge_logs
from parley.dossier.text.units import Merged
from parley.dossier.text.yaml_text import decode
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.suggest import did_you_mean

__all__ = [
    "Clash",
    "Saved",
    "Stale",
    "again",
    "files_of",
    "keeping",
    "merged_with",
    "texts_of",
    "written",
]

_TRIES = 5  # where others save at the same time


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written.

    Parameters:
        step: the number of the step; None where nothing had to be written.
        digests: file -> the digest of its bytes now, of the files that changed.
        dossier: as it is now.
    """

    step: int | None
    digests: Mapping[str, str]
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Clash:
    """One text that was changed by somebody else meanwhile.

    Parameters:
        about: the file, or `entry:ID`.
        file: the file.
        base: what both changes began with; None where that is no longer known.
        mine: what was to be saved; None where it was to be removed.
        theirs: what is there now; None where it is not there any more.
        digest: of what is there now, to save a text on top of it.
        merged: what a merge would be, with markers around what both changed; None where the
            texts cannot be merged.
        why: why they cannot.
    """

    about: str
    file: str
    base: str | None
    mine: str | None
    theirs: str | None
    digest: str
    merged: Merged | None
    why: str = ""


class Stale(ParleyError):
    """What was to be changed is not as it was: nothing is written, and no text is lost.

    `clashes` has for each file, or for the entry, the texts and a merge of them.
    """

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        names = ", ".join(one.about for one in clashes)
        super().__init__(
            f"{names}: changed by somebody else since you began",
            hint="nothing was written and your text is kept; look at both and save the merge",
        )
        self.clashes = clashes


def files_of(root: Path, needed: str | None = None) -> dict[str, bytes]:
    """Return the bytes of all files of a dossier; raises Refused where `needed` is not there."""
    names = find_files(root, [])
    if needed is not None and needed not in names:
        meant = did_you_mean(needed, names)
        raise Refused(
            f"the dossier has no file '{needed}'",
            hint=f"did you mean `{meant}`?" if meant else "name dossier.yaml or log/NAME.yaml",
        )
    return {name: read_file(root, name) for name in names}


def texts_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the texts of files; raises what `decode` raises."""
    return {name: decode(data, name) for name, data in files.items()}


def keeping(
    root: Path, attempt: Callable[[], Saved], about: tuple[str, str, str], typed: list[str]
) -> Saved:
    """Run a save; keep the text as a draft where it is refused, drop the draft where it is not.

    Parameters:
        about: what the draft is about, whose it is, and the digest of what it was made from.
        typed: the text; empty where only a clash has it.

    Raises what `attempt` raises.
    """
    name, who, base = about
    try:
        saved = again(attempt)
    except ParleyError as error:
        if isinstance(error, Stale) and not typed:
            typed = [one.mine for one in error.clashes if one.mine is not None]
        if typed:
            keep_draft(root, name, typed[0], who=who, base=base)
        raise
    drop_draft(root, name, who=who)
    return saved


def again(attempt: Callable[[], Saved]) -> Saved:
    """Try to save, again where others save in the same moment; raises what `attempt` raises."""
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except Moved:
            continue
    return attempt()


def written(
    root: Path, texts: Sequence[NewText], about: tuple[str, str], dossier: Dossier
) -> Saved:
    """Write texts that were checked, as one step.

    Parameters:
        about: what is done, for the history, and by whom.
        dossier: as it is then.

    Raises what `commit` raises.
    """
    what, who = about
    step = commit(root, texts, what, who)
    digests = {one.file: digest(one.after) for one in texts if one.after is not None}
    return Saved(step, digests, dossier)


def merged_with(file: str, base: str | None, mine: str, theirs: str) -> tuple[Merged | None, str]:
    """Merge two texts of a file, entry by entry or key by key; None with the reason if impossible.

    Parameters:
        base: what both began with; None where it is not known.
    """
    try:
        if file == DECLARATIONS:
            return merge_declarations(base, mine, theirs), ""
        return merge_logs(base, mine, theirs), ""
    except ParleyError as error:
        return None, str(error)
