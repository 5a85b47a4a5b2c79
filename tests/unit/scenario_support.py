"""Small made-up scenarios for the tests of what other programs' files mean."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from parley.space.model import Model
from parley.space.network import compile_network, utility_of

Item = tuple[str, str]


def put(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def genius_domain(issues: str) -> str:
    """Return a domain file around some issues."""
    return (
        '<negotiation_template>\n<utility_space number_of_issues="1">\n'
        f'<objective index="0" name="Orchard" type="objective">\n{issues}\n'
        "</objective>\n</utility_space>\n</negotiation_template>\n"
    )


def genius_profile(body: str, end: str = "", kind: str = "") -> str:
    """Return a profile around the issues and weights of a party."""
    return (
        f'<utility_space{kind}>\n<objective index="0" name="Orchard">\n{body}\n'
        f"</objective>\n{end}</utility_space>\n"
    )


def discrete(index: int, name: str, items: Sequence[Item]) -> str:
    """Return an issue of listed values; with evaluations, as a profile has it."""
    lines = [
        f'<item index="{place}" value="{value}"'
        + (f' evaluation="{worth}"' if worth else "")
        + "/>"
        for place, (value, worth) in enumerate(items, 1)
    ]
    return "\n".join([f'<issue index="{index}" name="{name}" type="discrete">', *lines, "</issue>"])


def utilities(
    model: Model, party: str, time: Fraction = Fraction()
) -> dict[tuple[str, ...], Fraction]:
    """Return what every outcome is worth to a party."""
    network = compile_network(model, time=time)
    number = network.parties.index(party)
    return {
        tuple(values[place] for values, place in zip(network.values, places, strict=True)): (
            utility_of(network, number, places)
        )
        for places in itertools.product(*(range(len(values)) for values in network.values))
    }
