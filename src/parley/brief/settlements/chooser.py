"""What the page's script shows of a point that is chosen: everything as words."""

from __future__ import annotations

from parley.brief.settlements.study import Study
from parley.brief.settlements.words import (
    fair_at,
    gain,
    label,
    party_name,
    tie_words,
    value_in_words,
    worth,
)

__all__ = ["chooser_data"]


def chooser_data(study: Study) -> dict[str, object]:
    """Return the points listed, in the order of the frontier, for the script of the page."""
    network = study.network
    parties = range(len(network.parties))
    place_of = [{value: at for at, value in enumerate(values)} for values in network.values]
    return {
        "total": study.found.size,
        "parties": [party_name(study, party) for party in parties],
        "issues": list(network.issues),
        "values": [list(values) for values in network.values],
        "meanings": [
            [value_in_words(study, issue, value) for value in values]
            for issue, values in zip(network.issues, network.values, strict=True)
        ],
        "points": [
            {
                "label": label(place),
                "worth": [worth(study, place, party) for party in parties],
                "gain": [gain(study, place, party) for party in parties],
                "fair": list(fair_at(study, place)),
                "package": [
                    known[study.outcomes[place][issue]]
                    for issue, known in zip(network.issues, place_of, strict=True)
                ],
                "ties": tie_words(study, place),
            }
            for place in study.shown
        ],
    }
