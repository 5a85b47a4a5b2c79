"""Analyses that take longer than a page should: begun here, and run in a process of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parley.web import jobs
from parley.web.analysis.changes import Changes, changed_part
from parley.web.analysis.part import PartName, model_in, part_of_dossier
from parley.web.analysis.worked import LongResult, agenda_items_of
from parley.web.desk import Desk, Viewpoint
from parley.web.keeping import dossier_for
from parley.web.registry import Done

if TYPE_CHECKING:
    from parley.space.model import Model

__all__ = [
    "DRAWS",
    "begin_agenda",
    "begin_frontier",
    "begin_stability",
    "begin_sureness",
    "find_agenda",
    "find_frontier",
    "find_stability",
    "find_sureness",
]

#: How often guessed weights are drawn.
DRAWS = 100
_SEED = 1


def _begin(desk: Desk, to: str, work: Any, *more: Any) -> Done:
    bench = desk.bench
    name = jobs.begin(
        bench.jobs, desk.visitor.name, to, work, str(bench.kept.root), desk.seen, *more
    )
    return Done(f"/job/{name}")


def begin_frontier(desk: Desk, to: str, changes: Changes) -> Done:
    """Begin to find every efficient point; `to` shows the result."""
    return _begin(desk, to, find_frontier, changes)


def begin_stability(desk: Desk, to: str, changes: Changes, groups: bool) -> Done:
    """Begin to find what holds; `to` shows the result."""
    return _begin(desk, to, find_stability, changes, groups)


def begin_agenda(desk: Desk, to: str, base: str, measure: str) -> Done:
    """Begin to value every agenda and to draw guessed weights; `to` shows the result."""
    return _begin(desk, to, find_agenda, base, measure)


def begin_sureness(desk: Desk, to: str, changes: Changes, outcome: Mapping[str, str]) -> Done:
    """Begin to draw guessed weights, and to look at a package; `to` shows the result."""
    return _begin(desk, to, find_sureness, changes, dict(outcome))


def _model(root: str, seen: Viewpoint, name: PartName, changes: Changes) -> Model:
    part = part_of_dossier(dossier_for(root, seen.reader), seen, name)
    return model_in(changed_part(part, changes))


def find_frontier(tell: jobs.Tell, root: str, seen: Viewpoint, changes: Changes) -> LongResult:
    """Find every efficient point that fits in a quarter of the free memory."""
    from parley.bargaining.frontier import most_points_in
    from parley.brief.settlements.study import StudyOptions, study_of
    from parley.space.limits import free_memory

    tell(0, 0, "reading the dossier")
    model = _model(root, seen, "bargaining", changes)
    tell(0, 0, "finding the efficient outcomes")
    room = (free_memory() or 1 << 30) // 4
    most = most_points_in(room, max(len(model.parties), 1))
    study = study_of(model, StudyOptions(most_points=most, scale="dossier"))
    return LongResult("frontier", study.network.digest, study)


def find_stability(
    tell: jobs.Tell, root: str, seen: Viewpoint, changes: Changes, groups: bool
) -> LongResult:
    """Find what holds."""
    from parley.brief.conflicts.study import StudyOptions, study_of

    tell(0, 0, "reading the dossier")
    model = _model(root, seen, "conflict", changes)
    tell(0, 0, "finding what holds")
    study = study_of(model, StudyOptions(coalitions=() if groups else None))
    nothing: Any = None  # steps are functions, which cannot be sent; they are made again
    return LongResult("stability", study.space.digest, replace(study, steps=nothing))


def find_agenda(tell: jobs.Tell, root: str, seen: Viewpoint, base: str, measure: str) -> LongResult:
    """Value every agenda, and draw guessed weights."""
    from typing import cast

    from parley.bargaining.agenda_value import Measure
    from parley.brief.agenda_worth.study import StudyOptions, study_of

    tell(0, 0, "reading the dossier")
    part = part_of_dossier(dossier_for(root, seen.reader), seen, "agenda")
    model = model_in(part)
    items = agenda_items_of(part, model)
    tell(0, 0, "valuing agendas, with guessed weights drawn")
    options = StudyOptions(base=base, measure=cast("Measure", measure), draws=DRAWS, seed=_SEED)
    study = study_of(model, items, part.drafts, options)
    return LongResult("agenda", study.values.network.digest, study)


def find_sureness(
    tell: jobs.Tell, root: str, seen: Viewpoint, changes: Changes, outcome: dict[str, str]
) -> LongResult:
    """Draw guessed weights, and look at one package each time."""
    from parley.space.network import compile_network
    from parley.web.analysis.sureness import draw_package

    tell(0, 0, "reading the dossier")
    model = _model(root, seen, "bargaining", changes)
    digest = compile_network(model).digest
    found = draw_package(model, outcome, DRAWS, _SEED, tell)
    return LongResult("sure", digest, (tuple(sorted(outcome.items())), found))
