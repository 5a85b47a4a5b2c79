"""The brief as data: a header and a list of sections, each a record without formatting."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Brief", "Cite", "Claim", "Glance", "Header", "Section"]


@dataclass(frozen=True, slots=True)
class Cite:
    """What a claim rests on: entries of the log, passages of sources, or somebody's assumption.

    `withheld` counts sources that prove it and that the party did not know of: a paper of the
    other side may well be what proves an act that both sides saw.
    """

    entries: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that somebody said, ordered, offered or agreed, with its proof.

    Parameters
    ----------
    kind: what it is, in a word: an order's mode, `offer`, `agreed`, `refused`, ...
    says: the statement, in canonical form; None where only words say it.
    text: the words of the dossier; for an order, the condition that it hangs on.
    by: names of those whose it is.
    at: when, in the zone of the brief's party or that of the entry; the zone is named.
    """

    kind: str
    says: str | None
    text: str | None
    by: str
    at: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Header:
    """Whose brief it is, of which dossier, as of when, and made by what."""

    dossier: str
    title: str
    fiction: bool
    party: str
    party_name: str
    zone: str
    as_of: str
    as_of_utc: str
    known_as_of: str
    known_as_of_utc: str
    default_authority: str
    digest: str
    version: str
    made_of: int  # entries that count
    how_to_read: str
    withheld: str = ""  # whom the dossier was reduced for and what it lacks, if it may be said
    as_of_instant: int = field(repr=False, default=0)  # microseconds since 1970 UTC


@dataclass(frozen=True, slots=True)
class Glance:
    """One line of the summary; `section` is the key of the section that has the rest."""

    label: str
    value: str
    section: str
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief: `content` is the record of the kind of section that `key` names."""

    key: str
    title: str
    content: object


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a brief says."""

    header: Header
    glance: tuple[Glance, ...]
    sections: tuple[Section, ...]
