"""Small made-up substances to bargain over, for the tests of what all could accept."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

from parley.dossier.language.domain import Domain, domain
from parley.dossier.language.formulas import In
from parley.space.model import Model, Named, Preference, Priorities, Term, Weights

__all__ = ["PIER", "drawn_model", "opposed_model"]

#: A fee and a place, two towns; Upper Town knows what no agreement is worth to it.
PIER = """\
parley: 1
id: pier
title: The pier between two made-up towns
fiction: true
parties:
  upper: {name: Upper Town}
  lower: {name: Lower Town}
issues:
  fee:
    question: What does a crossing cost?
    values: [0, 10, 20]
    decided_by: [upper, lower]
  pier:
    question: Where does the ferry land?
    values: {old: at the stairs, new: at the mill}
    decided_by: [upper, lower]
preferences:
  upper:
    weights:
      - {weight: 0.6, issue: fee, scores: {"0": 0, "10": 0.6, "20": 1}, assumed: the test}
      - {weight: 0.4, says: pier = new, assumed: the test}
    reservation: 0.3
  lower:
    weights:
      - {weight: 0.7, issue: fee, scores: {"0": 1, "10": 0.5, "20": 0}, assumed: the test}
      - {weight: 0.3, says: pier = new, assumed: the test}
"""


def drawn_model(
    parties: int, issues: int, values: int, seed: int = 1, *, orders: int = 0, none: float = 0.3
) -> Model:
    """Return a model with drawn whole scores; the last `orders` parties have only an order.

    Parameters:
        none: what no agreement is worth to each, as a share of the most a sum could be.
    """
    draw = random.Random(seed)
    names = ["Union of the Coal and Harbour Workers", "Port", "Ministry of <Trade> & Roads"]
    names += [f"Party {number}" for number in range(3, parties)]
    domains = {f"issue_{k}": domain([f"v{j}" for j in range(values)]) for k in range(issues)}
    wants: dict[str, Preference] = {}
    for number in range(parties):
        if number >= parties - orders:
            wants[f"p{number}"] = _order(domains, draw)
            continue
        wants[f"p{number}"] = Weights(
            tuple(
                Term(
                    Fraction(1),
                    Fraction(1),
                    issue=issue,
                    scores={value: Fraction(draw.randint(0, 100)) for value in each.values},
                )
                for issue, each in domains.items()
            )
        )
    return Model(
        "made-up",
        domains,
        {f"p{number}": names[number] for number in range(parties)},
        {},
        preferences=wants,
        no_agreement={
            f"p{number}": Fraction(int(none * 100 * issues)) for number in range(parties - orders)
        },
    )


def opposed_model(issues: int) -> Model:
    """Return a model of 2^issues outcomes, each of them efficient: no two sums are alike."""
    domains = {f"issue_{k}": domain(["mine", "yours"]) for k in range(issues)}
    wants = {
        party: Weights(
            tuple(
                Term(Fraction(1 << k), Fraction(1 << k), issue=issue, scores={value: Fraction(1)})
                for k, issue in enumerate(domains)
            )
        )
        for party, value in (("us", "mine"), ("them", "yours"))
    }
    return Model("opposed", domains, {"us": "Us", "them": "Them"}, {}, preferences=wants)


def _order(domains: Mapping[str, Domain], draw: random.Random) -> Priorities:
    named = [
        Named(f"{issue} = {value}", In(issue, frozenset((value,))))
        for issue, each in domains.items()
        for value in [draw.choice(each.values)]
    ]
    draw.shuffle(named)
    return Priorities(tuple((one,) for one in named))
