"""What is told beside a study: its title, and where the numbers for no agreement are from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from parley.dossier.dossier import Dossier

__all__ = ["Beside", "beside_of", "with_stated"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside a study and changes nothing in it.

    Parameters:
        title: of the dossier; empty: the name of the model is shown.
        text: what is bargained over.
        fiction: whether names and events are made up.
        origins: party -> where the worth of no agreement is from.
    """

    title: str = ""
    text: str = ""
    fiction: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)


def beside_of(dossier: Dossier) -> Beside:
    """Return what a dossier says beside the substance to bargain over."""
    declared = dossier.declared
    section = declared.bargaining
    wants = {**declared.preferences, **(section.preferences if section is not None else {})}
    origins = {}
    for name, party in declared.parties.items():
        plan = party.no_agreement
        if name in wants and wants[name].reservation is not None:
            origins[name] = "the reservation among its preferences"
        elif plan is not None and plan.value is not None:
            proof = f"; assumed: {plan.assumed}" if plan.assumed else ""
            origins[name] = f"the value of its plan for no agreement{proof}"
    text = (section.text if section is not None else None) or declared.about or ""
    return Beside(declared.title, " ".join(text.split()), declared.fiction, origins)


def with_stated(beside: Beside, parties: Iterable[str]) -> Beside:
    """Return the same, saying of some parties that their number was given on the command line."""
    stated = dict.fromkeys(parties, "as given with --no-agreement")
    return replace(beside, origins={**beside.origins, **stated})
