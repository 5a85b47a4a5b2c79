"""The studies that pages show: worked out once where that is quick, by a longer task where not."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from parley.kernel.errors import Refused
from parley.web import jobs
from parley.web.analysis.changes import Changes, changed_part
from parley.web.analysis.part import Part, PartName, model_in, part_of_dossier
from parley.web.desk import Desk, unseen_sources, worked_out
from parley.web.keeping import remembered

if TYPE_CHECKING:
    from parley.bargaining.agenda_value import AgendaValues
    from parley.brief.agenda_worth.study import Study as AgendaStudy
    from parley.brief.conflicts.beside import Beside
    from parley.brief.conflicts.study import Study as ConflictStudy
    from parley.brief.model import Cite
    from parley.brief.settlements.study import Study as Settlements
    from parley.space.model import Model
    from parley.space.openings import Item

__all__ = [
    "MOST_AGENDAS",
    "MOST_POINTS",
    "MOST_STATES",
    "LongResult",
    "Longer",
    "agenda_items_of",
    "agenda_values",
    "conflict_beside",
    "conflict_study",
    "conflict_with_steps",
    "long_kind",
    "long_result",
    "once",
    "part_at",
    "require_weights",
    "settlement_study",
]

#: Efficient points up to which a page works them out itself; more are thinned until asked for.
MOST_POINTS = 4_096
#: Outcomes up to which a page analyses a conflict itself.
MOST_STATES = 4_096
#: Combinations of wordings up to which a page values agendas itself.
MOST_AGENDAS = 2_000
_MOST_CELLS = 1 << 18  # of one table, as in a brief
_MOST_FALLEN = 1 << 16
_NOTHING = Changes()

Result = TypeVar("Result")


class Longer(Refused):
    """What is asked for takes longer than a page should: a task has to be begun for it."""


@dataclass(frozen=True, slots=True, eq=False)
class LongResult:
    """What a longer task found, and what of.

    Parameters:
        kind: which analysis.
        digest: of the numbers that were put in.
        found: the result.
    """

    kind: Literal["frontier", "stability", "agenda", "sure"]
    digest: str
    found: Any


def once(desk: Desk, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return what `make` gives, once for this dossier, viewpoint and `key`.

    What everybody together knows of what is analysed does not change with time.
    """
    if desk.seen.party is None:
        return remembered(desk.bench.kept, desk.state, ("all", key), make)
    return worked_out(desk, key, make)


def part_at(desk: Desk, name: PartName, changes: Changes = _NOTHING) -> Part:
    """Return what is analysed from where the desk looks, changed; raises what those raise."""

    def make() -> Part | Refused:
        try:
            return part_of_dossier(desk.dossier, desk.seen, name)
        except Refused as error:
            return error

    # Drafts come with time, so a part is kept by time too.
    found = worked_out(desk, ("part", name), make)
    if isinstance(found, Refused):
        raise found
    return changed_part(found, changes)


def long_kind(desk: Desk, job: str) -> str:
    """Return what a task was about; raises Refused where it has no result."""
    found = jobs.result(desk.bench.jobs, desk.visitor.name, job)
    return found.kind if isinstance(found, LongResult) else ""


def long_result(desk: Desk, job: str, kind: str, digest: str) -> Any:
    """Return what a task found; raises Longer where it is about something else by now."""
    found = jobs.result(desk.bench.jobs, desk.visitor.name, job)
    if not isinstance(found, LongResult) or found.kind != kind or found.digest != digest:
        raise Longer(
            "what that task found is about something else, or the dossier has changed since",
            hint="begin it anew",
        )
    return found.found


def settlement_study(desk: Desk, changes: Changes = _NOTHING, job: str = "") -> Settlements:
    """Return the efficient outcomes from where the desk looks.

    Parameters:
        job: the name of a task that worked out every point; empty: at most `MOST_POINTS`.

    Raises Refused as the analysis does, and Longer where a page should not work it out.
    """
    from parley.bargaining.elimination import make_plan
    from parley.brief.settlements.study import StudyOptions, study_of
    from parley.space.network import compile_network

    def make() -> Settlements:
        model = model_in(part_at(desk, "bargaining", changes))
        network = compile_network(model)
        if job:
            found: Settlements = long_result(desk, job, "frontier", network.digest)
            return found
        if model.issues and make_plan(network).cells > _MOST_CELLS:
            raise Longer(
                "the statements of this dossier link many issues, so that finding the efficient "
                "outcomes takes longer",
                hint="begin the task; it can be cancelled",
            )
        options = StudyOptions(most_points=MOST_POINTS, most_fallen=_MOST_FALLEN, scale="dossier")
        return study_of(model, options)

    return once(desk, ("frontier", changes.key, job), make)


def conflict_study(
    desk: Desk, changes: Changes = _NOTHING, job: str = "", groups: bool = False
) -> ConflictStudy:
    """Return what holds from where the desk looks.

    Parameters:
        job: the name of a task that worked it out; empty: here, up to `MOST_STATES` outcomes.
        groups: also what groups can do together.

    Raises Refused as the analysis does, and Longer where a page should not work it out.
    """
    from parley.brief.conflicts.study import StudyOptions, study_of
    from parley.space.compiling import compile_space

    def make() -> ConflictStudy:
        model = model_in(part_at(desk, "conflict", changes))
        if job:
            digest = compile_space(model).digest
            return conflict_with_steps(long_result(desk, job, "stability", digest))
        _require_few(model)
        if groups:
            raise Longer(
                "what groups of parties could do together takes longer to find",
                hint="begin the task; it can be cancelled",
            )
        return study_of(model, StudyOptions())

    return once(desk, ("stability", changes.key, job, groups), make)


def _require_few(model: Model) -> None:
    size = prod(len(domain.values) for domain in model.issues.values())
    if size > MOST_STATES:
        raise Longer(
            f"this conflict has {size:,} outcomes, so that finding what holds takes longer",
            hint="begin the task; it can be cancelled",
        )


def conflict_with_steps(study: ConflictStudy) -> ConflictStudy:
    """Return a study that came from another process with its steps, which cannot be sent."""
    from parley.brief.conflicts.study import steps_of
    from parley.conflict.analysis import game_for
    from parley.space.compiling import where

    together = [where(study.model, named.formula) for named in study.model.coalesce]
    game = game_for(study.space, together, [named.name for named in study.model.coalesce])
    return replace(study, steps=steps_of(study.space, study.stability, game)[0])


def conflict_beside(desk: Desk, model: Model) -> Beside:
    """Return what the dossier says beside a conflict, with no proof that may not be shown."""
    from parley.brief.conflicts.beside import beside_of

    beside = beside_of(part_at(desk, "conflict").dossier, model)
    hidden = unseen_sources(desk)
    if not hidden:
        return beside
    proofs = {
        party: {text: _shown(cite, hidden) for text, cite in cites.items()}
        for party, cites in beside.proofs.items()
    }
    return replace(beside, proofs=proofs)


def _shown(cite: Cite, hidden: frozenset[str]) -> Cite:
    passages = tuple(one for one in cite.passages if one.partition("#")[0] not in hidden)
    assumed = tuple(
        who
        for who in cite.assumed
        if not any(word.strip(".-") in hidden for word in re.findall(r"[\w.-]+", who))
    )
    withheld = len(cite.passages) - len(passages) + len(cite.assumed) - len(assumed)
    return replace(cite, passages=passages, assumed=assumed, withheld=withheld)


def agenda_items_of(part: Part, model: Model) -> tuple[Item, ...]:
    """Return the items whose wordings are compared."""
    from parley.space.openings import agenda_items

    return agenda_items(part.dossier, model)


def agenda_values(desk: Desk, job: str = "") -> AgendaValues:
    """Return what every combination of wordings is worth to each party.

    Raises Refused as the analysis does, and Longer where a page should not work it out.
    """
    from parley.bargaining.agenda_value import value_agendas
    from parley.space.network import compile_network

    part = part_at(desk, "agenda")
    items = agenda_items_of(part, model_in(part))

    def make() -> AgendaValues:
        model = model_in(part)
        require_weights(model, items)
        network = compile_network(model)
        if job:
            study: AgendaStudy = long_result(desk, job, "agenda", network.digest)
            return study.values
        count = prod(len(item.choices) for item in items)
        if count > MOST_AGENDAS:
            raise Longer(
                f"the wordings give {count:,} agendas, so that valuing them takes longer",
                hint="begin the task; it can be cancelled",
            )
        return value_agendas(items, model, network)

    wordings = tuple((item.name, tuple(one.name for one in item.choices)) for item in items)
    return once(desk, ("agenda", wordings, job), make)


def require_weights(model: Model, items: tuple[Item, ...]) -> None:
    """Refuse what no agenda can be valued of: no wordings, or wishes with an order only."""
    from parley.space.model import Weights

    if not any(len(item.choices) > 1 for item in items):
        raise Refused(
            "no agenda item with wordings is known",
            hint="declare them under `agenda` in dossier.yaml: for each its wordings, and what "
            "each `opens`",
        )
    without = [
        party for party in model.parties if not isinstance(model.preferences.get(party), Weights)
    ]
    if without:
        raise Refused(
            f"nothing says how much things count to {', '.join(without)}, so that no agenda can "
            "be valued: that takes weights of every party",
            hint="give `weights` under `preferences` of `bargaining` in dossier.yaml; `assumed:` "
            "says whose guess they are, and an interval such as [0.1, 0.3] how unsure it is",
        )
