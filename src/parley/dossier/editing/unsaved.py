"""Drafts: texts that were typed and not saved, or that were refused, kept until they are needed.

They lie in the workplace beside the dossier, for its owner alone, and are no part of the dossier.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from parley.dossier.files.workplace import is_there, moment_now, opened, packed
from parley.kernel.errors import Refused

__all__ = ["Draft", "drafts_of", "drop_draft", "keep_draft", "read_draft"]

_LONGEST = 4_000_000  # characters
_MOST = 200  # drafts of one person


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved text.

    Parameters:
        about: what it is a draft of: a file, `entry:ID`, or any other short name.
        who: whose it is; empty where nobody signed in.
        at: when it was kept last, in UTC.
        base: the digest of the text that was being changed; empty for something new.
    """

    about: str
    who: str
    at: str
    base: str
    text: str


def keep_draft(root: Path, about: str, text: str, *, who: str = "", base: str = "") -> None:
    """Keep a draft; an older one about the same is replaced.

    Raises Refused for one that is too long, or where the workplace cannot be used.
    """
    if len(text) > _LONGEST or len(about) > 300:
        raise Refused(
            f"a draft of {len(text):,} characters cannot be kept; expected {_LONGEST:,} at most",
            hint="save it in parts",
        )
    with opened(root) as book:
        book.execute("BEGIN IMMEDIATE")
        book.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)",
            (who, about, moment_now(), base, packed(text.encode("utf-8", "surrogatepass"))),
        )
        book.execute(
            "DELETE FROM drafts WHERE who = ?1 AND about NOT IN "
            "(SELECT about FROM drafts WHERE who = ?1 ORDER BY at DESC LIMIT ?2)",
            (who, _MOST),
        )
        book.execute("COMMIT")


def read_draft(root: Path, about: str, *, who: str = "") -> Draft | None:
    """Return a draft; None where there is none."""
    return next((one for one in drafts_of(root, who=who) if one.about == about), None)


def drafts_of(root: Path, *, who: str = "") -> tuple[Draft, ...]:
    """Return all drafts of a person, the newest first."""
    if not is_there(root):
        return ()
    with opened(root) as book:
        rows = book.execute(
            "SELECT about, who, at, base, packed FROM drafts WHERE who = ? ORDER BY at DESC, about",
            (who,),
        ).fetchall()
    return tuple(
        Draft(about, whose, at, base, zlib.decompress(kept).decode("utf-8", "surrogatepass"))
        for about, whose, at, base, kept in rows
    )


def drop_draft(root: Path, about: str, *, who: str = "") -> None:
    """Throw a draft away; nothing happens where there is none."""
    if is_there(root):
        with opened(root) as book:
            book.execute("DELETE FROM drafts WHERE who = ? AND about = ?", (who, about))
