"""The model in a dossier: its issues, who decides them, and what each party wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

from parley.dossier.dossier import Dossier, ancestors
from parley.dossier.language.domain import number_text
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.declarations import Bargaining, Conflict, Preferences, Weight
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.space.model import (
    Model,
    Named,
    Preference,
    Priorities,
    Ranking,
    Term,
    Weights,
)

__all__ = ["Part", "model_of"]

#: The section of a dossier that says what is analysed: what sides can do, or what they could agree.
Part: TypeAlias = Literal["conflict", "bargaining"]


def model_of(dossier: Dossier, issues: Iterable[str] = (), part: Part = "conflict") -> Model:
    """Return the conflict, or the substance to bargain over, that a dossier holds, as a model.

    Parameters:
        dossier: as read; what is faulty in it has been left out by the reader.
        issues: only these; left out: those that the section names, else all that somebody decides.
        part: which section of `dossier.yaml` says what is analysed.

    A statement on an issue that is not analysed is left out, and the notes say so.
    Raises Refused for an unknown issue.
    """
    declared = dossier.declared
    section = declared.conflict if part == "conflict" else declared.bargaining
    chosen = _chosen(dossier, tuple(issues), section)
    wants = {**declared.preferences, **(section.preferences if section is not None else {})}
    decided = {
        name: tuple(
            dict.fromkeys(_actor(dossier, one, wants) for one in declared.issues[name].decided_by)
        )
        for name in chosen
    }
    notes: list[str] = []
    actors = {one for each in decided.values() for one in each} | {
        one for one in wants if one in declared.parties
    }
    preferences = {
        party: found
        for party, wanted in wants.items()
        if party in actors and (found := _preference(dossier, party, wanted, chosen, notes))
    }
    parties = {
        name: party.name
        for name, party in declared.parties.items()
        if name in actors
        and (name in preferences or any(name in each for each in decided.values()))
    }
    notes.extend(_indifferent(parties, preferences))
    quo = section.status_quo if section is not None else None
    coalesce = section.coalesce if isinstance(section, Conflict) else ()
    return Model(
        name=declared.id,
        issues={name: dossier.domains[name] for name in chosen},
        parties=parties,
        decided_by=decided,
        directions={name: declared.issues[name].direction for name in chosen},
        feasibility=tuple(_feasibility(dossier, chosen, notes)),
        preferences=preferences,
        questions={name: declared.issues[name].question for name in chosen},
        meanings={name: _meanings(declared.issues[name].values) for name in chosen},
        status_quo=_one(dossier, quo, chosen, "the status quo", notes) if quo else None,
        coalesce=tuple(_named(dossier, coalesce, chosen, "coalesce", notes)),
        no_agreement=dict(_no_agreement(dossier, parties, wants, notes)),
        discounts={
            party: Fraction(repr(wanted.discount))
            for party, wanted in wants.items()
            if party in parties and wanted.discount is not None
        },
        notes=tuple(notes),
    )


def _no_agreement(
    dossier: Dossier,
    parties: Iterable[str],
    wants: Mapping[str, Preferences],
    notes: list[str],
) -> Iterator[tuple[str, Fraction]]:
    """What no agreement is worth: a stated reservation counts before the value of the plan."""
    for party in parties:
        plan = dossier.declared.parties[party].no_agreement
        stated = wants[party].reservation if party in wants else None
        planned = plan.value if plan is not None else None
        if stated is not None and planned is not None and stated != planned:
            notes.append(
                f"No agreement is worth {stated:g} to {party} by its reservation, and {planned:g} "
                "by its plan: the reservation is used."
            )
        worth = stated if stated is not None else planned
        if worth is not None:
            yield party, Fraction(repr(worth))


def _chosen(
    dossier: Dossier, asked: tuple[str, ...], section: Conflict | Bargaining | None
) -> tuple[str, ...]:
    declared = dossier.declared
    for name in asked:
        if name not in dossier.domains:
            meant = did_you_mean(name, dossier.domains)
            raise Refused(
                f"issue `{name}` is not declared in dossier.yaml",
                hint=f"did you mean `{meant}`?"
                if meant
                else f"known: {', '.join(dossier.domains)}",
            )
    wanted = set(asked or (section.issues if section is not None else ()))
    if wanted:
        return tuple(name for name in dossier.domains if name in wanted)
    return tuple(
        name
        for name in dossier.domains
        if declared.issues[name].decided_by and declared.issues[name].aspect != "fact"
    )


def _actor(dossier: Dossier, decider: str, wants: Mapping[str, Preferences]) -> str:
    """Whose preferences a decider follows: its own, else those of what it stands within."""
    for around in ancestors(dossier, decider):
        if around in wants:
            return around
    return decider


def _feasibility(dossier: Dossier, chosen: tuple[str, ...], notes: list[str]) -> Iterator[Named]:
    for one in dossier.declared.feasibility:
        formula = dossier.formulas[one.says]
        if issues_of(formula) <= set(chosen):
            yield Named(one.id, formula)
        elif not issues_of(formula).isdisjoint(chosen):
            notes.append(f"Feasibility {one.id} is left out: it names an issue not analysed.")


def _preference(
    dossier: Dossier,
    party: str,
    wanted: Preferences,
    chosen: tuple[str, ...],
    notes: list[str],
) -> Preference | None:
    """What a party wants on these issues; a ranking counts before priorities, then weights."""
    whose = f"what {party} wants"
    given = [key for key in ("ranking", "priorities", "weights") if getattr(wanted, key)]
    if len(given) > 1:
        notes.append(f"Of {whose}, {given[0]} is used, and not {' or '.join(given[1:])}.")
    if wanted.ranking is not None:
        tiers = []
        for tier in wanted.ranking.outcomes:
            texts = (tier,) if isinstance(tier, str) else tier
            tiers.append(tuple(_named(dossier, texts, chosen, whose, notes)))
        return Ranking(tuple(tier for tier in tiers if tier)) if any(tiers) else None
    if wanted.priorities:
        groups = []
        for one in wanted.priorities:
            texts = (one.says,) if one.says is not None else one.unordered
            groups.append(tuple(_named(dossier, texts, chosen, whose, notes)))
        return Priorities(tuple(group for group in groups if group)) if any(groups) else None
    terms = tuple(_terms(dossier, wanted.weights, chosen, whose, notes))
    return Weights(terms) if terms else None


def _terms(
    dossier: Dossier,
    weights: Iterable[Weight],
    chosen: tuple[str, ...],
    whose: str,
    notes: list[str],
) -> Iterator[Term]:
    for one in weights:
        low, high = one.weight if isinstance(one.weight, tuple) else (one.weight, one.weight)
        bounds = Fraction(repr(low)), Fraction(repr(high))
        out_of = Fraction(repr(one.out_of))
        if one.says is not None:
            named = _one(dossier, one.says, chosen, whose, notes)
            if named is not None:  # its score is 1 where it is true
                yield Term(bounds[0] / out_of, bounds[1] / out_of, says=named)
        elif one.issue in chosen:
            scores = {
                number_text(value) or value: Fraction(repr(score)) / out_of
                for value, score in one.scores.items()
            }
            yield Term(*bounds, issue=one.issue, scores=scores)
        else:
            notes.append(f"Of {whose}, the weight on {one.issue} is left out: it is not analysed.")


def _named(
    dossier: Dossier,
    texts: Iterable[str],
    chosen: tuple[str, ...],
    whose: str,
    notes: list[str],
) -> Iterator[Named]:
    for text in texts:
        found = _one(dossier, text, chosen, whose, notes)
        if found is not None:
            yield found


def _one(
    dossier: Dossier, text: str, chosen: tuple[str, ...], whose: str, notes: list[str]
) -> Named | None:
    formula = dossier.formulas.get(text)
    if formula is None:
        return None  # faulty; the reader says so
    strange = sorted(issues_of(formula) - set(chosen))
    if not strange:
        return Named(text, formula)
    notes.append(f"Of {whose}, `{text}` is left out: {', '.join(strange)} not analysed.")
    return None


def _meanings(values: object) -> Mapping[str, str]:
    if not isinstance(values, Mapping):
        return {}
    return {number_text(str(value)) or str(value): str(text) for value, text in values.items()}


def _indifferent(
    parties: Mapping[str, str], preferences: Mapping[str, Preference]
) -> Iterator[str]:
    for party in parties:
        if party not in preferences:
            yield f"What {party} wants is not recorded: it is taken as indifferent."
