"""Trades and fallbacks of a dossier as parts of the outcomes: where each of them is carried out.

A trade is carried out where what is given and what is had for it both hold; a rung of a fallback
where what it puts forward holds, and the condition that set it off. Only what is about the issues
of the model can be judged by outcomes; the rest is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import conjuncts, issues_of
from parley.dossier.vocabulary.entries import Entry, Fallback, Trade
from parley.space.model import Model, Named
from parley.space.network import Constraint, constraints_of

__all__ = ["Beside", "Region", "Regions", "regions_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """The outcomes in which a trade, or one rung of a fallback, is carried out.

    Parameters:
        entry: its id in the log.
        rung: which rung of a fallback, from 1; None for a trade.
        says: the statements that hold then.
        left_out: parts of a fallback's condition that are about no issue of the model, such as
            facts: it is judged as if they had come true.
        constraints: the same as `says`, on the issues of the model's network.
    """

    entry: str
    rung: int | None
    says: tuple[Named, ...]
    left_out: tuple[Named, ...]
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A trade or a rung that is not about the substance alone, so no outcomes are its own.

    Parameters:
        entry, rung: as in `Region`.
        issues: what it names that is not in the model.
    """

    entry: str
    rung: int | None
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """What trades and fallbacks are about the substance, and which are not, in the log's order."""

    inside: tuple[Region, ...]
    beside: tuple[Beside, ...]


def regions_of(dossier: Dossier, model: Model, entries: Iterable[Entry] | None = None) -> Regions:
    """Return the trades and the rungs of fallbacks of a dossier as constraints on the substance.

    Parameters:
        model: what is bargained over.
        entries: those to look at, such as the ones in force; left out: all of the log.

    That a demand was refused sets a fallback off and says nothing of the outcome, since a rung may
    put the demand forward again. A statement that the reader found faulty is passed over.
    Raises Refused for a statement about too many combinations of values.
    """
    values = {name: domain.ranked for name, domain in model.issues.items()}
    inside: list[Region] = []
    beside: list[Beside] = []
    for entry, rung, says, conditions in _carried_out(dossier, entries):
        strange = [issue for one in says for issue in _strange(one, values)]
        if strange:
            beside.append(Beside(entry, rung, tuple(dict.fromkeys(strange))))
            continue
        parts = [Named(one.name, part) for one in conditions for part in conjuncts(one.formula)]
        kept = (*says, *(part for part in parts if not _strange(part, values)))
        inside.append(
            Region(
                entry,
                rung,
                kept,
                tuple(part for part in parts if _strange(part, values)),
                tuple(
                    limit for one in kept for limit in constraints_of(one.name, one.formula, values)
                ),
            )
        )
    return Regions(tuple(inside), tuple(beside))


def _carried_out(
    dossier: Dossier, entries: Iterable[Entry] | None
) -> Iterator[tuple[str, int | None, tuple[Named, ...], tuple[Named, ...]]]:
    """Give each trade and rung: its entry, which rung, what it says, and on what condition."""
    for entry in dossier.entries if entries is None else entries:
        if isinstance(entry, Trade):
            says = _named(dossier, (entry.give, entry.get))
            if len(says) == 2:
                yield entry.id, None, says, ()
        elif isinstance(entry, Fallback):
            when = _named(dossier, () if entry.when is None else (entry.when,))
            for number, rung in enumerate(entry.rungs, 1):
                says = _named(dossier, (rung.do,))
                if says:
                    yield entry.id, number, says, when


def _named(dossier: Dossier, texts: Sequence[str]) -> tuple[Named, ...]:
    return tuple(Named(text, dossier.formulas[text]) for text in texts if text in dossier.formulas)


def _strange(named: Named, values: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted(issues_of(named.formula) - values.keys())
