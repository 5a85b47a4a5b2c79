"""A model written as a scenario of GeniusWeb."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from parley.dossier.language.formulas import evaluate, issues_of
from parley.interop.folders import natural
from parley.interop.numbers import decimal_text
from parley.interop.worths import Worths, common_losses, require_weights, worths_of
from parley.kernel.errors import Refused
from parley.space.model import Model

__all__ = ["geniusweb_losses", "write_geniusweb"]

_MOST_TRIED = 20_000  # outcomes, to find one that is worth what no agreement is
_ROUNDING = Fraction(1, 10**9)  # of weights that add up to 1 but for their last figure
_MOST_LISTED = 20_000  # combinations of one group of issues


def write_geniusweb(model: Model) -> dict[str, str]:
    """Return the files of a scenario: file name -> text.

    A profile is a LinearAdditiveUtilitySpace where weights add up to 1 and every number ends as a
    decimal; else a SumOfGroupsUtilitySpace, whose groups are the issues that statements join.

    Raises Refused where a party's preference is an order and not a sum of weights, and where its
    statements join too many issues.
    """
    require_weights(model, "GeniusWeb")
    domain = {
        "name": model.name,
        "issuesValues": {
            _name(model, issue): {"values": list(one.values)} for issue, one in model.issues.items()
        },
    }
    files = {"domain.json": _json(domain)}
    names = list(model.parties)
    kept = sorted(names, key=natural) == names and "domain" not in names
    for number, party in enumerate(names, 1):
        file = f"{party}.json" if kept else f"{number}-{party}.json"
        files[file] = _profile(model, party, domain)
    return files


def geniusweb_losses(model: Model) -> tuple[str, ...]:
    """Say what a scenario of GeniusWeb cannot hold as the model has it."""
    return tuple(dict.fromkeys(_losses(model)))


def _losses(model: Model) -> Iterator[str]:
    yield from common_losses(model, "GeniusWeb")
    for party in model.parties:
        worths = worths_of(model, party)
        numbers = [worth for scores in worths.values.values() for worth in scores.values()]
        numbers += [worth for _, worth in worths.combined]
        if any(decimal_text(one) is None for one in numbers) and _linear(worths) is None:
            yield f"what {party} gains has no end as a decimal: it is rounded to 17 digits"
        if any(one < 0 for one in numbers) or _most(worths) > 1 + _ROUNDING:
            yield f"GeniusWeb wants utilities from 0 to 1, and {party} has others"
        if party in model.discounts:
            yield f"GeniusWeb has no discount; that of {party} is left out"
        worth = model.no_agreement.get(party)
        if worth is not None and _bid(model, worths, worth) is None:
            yield f"no outcome found is worth what no agreement is to {party}: no reservation bid"


def _name(model: Model, issue: str) -> str:
    return model.questions.get(issue, issue)


def _json(data: object) -> str:
    """JSON with numbers as they are: decimals stand in the data as texts with a mark."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return text.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "") + "\n"


_MARK = "\x7f"  # no text of a model has this sign; JSON leaves it as it is


def _decimal(number: Fraction) -> str:
    return f"{_MARK}{decimal_text(number) or repr(float(number))}{_MARK}"


def _linear(worths: Worths) -> Mapping[str, tuple[Fraction, Mapping[str, Fraction]]] | None:
    """Weights and utilities of values, where GeniusWeb would take them; None where not."""
    if worths.combined:
        return None
    peaks = {issue: max(scores.values()) for issue, scores in worths.values.items()}
    if sum(peaks.values()) != 1 or any(min(one.values()) < 0 for one in worths.values.values()):
        return None
    found = {
        issue: (peaks[issue], {value: one / (peaks[issue] or 1) for value, one in scores.items()})
        for issue, scores in worths.values.items()
    }
    numbers = [one for weight, scores in found.values() for one in (weight, *scores.values())]
    return found if all(decimal_text(one) is not None for one in numbers) else None


def _profile(model: Model, party: str, domain: object) -> str:
    worths = worths_of(model, party)
    body: dict[str, object] = {"name": model.parties[party], "domain": domain}
    linear = _linear(worths)
    if linear is not None:
        body["issueUtilities"] = {
            _name(model, issue): {
                "discreteutils": {
                    "valueUtilities": {value: _decimal(one) for value, one in scores.items()}
                }
            }
            for issue, (_, scores) in linear.items()
        }
        body["issueWeights"] = {
            _name(model, issue): _decimal(weight) for issue, (weight, _) in linear.items()
        }
    else:
        body["partUtilities"] = {
            f"part{number}": {"partsutils": _part(model, worths, group)}
            for number, group in enumerate(_groups(model, worths), 1)
        }
    worth = model.no_agreement.get(party)
    bid = _bid(model, worths, worth) if worth is not None else None
    if bid is not None:
        body["reservationBid"] = {
            "issuevalues": {_name(model, issue): value for issue, value in bid.items()}
        }
    kind = "LinearAdditiveUtilitySpace" if linear is not None else "SumOfGroupsUtilitySpace"
    return _json({kind: body})


def _groups(model: Model, worths: Worths) -> list[tuple[str, ...]]:
    """The issues that statements join, directly or through others."""
    groups = [{issue} for issue in model.issues]
    for named, _ in worths.combined:
        joined = [one for one in groups if one & issues_of(named.formula)]
        groups = [one for one in groups if one not in joined]
        groups.append(set().union(*joined))
    ordered = [tuple(issue for issue in model.issues if issue in one) for one in groups]
    return sorted(ordered, key=lambda one: list(model.issues).index(one[0]))


def _part(model: Model, worths: Worths, group: Sequence[str]) -> dict[str, object]:
    listed = []
    combined = [one for one in worths.combined if issues_of(one[0].formula) <= set(group)]
    rows = [model.issues[issue].ranked for issue in group]
    if prod(map(len, rows)) > _MOST_LISTED:
        raise Refused(
            f"{model.name}: statements join {len(group)} issues, and GeniusWeb lists every "
            f"combination of them: expected at most {_MOST_LISTED:,}",
            hint="write it for GENIUS or NegMAS, which have hyper-rectangles",
        )
    for values in itertools.product(*rows):
        outcome = dict(zip(group, values, strict=True))
        worth = _worth(worths, outcome, combined)
        if worth:
            listed.append({"values": list(values), "util": _decimal(worth)})
    return {"issues": [_name(model, issue) for issue in group], "utilslist": listed}


def _worth(
    worths: Worths, outcome: Mapping[str, str], combined: Sequence[tuple[object, Fraction]]
) -> Fraction:
    total = sum((worths.values[issue][value] for issue, value in outcome.items()), Fraction())
    for named, worth in worths.combined:
        if (named, worth) in combined and evaluate(named.formula, outcome):
            total += worth
    return total


def _most(worths: Worths) -> Fraction:
    """What an outcome is worth at most, or more."""
    total = sum((max(scores.values()) for scores in worths.values.values()), Fraction())
    return total + sum((max(worth, Fraction()) for _, worth in worths.combined), Fraction())


def _bid(model: Model, worths: Worths, worth: Fraction) -> Mapping[str, str] | None:
    """An outcome that is worth just this; None where none is found among the first."""
    ranked = [one.ranked for one in model.issues.values()]
    for values in itertools.islice(itertools.product(*ranked), _MOST_TRIED):
        outcome = dict(zip(model.issues, values, strict=True))
        if _worth(worths, outcome, worths.combined) == worth:
            return outcome
    return None
