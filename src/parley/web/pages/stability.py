"""What holds when each side can still act: a table of states, a picture, and one state explained.

The verdicts and sentences are those of `parley stability`, whose JSON the API returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parley.kernel.errors import ParleyError, Refused
from parley.web.addresses import link, passage_link
from parley.web.analysis.changes import Changes
from parley.web.analysis.longer import begin_stability
from parley.web.analysis.refusal import Refusal, refusal_of
from parley.web.analysis.shapes import StabilityJson
from parley.web.analysis.worked import conflict_beside, conflict_study, once
from parley.web.desk import Desk, known
from parley.web.linking import named
from parley.web.paging import Paged, part_of
from parley.web.registry import Act, Done, Page, Rows

if TYPE_CHECKING:
    from markupsafe import Markup

    from parley.brief.conflicts.study import Study
    from parley.space.model import Named
    from parley.web.analysis.block_html import Targets
    from parley.web.analysis.graph import Graph
    from parley.web.analysis.states import Chosen, StateRow

__all__ = [
    "PAGE",
    "ConceptRow",
    "Stability",
    "Wanted",
    "WholeForm",
    "came_about_in",
    "plain",
    "stability",
    "states_table",
    "targets",
    "whole",
]

_ROWS = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the page.

    Parameters:
        state: the number of a state to look at, from 1.
        concept: only what holds under it, by which the picture tells states apart as well.
        everything: every state, not only those that hold.
        groups: also what groups of parties could do together.
        job: the name of a task that worked it out.
    """

    state: int = 0
    concept: str = ""
    everything: bool = False
    groups: bool = False
    job: str = ""


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A concept: its name in full, when a party stays under it, and how many states hold."""

    concept: str
    name: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """What the page shows; of what is refused, only `refusal`.

    Parameters:
        study: what was worked out.
        concepts: those that were asked, with how many states hold for all.
        rows, paged: the part of the table.
        graph: the picture.
        chosen: the state that is looked at.
        unchosen: why what was asked for is no state.
        came_about: the statement that came about, and the numbers of its states from 1.
        start: the number of the state in which things stand, from 1; None: not known.
        appendix: `groups`, what groups could do; `unknown`, what holds whatever an order is that
            is not known; `wishes`, who decides what, and who wants what.
    """

    refusal: Refusal | None = None
    study: Study | None = None
    concepts: tuple[ConceptRow, ...] = ()
    rows: tuple[StateRow, ...] = ()
    paged: Paged | None = None
    graph: Graph | None = None
    chosen: Chosen | None = None
    unchosen: Refusal | None = None
    came_about: tuple[str, tuple[int, ...]] | None = None
    start: int | None = None
    appendix: Mapping[str, Markup | None] = field(default_factory=dict)
    fields: tuple[tuple[str, str], ...] = ()


def stability(desk: Desk, wanted: Wanted, page: int = 1) -> Stability:
    """Return what holds, in the shape of `parley stability --format json`.

    `state` picks a state; its explanations are then in the answer, however large the conflict is.
    """
    try:
        study = conflict_study(desk, job=wanted.job, groups=wanted.groups)
        _require_concept(study, wanted.concept)
    except ParleyError as error:
        return Stability(refusal=refusal_of(error))
    return _shown(desk, wanted, page, study)


def _require_concept(study: Study, concept: str) -> None:
    if concept and concept not in study.stability.stable:
        raise Refused(
            f"concept: expected one of {', '.join(study.stability.stable)}, got `{concept}`",
            hint="choose one from the table of concepts",
        )


def came_about_in(desk: Desk, study: Study) -> Named | None:
    """Return what came about, for those who look at all of it, from now."""
    if desk.seen.party is not None or desk.asked.as_of is not None:
        return None
    return conflict_beside(desk, study.model).came_about


def _shown(desk: Desk, wanted: Wanted, page: int, study: Study) -> Stability:
    from parley.web.analysis.graph import graph_of
    from parley.web.analysis.states import all_places, places_where, row_of

    outcome = came_about_in(desk, study)
    came = places_where(study, outcome)
    chosen: Chosen | None = None
    unchosen: Refusal | None = None
    try:
        study, chosen = _chosen(desk, wanted, study, came)
    except ParleyError as error:
        unchosen = refusal_of(error)
    key = ("states", wanted.concept, wanted.everything, wanted.job, wanted.groups)
    places = once(desk, key, lambda: all_places(study, wanted.concept, wanted.everything))
    some, paged = part_of(places, page, _ROWS)
    place = chosen.row.number - 1 if chosen is not None else study.start
    return Stability(
        study=study,
        concepts=tuple(_concepts(study)),
        rows=tuple(row_of(study, one, came) for one in some),
        paged=paged,
        graph=graph_of(study, place, wanted.concept),
        chosen=chosen,
        unchosen=unchosen,
        came_about=(outcome.name, tuple(one + 1 for one in came)) if outcome is not None else None,
        start=study.start + 1 if study.start is not None else None,
        fields=tuple(_fields(wanted)),
        appendix=_appendix(desk, wanted, study),
    )


def _fields(wanted: Wanted) -> list[tuple[str, str]]:
    pairs = [("concept", wanted.concept), ("job", wanted.job)]
    pairs += [("everything", "true")] if wanted.everything else []
    pairs += [("groups", "true")] if wanted.groups else []
    return [one for one in pairs if one[1]]


def targets(desk: Desk, wanted: Wanted) -> Targets:
    """Return where the names and the labels of states of this page lead."""
    from parley.web.analysis.block_html import Targets

    ids = known(desk).ids
    fields = dict(_fields(wanted))
    return Targets(
        lambda name: named(desk.dossier, desk.asked, name, ids),
        lambda name: passage_link(desk.asked, name),
        lambda place: link(desk.asked, ("stability",), {**fields, "state": place + 1}, "state"),
    )


def _chosen(
    desk: Desk, wanted: Wanted, study: Study, came: Sequence[int]
) -> tuple[Study, Chosen | None]:
    """The state that is looked at, and the study with its explanations."""
    from parley.web.analysis.states import chosen_of, explained_too, place_of

    if not wanted.state:
        return study, None
    place = place_of(study, wanted.state)
    study = explained_too(study, place)
    return study, chosen_of(study, place, came, targets(desk, wanted))


def _concepts(study: Study) -> list[ConceptRow]:
    from parley.brief.conflicts.concepts import concept_words

    counts = {
        one: sum(group.count for group in study.holding if one in group.concepts)
        for one in study.equilibria
    }
    return [
        ConceptRow(one, *concept_words(one, study.model.parties), counts.get(one, 0))
        for one in study.stability.stable
    ]


def _appendix(desk: Desk, wanted: Wanted, study: Study) -> dict[str, Markup | None]:
    from parley.brief.conflicts.appendix import groups_blocks, unknown_blocks, wishes_blocks
    from parley.web.analysis.block_html import html_of

    to = targets(desk, wanted)
    beside = conflict_beside(desk, study.model)
    found = {
        "groups": groups_blocks(study),
        "unknown": unknown_blocks(study),
        "wishes": wishes_blocks(study, beside, short=False),
    }
    return {name: html_of(blocks, to) if blocks else None for name, blocks in found.items()}


def plain(data: Stability) -> dict[str, object]:
    """Return what the command writes as JSON; raises what was refused."""
    from parley.brief.conflicts.data import study_as_data
    from parley.brief.conflicts.words import explained

    if data.refusal is not None:
        raise data.refusal.error
    if data.unchosen is not None:
        raise data.unchosen.error
    study = data.study
    if study is None:
        raise Refused("nothing was worked out", hint="ask for the page without fields")
    return study_as_data(study, explained)


def states_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return every state of the table: what it is, and for each concept who would leave it."""
    from parley.space.space import outcome_of
    from parley.web.analysis.states import all_places, places_where, row_of

    study = conflict_study(desk, job=wanted.job, groups=wanted.groups)
    _require_concept(study, wanted.concept)
    came = places_where(study, came_about_in(desk, study))
    issues = study.space.issues
    rows = []
    for place in all_places(study, wanted.concept, wanted.everything):
        row = row_of(study, place, came)
        outcome = outcome_of(study.space, int(study.stability.states[place]))
        leaves = (one.leaves for one in row.verdicts)
        rows.append((f"S{row.number}", *(outcome[issue] for issue in issues), row.now, *leaves))
    concepts = tuple(f"leaves:{one}" for one in study.stability.stable)
    return Rows(("state", *issues, "status_quo", *concepts), tuple(rows))


@dataclass(frozen=True, slots=True)
class WholeForm:
    """Whether groups of parties are asked about as well."""

    groups: bool = False


def whole(desk: Desk, form: WholeForm) -> Done:
    """Begin to find what holds in a large conflict, as a longer task."""
    to = link(desk.asked, ("stability",), {"groups": "true" if form.groups else None})
    return begin_stability(desk, to, Changes(), form.groups)


PAGE = Page(
    "stability",
    "/stability",
    stability,
    key="b",
    order=62,
    plain=plain,
    shape=StabilityJson,
    tables={"states": states_table},
    acts={"whole": Act(whole, "look")},
)
