"""A model as the `dossier.yaml` of a dossier, so that a scenario can be worked on as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

from parley.dossier.editing.starting import identifier_of
from parley.dossier.language.domain import Domain, number_text
from parley.dossier.language.formulas import show
from parley.dossier.text.formatting import format_text
from parley.dossier.text.scalars import in_quotes, new_scalar
from parley.interop.numbers import decimal_text, exact_float
from parley.interop.worths import box_of, odd_part
from parley.space.model import Model, Named, Preference, Priorities, Ranking, Term, Weights

__all__ = ["dossier_losses", "write_dossier"]

_LETTER = re.compile(r"[^\W\d_]")
_ASSUMED = "assumed: the scenario that this dossier was made from"
_LONG = 12  # values of a range that are still listed one by one
_DIGITS = 15  # so many survive in a number of a dossier
_MOST_EXACT = 2**53


def write_dossier(model: Model) -> str:
    """Return a canonical `dossier.yaml` that holds a model.

    Weights, scores and what they are out of are the same numbers exactly; `dossier_losses` says
    where that is impossible. What has more digits than a number of a dossier keeps is written as
    several weights that add up.
    """
    lines = [
        "parley: 1",
        f"id: {_scalar(identifier_of(model.name))}",
        f"title: {_scalar(model.name)}",
    ]
    if model.notes:
        lines += ["about: |-", *(f"  {_one_line(note)}" for note in model.notes)]
    lines += ["parties:"]
    for party, name in model.parties.items():
        lines += [f"  {_scalar(party)}:", f"    name: {_scalar(name or party)}"]
    lines += ["issues:"]
    for issue in model.issues:
        lines += _issue(model, issue)
    if model.feasibility:
        lines += ["feasibility:"]
        for number, named in enumerate(model.feasibility, 1):
            lines += [
                f"  - id: feasible-{number}",
                f"    says: {_scalar(show(named.formula, model.issues))}",
                f"    {_ASSUMED}",
            ]
    lines += ["preferences:"]
    for party in model.parties:
        lines += _wants(model, party)
    lines += ["bargaining:", "  issues:", *(f"    - {_scalar(issue)}" for issue in model.issues)]
    if model.status_quo is not None:
        lines += [f"  status_quo: {_scalar(show(model.status_quo.formula, model.issues))}"]
    return format_text("\n".join(lines) + "\n", "dossier")


def dossier_losses(model: Model) -> tuple[str, ...]:
    """Say what a dossier cannot hold exactly as the model has it."""
    return tuple(_losses(model))


def _losses(model: Model) -> Iterator[str]:
    if model.coalesce:
        yield "states made one are not written"
    for party in model.parties:
        preference = model.preferences.get(party)
        for term in preference.terms if isinstance(preference, Weights) else ():
            if _bottom(term) is None or (
                term.low != term.high and None in (exact_float(term.low), exact_float(term.high))
            ):
                what = term.issue or (term.says.name if term.says is not None else "")
                yield f"what {party} gains from {what} is rounded to {_DIGITS} digits"
        for what, number in (
            ("reservation", model.no_agreement.get(party)),
            ("discount", model.discounts.get(party)),
        ):
            if number is not None and exact_float(number) is None:
                yield f"the {what} of {party} is rounded to {_DIGITS} digits"


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _scalar(text: str) -> str:
    return "\n".join(new_scalar(_one_line(text) or "-", 0))


def _value(text: str) -> str:
    if number_text(text) == text:
        return text
    return _scalar(text) if _LETTER.match(text) else in_quotes(text)


def _key(text: str) -> str:
    return in_quotes(text) if not text.isascii() or len(text) > 100 else _value(text)


def _issue(model: Model, issue: str) -> list[str]:
    domain = model.issues[issue]
    meanings = model.meanings.get(issue, {})
    lines = [f"  {_scalar(issue)}:", f"    question: {_scalar(model.questions.get(issue, issue))}"]
    span = _range(domain)
    if meanings:
        lines += ["    values:"]
        lines += [
            f"      {_key(value)}: {_scalar(meanings.get(value, value))}" for value in domain.values
        ]
    elif span is not None:
        lines += [f"    range: {{from: {span[0]}, to: {span[1]}, step: 1}}"]
    else:
        lines += ["    values:", *(f"      - {_value(value)}" for value in domain.values)]
    if domain.ordered and domain.numbers is None:
        lines += ["    ordered: true"]
    deciders = model.decided_by.get(issue, ())
    if deciders:
        lines += ["    decided_by:", *(f"      - {_scalar(one)}" for one in deciders)]
    direction = model.directions.get(issue, "both")
    return [*lines, f"    direction: {direction}"] if direction != "both" else lines


def _range(domain: Domain) -> tuple[int, int] | None:
    """The ends of a long row of whole numbers; None for other values."""
    numbers = domain.numbers
    if numbers is None or len(numbers) <= _LONG or any(one != int(one) for one in numbers):
        return None
    low, high = int(numbers[0]), int(numbers[-1])
    plain = [int(one) for one in numbers] == list(range(low, high + 1))
    return (low, high) if plain else None


def _wants(model: Model, party: str) -> list[str]:
    lines = _preference(model, model.preferences.get(party))
    worth, discount = model.no_agreement.get(party), model.discounts.get(party)
    if worth is not None:
        lines += [f"    reservation: {_number(worth)}"]
    if discount is not None:
        lines += [f"    discount: {_number(discount)}"]
    return [f"  {_scalar(party)}:", *lines] if lines else []


def _preference(model: Model, preference: Preference | None) -> list[str]:
    if isinstance(preference, Priorities):
        lines = ["    priorities:"]
        for group in preference.groups:
            if len(group) == 1:
                lines += [f"      - says: {_says(model, group[0])}"]
            else:
                lines += ["      - unordered:"]
                lines += [f"          - {_says(model, one)}" for one in group]
            lines += [f"        {_ASSUMED}"]
        return lines
    if isinstance(preference, Ranking):
        lines = ["    ranking:", "      outcomes:"]
        for tier in preference.tiers:
            texts = ", ".join(in_quotes(show(one.formula, model.issues)) for one in tier)
            lines += [f"        - [{texts}]"]
        return [*lines, f"      {_ASSUMED}"]
    if preference is None or not preference.terms:
        return []
    return ["    weights:", *(line for term in preference.terms for line in _term(model, term))]


def _says(model: Model, named: Named) -> str:
    return _scalar(show(named.formula, model.issues))


def _term(model: Model, term: Term) -> list[str]:
    """One term as one weight, or as several that add up where a number has too many digits."""
    if term.says is not None and _always(model, term.says):
        issue, domain = next(iter(model.issues.items()))
        ones = dict.fromkeys(domain.values, Fraction(1))
        return _term(model, Term(term.low, term.high, issue=issue, scores=ones))
    bottom = _bottom(term) or 1
    if term.says is not None:
        subject = [f"says: {_says(model, term.says)}"]
        weights = _weights(term.low * bottom, term.high * bottom)
        return [line for one in weights for line in _entry(one, subject, bottom)]
    lines: list[str] = []
    share = odd_part(term.low, term.high)
    for scores in _layers({value: score * bottom / share for value, score in term.scores.items()}):
        subject = [f"issue: {_scalar(term.issue or '')}"]
        if scores:
            subject += ["scores:", *(f"  {_key(one)}: {score}" for one, score in scores.items())]
        for weight in _weights(term.low * share, term.high * share):
            lines += _entry(weight, subject, bottom)
    return lines


def _always(model: Model, named: Named) -> bool:
    """Whether a statement leaves every value open: a dossier is warned of such."""
    box = box_of(named.formula)
    return box is not None and all(
        allowed >= model.issues[issue].whole for issue, allowed in box.items()
    )


def _bottom(term: Term) -> int | None:
    """What the scores of a term are out of, so that all its numbers end; None: none does."""
    share = odd_part(term.low, term.high)
    scores = tuple(term.scores.values())
    if term.says is not None:
        return share if share <= _MOST_EXACT else None
    whole = lcm(*(one.denominator for one in scores)) if scores else 1
    odd = odd_part(*scores) * share
    if odd == 1:
        return 1
    # the denominator itself makes whole scores; it is shorter to read where it is short
    best = whole * share if whole * share < 10**6 else odd
    return best if best <= _MOST_EXACT else None


def _entry(weight: str, subject: Sequence[str], bottom: int) -> list[str]:
    out_of = [f"out_of: {bottom}"] if bottom != 1 else []
    return [
        f"      - weight: {weight}",
        *(f"        {line}" for line in (*subject, *out_of, _ASSUMED)),
    ]


def _weights(low: Fraction, high: Fraction) -> list[str]:
    if low != high:
        return [f"[{_number(low)}, {_number(high)}]"]
    return _pieces(low)


def _layers(scores: Mapping[str, Fraction]) -> list[dict[str, str]]:
    """Scores as maps that add up: the second holds what the first has no digits for."""
    pieces = {value: _pieces(score) for value, score in scores.items()}
    count = max(map(len, pieces.values()), default=1)
    return [
        {value: piece[layer] for value, piece in pieces.items() if layer < len(piece)}
        for layer in range(count)
    ]


def _pieces(number: Fraction) -> list[str]:
    """A number as numbers that a dossier keeps exactly and that add up to it."""
    found: list[str] = []
    rest = number
    while rest or not found:
        if exact_float(rest) is not None or decimal_text(rest) is None:
            return [*found, _number(rest)]
        part = _leading(rest)
        found.append(_number(part))
        rest -= part
    return found


def _leading(number: Fraction) -> Fraction:
    """The first digits of a number."""
    return Fraction(format(float(number), f".{_DIGITS - 1}e"))


def _number(number: Fraction) -> str:
    exact = exact_float(number)
    if exact is None:
        return repr(float(_leading(number)))
    text = decimal_text(number) or repr(exact)
    return text if len(text) <= 2 * _DIGITS else repr(exact)
