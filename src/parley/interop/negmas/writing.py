"""A model written as a scenario of NegMAS, in its YAML."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from parley.dossier.language.domain import number_text
from parley.dossier.text.scalars import in_quotes
from parley.interop.folders import natural
from parley.interop.numbers import decimal_text, exact_float
from parley.interop.worths import Worths, box_of, common_losses, require_weights, worths_of
from parley.space.model import Model

__all__ = ["negmas_losses", "write_negmas"]

_MOST_BOXES = 10_000


def write_negmas(model: Model) -> dict[str, str]:
    """Return the files of a scenario: file name -> text.

    A party without statements on several issues has a LinearAdditiveUtilityFunction; one with
    them a HyperRectangleUtilityFunction.

    Raises Refused where a party's preference is an order and not a sum of weights.
    """
    require_weights(model, "NegMAS")
    files = {"domain.yml": _domain(model)}
    names = list(model.parties)
    kept = sorted(names, key=natural) == names and "domain" not in names
    for number, party in enumerate(names, 1):
        file = f"{party}.yml" if kept else f"{number}-{party}.yml"
        files[file] = _function(model, party)
    return files


def negmas_losses(model: Model) -> tuple[str, ...]:
    """Say what a scenario of NegMAS cannot hold as the model has it."""
    return tuple(dict.fromkeys(_losses(model)))


def _losses(model: Model) -> Iterator[str]:
    yield from common_losses(model, "NegMAS")
    for party in model.parties:
        worths = worths_of(model, party)
        numbers = [worth for scores in worths.values.values() for worth in scores.values()]
        numbers += [worth for _, worth in worths.combined]
        if any(exact_float(one) is None for one in numbers):
            yield f"what {party} gains is rounded to 17 digits, which is what NegMAS keeps"
        for named, _ in worths.combined:
            if not _boxes(model, box_of(named.formula)):
                yield f"`{named.name}` of {party} is no hyper-rectangle: it is left out"
        if model.no_agreement.get(party) is None:
            yield f"what no agreement is worth to {party} is not known: NegMAS takes less than all"


def _scalar(text: str) -> str:
    """A value: a number where it is one, else a text in quotes."""
    return text if number_text(text) == text else in_quotes(text)


def _decimal(number: Fraction) -> str:
    text = decimal_text(number) or repr(float(number))
    return text if "." in text or "e" in text else f"{text}.0"


def _domain(model: Model) -> str:
    lines = ["issues:"]
    for issue, one in model.issues.items():
        lines += [f"- name: {in_quotes(model.questions.get(issue, issue))}"]
        lines += ["  type: CategoricalIssue", "  values:"]
        lines += [f"  - {_scalar(value)}" for value in one.values]
    kind = "type: DiscreteCartesianOutcomeSpace"
    return "\n".join([*lines, f"name: {in_quotes(model.name)}", kind, ""])


def _function(model: Model, party: str) -> str:
    worths = worths_of(model, party)
    lines = list(_rectangles(model, worths) if worths.combined else _additive(model, worths))
    worth = model.no_agreement.get(party)
    reserved = "-.inf" if worth is None else _decimal(worth)
    named = [f"name: {in_quotes(model.parties[party])}", f"reserved_value: {reserved}"]
    discount = model.discounts.get(party)
    if discount is None:
        return "\n".join([*lines, *named, ""])
    inner = [f"  {line}" for line in (*lines, *named)]
    around = [
        "type: ExpDiscountedUFun",
        f"discount: {_decimal(discount)}",
        "factor: relative_time",
        "dynamic_reservation: true",
        *named,
        "ufun:",
    ]
    return "\n".join([*around, *inner, ""])


def _additive(model: Model, worths: Worths) -> Iterator[str]:
    yield "type: LinearAdditiveUtilityFunction"
    yield "values:"
    for issue, scores in worths.values.items():
        yield "- type: TableFun"
        yield "  mapping:"
        for value in model.issues[issue].values:
            yield f"    {_scalar(value)}: {_decimal(scores[value])}"
    yield "weights:"
    for _ in worths.values:
        yield "- 1.0"


def _rectangles(model: Model, worths: Worths) -> Iterator[str]:
    pairs: list[tuple[Mapping[str, Sequence[str]], Fraction]] = []
    for issue, scores in worths.values.items():
        pairs += [({issue: (value,)}, worth) for value, worth in scores.items() if worth]
    for named, worth in worths.combined:
        pairs += [(box, worth) for box in _boxes(model, box_of(named.formula))]
    places = {issue: place for place, issue in enumerate(model.issues)}
    yield "type: HyperRectangleUtilityFunction"
    yield "outcome_ranges:"
    for box, _ in pairs:
        parts = (
            f"{places[issue]}: [{', '.join(map(_scalar, values))}]" for issue, values in box.items()
        )
        yield f"- {{{', '.join(parts)}}}"
    yield "utilities:"
    yield from (f"- {_decimal(worth)}" for _, worth in pairs)
    yield "weights:"
    yield from ("- 1.0" for _ in pairs)


def _open_range(ranked: Sequence[str], row: Sequence[str]) -> tuple[str, str]:
    """Two numbers between which just the numbers of a row lie."""
    first, last = ranked.index(row[0]), ranked.index(row[-1])
    low = Fraction(ranked[first - 1]) if first else Fraction(row[0]) - 2
    high = Fraction(ranked[last + 1]) if last + 1 < len(ranked) else Fraction(row[-1]) + 2
    ends = (low + Fraction(row[0])) / 2, (high + Fraction(row[-1])) / 2
    return decimal_text(ends[0]) or "", decimal_text(ends[1]) or ""


def _boxes(
    model: Model, box: Mapping[str, frozenset[str]] | None
) -> list[Mapping[str, Sequence[str]]]:
    """A conjunction as hyper-rectangles.

    Of numbers NegMAS takes two in brackets as a range without its ends, so a row of numbers is
    written from halfway below it to halfway above; other values are listed.
    """
    if box is None:
        return []
    choices: list[list[Sequence[str]]] = []
    for issue, allowed in box.items():
        domain = model.issues[issue]
        if domain.numbers is None:
            choices.append([[value for value in domain.ranked if value in allowed]])
            continue
        rows: list[list[str]] = []
        for place, value in enumerate(domain.ranked):
            if value not in allowed:
                continue
            if rows and rows[-1][-1] == domain.ranked[place - 1]:
                rows[-1].append(value)
            else:
                rows.append([value])
        choices.append([_open_range(domain.ranked, row) for row in rows])
    found = list(itertools.islice(itertools.product(*choices), _MOST_BOXES + 1))
    if len(found) > _MOST_BOXES:
        return []
    return [dict(zip(box, one, strict=True)) for one in found]
