"""A model written as a scenario of GENIUS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from xml.sax.saxutils import quoteattr

from parley.interop.folders import natural
from parley.interop.numbers import decimal_text
from parley.interop.worths import (
    Worths,
    box_of,
    common_losses,
    odd_part,
    require_weights,
    worths_of,
)
from parley.space.model import Model

__all__ = ["genius_losses", "write_genius"]

_ROUNDING = Fraction(1, 10**9)  # of weights that add up to 1 but for their last figure


def write_genius(model: Model) -> dict[str, str]:
    """Return the files of a scenario: file name -> text.

    Where no party has a statement on several issues, issues are discrete and profiles have
    weights and evaluations; else issues are integers and profiles hyper-rectangles.

    Raises Refused where a party's preference is an order and not a sum of weights.
    """
    require_weights(model, "GENIUS")
    worths = {party: worths_of(model, party) for party in model.parties}
    nonlinear = any(one.combined for one in worths.values())
    files = {"domain.xml": _domain(model, nonlinear)}
    for party, name in _file_names(model).items():
        write = _rectangles if nonlinear else _additive
        body = "\n".join(write(model, worths[party]))
        kind = ' type="nonlinear"' if nonlinear else ""
        files[name] = f"<utility_space{kind}>\n{body}\n{_end(model, party)}</utility_space>\n"
    return files


def genius_losses(model: Model) -> tuple[str, ...]:
    """Say what a scenario of GENIUS cannot hold as the model has it."""
    return tuple(dict.fromkeys(_losses(model)))


def _losses(model: Model) -> Iterator[str]:
    yield from common_losses(model, "GENIUS")
    worths = {party: worths_of(model, party) for party in model.parties}
    nonlinear = any(one.combined for one in worths.values())
    for party, one in worths.items():
        if model.no_agreement.get(party) is None:
            yield f"what no agreement is worth to {party} is not known: GENIUS takes 0"
        most = sum((max(scores.values()) for scores in one.values.values()), Fraction())
        most += sum((max(worth, Fraction()) for _, worth in one.combined), Fraction())
        if most > 1 + _ROUNDING:
            yield f"GENIUS cuts utilities off at 1; {party} may have up to {float(most):g}"
        if nonlinear:
            for named, _ in one.combined:
                if not _boxes(model, box_of(named.formula)):
                    yield f"`{named.name}` of {party} is no hyper-rectangle of integers: left out"
            strange = [
                issue
                for issue, scores in one.values.items()
                if any(scores.values()) and not _whole(model, issue)
            ]
            if strange:
                yield f"what {party} gains from {', '.join(strange)} is left out: no whole numbers"
        elif any(decimal_text(_peak(scores)) is None for scores in one.values.values()):
            yield f"a weight of {party} has no end as a decimal: it is rounded to 17 digits"


def _file_names(model: Model) -> dict[str, str]:
    names = list(model.parties)
    kept = sorted(names, key=natural) == names and "domain" not in names
    return {
        party: f"{party}.xml" if kept else f"{number}-{party}.xml"
        for number, party in enumerate(names, 1)
    }


def _whole(model: Model, issue: str) -> bool:
    """Whether the values of an issue are whole numbers without a gap."""
    numbers = model.issues[issue].sizes
    return bool(numbers) and all(
        one == numbers[0] + place and one == int(one) for place, one in enumerate(numbers)
    )


def _domain(model: Model, nonlinear: bool) -> str:
    lines = [
        "<negotiation_template>",
        f'<utility_space number_of_issues="{len(model.issues)}">',
        *_head(model),
    ]
    for number, issue in enumerate(model.issues, 1):
        if nonlinear and _whole(model, issue):
            lines += [_integer(model, issue, number)]
            continue
        lines += [_issue_tag(model, issue, number)]
        meanings = model.meanings.get(issue, {})
        for place, value in enumerate(model.issues[issue].values, 1):
            meaning = f" description={quoteattr(meanings[value])}" if value in meanings else ""
            lines += [f'<item index="{place}" value={quoteattr(value)}{meaning}/>']
        lines += ["</issue>"]
    return "\n".join([*lines, "</objective>", "</utility_space>", "</negotiation_template>", ""])


def _head(model: Model) -> list[str]:
    return [
        f'<objective index="0" name={quoteattr(model.name)} type="objective" etype="objective">'
    ]


def _issue_tag(model: Model, issue: str, number: int) -> str:
    name = quoteattr(model.questions.get(issue, issue))
    return f'<issue index="{number}" name={name} type="discrete" etype="discrete" vtype="discrete">'


def _integer(model: Model, issue: str, number: int) -> str:
    name = quoteattr(model.questions.get(issue, issue))
    ranked = model.issues[issue].ranked
    return (
        f'<issue index="{number}" name={name} type="integer" etype="integer" vtype="integer" '
        f'lowerbound="{ranked[0]}" upperbound="{ranked[-1]}"/>'
    )


def _peak(scores: Mapping[str, Fraction]) -> Fraction:
    """The weight of an issue: its greatest worth; of an issue that only costs, its least."""
    most = max(scores.values())
    return most if most > 0 else min(scores.values())


def _additive(model: Model, worths: Worths) -> Iterator[str]:
    yield from _head(model)
    for number, issue in enumerate(model.issues, 1):
        scores = worths.values[issue]
        peak = _peak(scores)
        shares = {value: score / peak if peak else score for value, score in scores.items()}
        scale = odd_part(*shares.values())
        yield _issue_tag(model, issue, number)
        for place, value in enumerate(model.issues[issue].values, 1):
            evaluation = decimal_text(shares[value] * scale)
            yield f'<item index="{place}" value={quoteattr(value)} evaluation="{evaluation}"/>'
        yield "</issue>"
        yield f'<weight index="{number}" value="{_text(peak)}"/>'
    yield "</objective>"


def _text(number: Fraction) -> str:
    return decimal_text(number) or repr(float(number))


def _rectangles(model: Model, worths: Worths) -> Iterator[str]:
    pairs: list[tuple[Mapping[str, tuple[str, str]], Fraction]] = []
    for issue, scores in worths.values.items():
        if _whole(model, issue):
            pairs += [({issue: (value, value)}, worth) for value, worth in scores.items() if worth]
    for named, worth in worths.combined:
        pairs += [(box, worth) for box in _boxes(model, box_of(named.formula))]
    bottom = odd_part(*(worth for _, worth in pairs))
    numbers = {issue: number for number, issue in enumerate(model.issues, 1)}
    yield from _head(model)
    for issue, number in numbers.items():
        if _whole(model, issue):
            yield _integer(model, issue, number)
        else:
            yield _issue_tag(model, issue, number) + "</issue>"
    yield f'<utility maxutility="{bottom}">'
    yield '<ufun type="PlainUfun" weight="1" aggregation="sum">'
    for box, worth in pairs:
        yield f'<hyperRectangle utility="{decimal_text(worth * bottom)}">'
        for issue, (low, high) in box.items():
            yield f'<INCLUDES index="{numbers[issue]}" min="{low}" max="{high}"/>'
        yield "</hyperRectangle>"
    yield from ("</ufun>", "</utility>", "</objective>")


def _boxes(
    model: Model, box: Mapping[str, frozenset[str]] | None
) -> list[Mapping[str, tuple[str, str]]]:
    """A conjunction as hyper-rectangles, one for each choice of rows without a gap."""
    found: list[Mapping[str, tuple[str, str]]] = [{}] if box is not None else []
    for issue, allowed in (box or {}).items():
        if not _whole(model, issue):
            return []
        rows = list(_rows(model.issues[issue].ranked, allowed))
        found = [{**one, issue: row} for one in found for row in rows]
        if len(found) > 10_000:
            return []
    return found


def _rows(ranked: tuple[str, ...], allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    first = last = None
    for value in ranked:
        if value in allowed:
            first, last = first or value, value
        elif first is not None and last is not None:
            yield first, last
            first = last = None
    if first is not None and last is not None:
        yield first, last


def _end(model: Model, party: str) -> str:
    worth = model.no_agreement.get(party, Fraction())
    discount = model.discounts.get(party, Fraction(1))
    return f'<discount_factor value="{_text(discount)}"/>\n<reservation value="{_text(worth)}"/>\n'
