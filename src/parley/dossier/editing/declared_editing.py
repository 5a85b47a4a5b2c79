"""Editing what `dossier.yaml` declares: one thing, or several in one step, all else as it stands.

Every change is checked as a whole dossier first, then written as one step that can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from parley.dossier.editing.checking import checked
from parley.dossier.editing.declared_splicing import Way, value_at, with_value_at, with_values
from parley.dossier.editing.saving import Clash, Saved, Stale, again, files_of, texts_of, written
from parley.dossier.editing.splicing import bytes_like, text_of
from parley.dossier.editing.steps import NewText
from parley.dossier.files.folder import DECLARATIONS, dossier_root
from parley.dossier.reading import read_text_dossier
from parley.dossier.text.rendering import map_lines
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.declarations import Declarations
from parley.kernel.errors import Refused

__all__ = ["Rewrite", "change_all_declared", "change_declared", "move_declared", "set_declared"]

#: Gets what is said, every scalar as a text, None if nothing; returns what is to be said instead,
#: None for nothing.
Rewrite: TypeAlias = Callable[[Any], Any]


def change_declared(
    root: Path | str,
    way: Way,
    change: Rewrite,
    *,
    what: str = "",
    who: str = "",
    allow_faults: bool = False,
) -> Saved:
    """Change what `dossier.yaml` says at the end of a way; all else stays byte for byte.

    Parameters:
        way: the keys that lead there, and positions in lists.
        change: may be called again, where others save meanwhile.
        what: what is done, for the history.

    Raises Faulty for errors that are new, and Refused or ParleyError for what cannot be changed.
    """
    return change_all_declared(root, [(way, change)], what=what, who=who, allow_faults=allow_faults)


def change_all_declared(
    root: Path | str,
    changes: Sequence[tuple[Way, Rewrite]],
    *,
    require: Callable[[Declarations], None] | None = None,
    what: str = "",
    who: str = "",
    allow_faults: bool = False,
) -> Saved:
    """Change what `dossier.yaml` says in several places, as one step and checked together.

    Parameters:
        changes: ways, and what is done at the end of each; a later one finds what those before
            it did.
        require: gets what is declared now, and raises where that is not what the changes were
            made for.
        what: what is done, for the history; left out: the places.

    Raises what `require` raises, and what `change_declared` raises; then nothing is written.
    """
    folder = dossier_root(root)
    places = ", ".join("/".join(map(str, way)) for way, _ in changes)

    def attempt() -> Saved:
        files = files_of(folder)
        data = files[DECLARATIONS]
        old = text_of(data)
        if require is not None:
            require(read_text_dossier({DECLARATIONS: old}).declared)
        said = plain(parse_yaml(old, DECLARATIONS))
        for way, change in changes:
            said = with_value_at(said, way, change(value_at(said, way)))
        new = with_values(old, said, [way for way, _ in changes])
        dossier = checked(texts_of(files), {DECLARATIONS: new}, allow=allow_faults)
        changed = NewText(DECLARATIONS, data, bytes_like(data, new))
        return written(folder, [changed], (what or f"change {places}", who), dossier)

    return again(attempt)


def set_declared(
    root: Path | str,
    section: str,
    name: str,
    value: object,
    *,
    base: object = ...,
    who: str = "",
) -> Saved:
    """Declare a thing, change it, or take it out.

    Parameters:
        section: a section of `dossier.yaml`, such as `issues`.
        name: the id of the thing.
        value: its keys, or a text; None to take it out.
        base: what it said when it was read; left out: whatever it says now may be changed.

    Raises Stale where it says something else by now, and what `change_declared` raises.
    """

    def change(now: Any) -> object:
        if base is not ... and now != base:
            was, mine, theirs = (
                None if one is None else "\n".join(map_lines({name: one}, 0)) + "\n"
                for one in (base, value, now)
            )
            why = "what is declared was changed"
            raise Stale(
                (Clash(f"{section}:{name}", DECLARATIONS, was, mine, theirs, "", None, why),)
            )
        return value

    verb = "remove" if value is None else "declare"
    return change_declared(root, (section, name), change, what=f"{verb} {name}", who=who)


def move_declared(
    root: Path | str,
    way: Way,
    start: int,
    end: int,
    *,
    seen: object = ...,
    who: str = "",
) -> Saved:
    """Move a member of a list, such as a priority of a party, to another place in it.

    Its comments move along.

    Parameters:
        way: the keys that lead to the list: `("preferences", "red", "priorities")`.
        start, end: its place now and then, from 0.
        seen: the member as it was read, so that no other is moved; left out: any.

    Raises Refused where the list has no such places or the member is another by now, and what
    `change_declared` raises.
    """

    def change(now: Any) -> object:
        place = "/".join(map(str, way))
        if not isinstance(now, list) or not (0 <= start < len(now) and 0 <= end < len(now)):
            count = len(now) if isinstance(now, list) else 0
            raise Refused(
                f"dossier.yaml: `{place}` has {count} members, so {start + 1} cannot be moved to "
                f"{end + 1}",
                hint="look at the page again: the list may have changed",
            )
        if seen is not ... and now[start] != seen:
            raise Refused(
                f"dossier.yaml: `{place}` was changed by somebody else meanwhile",
                hint="nothing was moved; look at the list as it is now",
            )
        moved = list(now)
        moved.insert(end, moved.pop(start))
        return moved

    return change_declared(root, way, change, what=f"move {'/'.join(map(str, way))}", who=who)
