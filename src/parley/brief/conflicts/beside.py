"""What a dossier says beside the model of a conflict: its title, what came about, and proofs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parley.brief.model import Cite
from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.declarations import Preferences
from parley.space.model import Model, Named

__all__ = ["Beside", "beside_of", "proofs_of"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside a study and changes nothing in it.

    Parameters:
        title: of the dossier; empty: the name of the model is shown.
        text: what the conflict is about.
        came_about: what became of it.
        fiction: whether names and events are made up.
        proofs: party -> statement of a wish, or the issue that a weight is on -> what it rests on.
    """

    title: str = ""
    text: str = ""
    came_about: Named | None = None
    fiction: bool = False
    proofs: Mapping[str, Mapping[str, Cite]] = field(default_factory=dict)


def beside_of(dossier: Dossier, model: Model) -> Beside:
    """Return what a dossier says beside the model that was made of it."""
    declared = dossier.declared
    conflict = declared.conflict
    wants = {**declared.preferences, **(conflict.preferences if conflict is not None else {})}
    came_about = None
    if conflict is not None and conflict.came_about is not None:
        formula = dossier.formulas.get(conflict.came_about)
        if formula is not None and issues_of(formula) <= model.issues.keys():
            came_about = Named(conflict.came_about, formula)
    text = (conflict.text if conflict is not None else None) or declared.about or ""
    return Beside(
        declared.title,
        " ".join(text.split()),
        came_about,
        declared.fiction,
        {party: dict(proofs_of(wants[party])) for party in model.preferences if party in wants},
    )


def proofs_of(wants: Preferences) -> Iterator[tuple[str, Cite]]:
    """Yield every statement, or issue of a weight, in which a party puts a wish, with its proof."""
    for priority in wants.priorities:
        proof = _cite(priority.sources, priority.assumed)
        for text in (priority.says,) if priority.says is not None else priority.unordered:
            yield text, proof
    for weight in wants.weights:
        name = weight.says if weight.says is not None else weight.issue
        if name is not None:
            yield name, _cite(weight.sources, weight.assumed)
    if wants.ranking is not None:
        proof = _cite(wants.ranking.sources, wants.ranking.assumed)
        for tier in wants.ranking.outcomes:
            for text in (tier,) if isinstance(tier, str) else tier:
                yield text, proof


def _cite(sources: tuple[str, ...], assumed: str | None) -> Cite:
    return Cite((), tuple(sources), (assumed,) if assumed else ())
