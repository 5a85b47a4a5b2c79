"""`parley conflicts`: where sources disagree on a date or a number, side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from parley.cli.layout import counted, dim, heading, wrapped
from parley.cli.options import dossier_argument, output_options, reader_option
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import patience
from parley.cli.statuses import FOUND
from parley.cli.viewing import read_for_viewing
from parley.dossier.dossier import Dossier
from parley.dossier.sources.claims import Claim, claims_of, subject_of
from parley.dossier.sources.disagreements import Disagreement, disagreements
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import iso

__all__ = ["command"]


@click.command("conflicts")
@dossier_argument
@click.option(
    "--about", metavar="SUBJECT", help="Only this subject, or what begins with it and a slash."
)
@reader_option
@output_options("terminal", "json")
def command(path: Path, about: str | None, output: Output) -> None:
    """Where the sources of a DOSSIER disagree on a date or a number, side by side.

    Compared are assertions with their dissent, the dates and numbers in the index of sources, and
    what the documents of that index say of themselves. Two claims agree where one contains the
    other, or is the same in other units; time zones, rounding and the old calendar are only
    suggested. The exit status is 1 where a disagreement stays.

    \b
    Examples:
      parley conflicts talks
      parley conflicts talks --about "boats lost in the flood"
      parley conflicts talks --about cable-1 --format json
    """
    with patience("reading"):
        dossier = read_for_viewing(path)
        claims = claims_of(dossier)
    chosen = [one for one in claims.claims if about is None or _is_about(one, about)]
    if about is not None and not chosen:
        raise _nothing_about(about, claims.claims)
    found = disagreements(chosen, _zones(dossier))
    for note in claims.notes:
        tell(note)
    if output.format == "json":
        deliver(output, as_json_text({"conflicts": [_as_data(one) for one in found]}))
    else:
        deliver(output, "\n".join(_lines(found, len(chosen))))
    if any(not one.settled for one in found):
        sys.exit(FOUND)


def _is_about(claim: Claim, about: str) -> bool:
    subject, wanted = subject_of(claim.about), subject_of(about)
    return subject == wanted or subject.startswith(f"{wanted}/")


def _nothing_about(about: str, claims: tuple[Claim, ...]) -> Refused:
    meant = did_you_mean(about, {one.about for one in claims})
    return Refused(
        f"no source claims anything about '{about}'",
        hint=f"did you mean `{meant}`?" if meant else "see `about` of the assertions",
    )


def _zones(dossier: Dossier) -> tuple[str, ...]:
    declared = dossier.declared
    found = [declared.zone, *(one.zone for one in declared.parties.values() if one.zone)]
    return tuple(dict.fromkeys(found))


def _as_data(one: Disagreement) -> dict[str, Any]:
    return {
        "about": one.about,
        "kind": one.kind,
        "settled": one.settled,
        "claims": [_claim_data(claim) for claim in one.claims],
        "ways": [
            {
                "kind": way.kind,
                "text": way.text,
                "between": [way.first, way.second],
                "settles": way.settles,
            }
            for way in one.ways
        ],
    }


def _claim_data(claim: Claim) -> dict[str, Any]:
    measure = claim.measure
    return {
        "said": claim.said,
        "time": iso(claim.span) if claim.span is not None else None,
        "number": [measure.low, measure.high] if measure is not None else None,
        "unit": (measure.unit or None) if measure is not None else None,
        "holder": claim.holder,
        "dissent": claim.dissent,
        "by": list(claim.by),
        "confidence": claim.confidence,
        "sources": list(claim.sources),
        "assumed": claim.assumed,
        "file": claim.place.file if claim.place is not None else None,
        "line": claim.place.line if claim.place is not None else None,
    }


def _lines(found: tuple[Disagreement, ...], looked_at: int) -> Iterator[str]:
    for one in found:
        yield heading(one.about) + (" (reconciled)" if one.settled else "")
        for number, claim in enumerate(one.claims, 1):
            yield from wrapped(f"{number}. {claim.said}: {_proof(claim)}", 2, 5)
        if one.ways:
            yield from _ways(one)
        else:
            yield "  nothing reconciles them"
        yield ""
    still = sum(not one.settled for one in found)
    told = counted(still, "conflict") if still else "no conflicts"
    yield f"{told}; {counted(looked_at, 'claim')} compared"


def _proof(claim: Claim) -> str:
    parts = [f"dissent in {claim.holder}" if claim.dissent else claim.holder]
    if claim.by:
        parts.append(f"by {', '.join(claim.by)}")
    if claim.sources and not claim.holder.startswith(("source:", "document:")):
        parts.append(f"from {', '.join(claim.sources)}")
    if claim.assumed:
        parts.append(f"assumed by {claim.assumed}")
    if claim.confidence:
        parts.append(f"confidence {claim.confidence}")
    return "; ".join(parts)


def _ways(one: Disagreement) -> Iterator[str]:
    for way in one.ways:
        told = "agree" if way.settles else "perhaps"
        if way.kind == "incomparable":
            told = "unclear"
        pair = f"{way.first + 1} and {way.second + 1}"
        yield from dim(wrapped(f"{pair}, {told}: {way.text}", 4, 6))
