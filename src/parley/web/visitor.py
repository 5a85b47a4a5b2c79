"""Who looks at the page, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import Dossier, members
from parley.kernel.errors import Refused

__all__ = [
    "MAY",
    "OWNER",
    "Right",
    "Role",
    "Visitor",
    "may",
    "may_look_as",
    "sees_files",
    "visible_parties",
]

Role = Literal["reader", "editor", "mandator", "owner"]
Right = Literal["look", "edit", "answer"]

#: What each role may do: look at pages, change the dossier's files, answer a request.
MAY: Mapping[Role, frozenset[Right]] = {
    "reader": frozenset({"look"}),
    "editor": frozenset({"look", "edit"}),
    "mandator": frozenset({"look", "answer"}),
    "owner": frozenset({"look", "edit", "answer"}),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was let in.

    Parameters:
        name: as in the file of users; empty for whoever started the server.
        role: what they may do.
        parties: through whose eyes they may look, and for whom they may act; empty for all.
        reader: the party, a post as a rule, for which the dossier is reduced; empty for none.
    """

    name: str
    role: Role
    parties: tuple[str, ...] = ()
    reader: str = ""


#: Whoever started the server on this machine.
OWNER = Visitor("", "owner")


def may(visitor: Visitor, right: Right) -> bool:
    """Whether a visitor's role gives a right; who sees only a part may not edit the whole."""
    if right == "edit" and visitor.reader:
        return False
    return right in MAY[visitor.role]


def sees_files(visitor: Visitor) -> bool:
    """Whether a visitor may see the dossier's files as they are: only who sees all of it may."""
    return may(visitor, "edit") and not visitor.parties


def visible_parties(visitor: Visitor, dossier: Dossier) -> tuple[str, ...]:
    """Return the parties that a visitor may look as, in the dossier's order."""
    declared = dossier.declared.parties
    if not visitor.parties:
        return tuple(declared)
    own = frozenset().union(*(members(dossier, name) for name in visitor.parties))
    return tuple(name for name in declared if name in own)


def may_look_as(visitor: Visitor, dossier: Dossier, party: str | None) -> str | None:
    """Return the party to look as: the one asked for, else the visitor's first; None for all.

    Raises Refused for a party that is none of the visitor's.
    """
    if not visitor.parties:
        return party
    allowed = visible_parties(visitor, dossier)
    if not allowed:
        raise Refused(
            f"no party of the user `{visitor.name}` is declared in dossier.yaml",
            hint=f"expected one of: {', '.join(visitor.parties)}; mend the file of users",
        )
    if party is None:
        return next((name for name in visitor.parties if name in allowed), allowed[0])
    if party not in allowed:
        raise Refused(
            f"the user `{visitor.name}` may not look through the eyes of `{party}`",
            hint=f"open to this user: {', '.join(allowed)}",
        )
    return party
