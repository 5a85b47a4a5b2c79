"""What a dossier lets a post do in the message office: whom it releases for, whom it instructs."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.dossier import Dossier

__all__ = ["Roles", "roles_of"]


@dataclass(frozen=True, slots=True)
class Roles:
    """What a post may do with cables.

    Parameters:
        releases_for: the posts in whose name it may release cables.
        instructs: the posts that it may instruct.
    """

    releases_for: tuple[str, ...]
    instructs: tuple[str, ...]


def roles_of(dossier: Dossier | None, post: str) -> Roles:
    """Return what a dossier says of a post.

    Where no rule says who may release cables in the name of a post, the post itself may.

    Parameters:
        dossier: None where the office has none: a post then releases for itself and instructs
            nobody.
    """
    if dossier is None:
        return Roles((post,), ())
    rules = dossier.declared.authority
    ruled = {whom for rule in rules if "release" in rule.may for whom in rule.whom}
    releases = {
        whom for rule in rules if "release" in rule.may and post in rule.who for whom in rule.whom
    }
    instructs = {
        whom for rule in rules if "instruct" in rule.may and post in rule.who for whom in rule.whom
    } | {name for name, party in dossier.declared.parties.items() if post in party.mandator}
    if post not in ruled:
        releases.add(post)
    return Roles(tuple(sorted(releases)), tuple(sorted(instructs)))
