"""Scenarios of GENIUS read into models: one domain file, and a profile for each party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from parley.interop.folders import files_in, refusal
from parley.interop.genius.domain import GeniusDomain, read_domain
from parley.interop.genius.profile import Profile, Scale, read_profile
from parley.interop.genius.xml_text import Element, open_xml
from parley.interop.gmcr.names import ids_for
from parley.kernel.errors import Refused
from parley.space.model import Model, Weights

__all__ = ["read_genius"]

_MOST_STEPS = 10_000


def read_genius(
    folder_or_domain_xml: str | Path, scale: Scale = "genius", steps: int | None = None
) -> Model:
    """Read a scenario: a folder with one domain file and two or more profiles.

    Which file is which is seen from what is in it: `negotiation_template` is a domain,
    `utility_space` a profile. Parties are named after their profiles, in the natural order of the
    file names. What `scale="genius"` counts is what GENIUS 10.4 counts: evaluations over the
    greatest of their issue times the weight as it stands; rectangles over `maxutility`.

    Parameters:
        folder_or_domain_xml: the folder; or its domain file, where it has several.
        scale: `raw` divides nothing by a maximum.
        steps: how many evenly spaced points of an issue of real numbers to take.

    Raises Refused, with every fault of the files, where they cannot be used.
    """
    if scale not in ("genius", "raw"):
        raise Refused(
            f"expected the scale `genius` or `raw`, got {scale!r}", hint="use one of them"
        )
    if steps is not None and not 2 <= steps <= _MOST_STEPS:
        raise Refused(
            f"expected 2 to {_MOST_STEPS:,} points of a real number, got {steps}",
            hint="21 points are what GENIUS itself takes",
        )
    place = Path(folder_or_domain_xml)
    folder = place if place.is_dir() else place.parent
    opened = {place: open_xml(place)} if folder != place else {}
    for one in files_in(folder, (".xml",)):
        if one not in opened:
            opened[one] = open_xml(one)
    domains = [one for one, root in opened.items() if root.tag == "negotiation_template"]
    profiles = [one for one, root in opened.items() if root.tag == "utility_space"]
    if folder != place and place in domains:
        domains = [place]
    _require_both(place, domains, profiles)
    return _model(folder, domains[0], {one: opened[one] for one in profiles}, opened, scale, steps)


def _require_both(place: Path, domains: Sequence[Path], profiles: Sequence[Path]) -> None:
    if len(domains) != 1:
        found = ", ".join(one.name for one in domains) or "none"
        hint = (
            f"name the one meant: {domains[0]}"
            if domains
            else "a domain file's outermost element is `negotiation_template`"
        )
        raise Refused(f"{place}: expected one domain file, got {found}", hint=hint)
    if len(profiles) < 2:
        found = profiles[0].name if profiles else "none"
        raise Refused(
            f"{place}: expected the profiles of two or more parties, got {found}",
            hint="put the profiles beside the domain file; their outermost element is "
            "`utility_space`",
        )


def _model(
    folder: Path,
    domain_file: Path,
    profiles: Mapping[Path, Element],
    opened: Mapping[Path, Element],
    scale: Scale,
    steps: int | None,
) -> Model:
    faults: list[str] = []
    domain = read_domain(opened[domain_file], str(domain_file), steps, faults)
    if faults:
        raise refusal(str(folder), faults)
    names = [issue.name for issue in domain.issues.values()]
    issues = dict(zip(domain.issues, ids_for(names, [None] * len(names), "issue"), strict=True))
    stems = [one.stem for one in profiles]
    parties = ids_for(stems, [None] * len(stems), "party")
    found: dict[str, Profile] = {}
    for party, (file, root) in zip(parties, profiles.items(), strict=True):
        found[party] = read_profile(root, str(file), (domain, issues), scale, faults)
    if faults:
        raise refusal(str(folder), faults)
    by_id = {issues[index]: issue for index, issue in domain.issues.items()}
    return Model(
        folder.resolve().name or str(folder),
        {name: issue.domain for name, issue in by_id.items()},
        dict(zip(parties, stems, strict=True)),
        dict.fromkeys(by_id, parties),
        preferences={party: Weights(one.terms) for party, one in found.items()},
        questions={name: issue.name for name, issue in by_id.items()},
        meanings={name: issue.meanings for name, issue in by_id.items() if issue.meanings},
        no_agreement={party: one.reservation or Fraction() for party, one in found.items()},
        discounts={party: one.discount for party, one in found.items() if one.discount is not None},
        notes=(*domain.notes, *_notes(domain, found, scale)),
    )


def _notes(domain: GeniusDomain, found: Mapping[str, Profile], scale: Scale) -> Iterator[str]:
    for party, profile in found.items():
        if profile.reservation is None:
            yield f"The file says no reservation value for {party}: it is 0, as in GENIUS."
        for note in profile.notes:
            yield f"{party}: {note}."
    if scale == "raw" and any(profile.reservation for profile in found.values()):
        yield (
            "Utilities are not scaled, but what no agreement is worth is as the files say it, and "
            "there GENIUS means its own scale."
        )
