"""`parley cable posts`: the directory of an office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from parley.cables.clerk import directory_in
from parley.cables.custody.directory import Directory, Standing, standing
from parley.cables.keys.cards import fingerprint
from parley.cli.cable_desk import office_at, reading_at
from parley.cli.cable_options import AtOffice, office_options
from parley.cli.cable_text import moment
from parley.cli.layout import heading, labelled, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver

__all__ = ["command"]


@click.command("posts")
@office_options
@output_options("terminal", "json")
def command(at: AtOffice, output: Output) -> None:
    """The directory: which posts the office knows, their fingerprints, what each may do.

    \b
    Examples:
      parley cable posts
      parley cable posts --format json
    """
    office = office_at(at)
    with reading_at(office) as now:
        directory = directory_in(now)
    if output.format == "json":
        deliver(output, as_json_text(_data(directory)))
        return
    lines = wrapped(f"{directory.log}, kept by {directory.keeper}, in {office.zone}")
    for post in directory.posts:
        known = standing(directory, post)
        if known is not None:
            lines += ["", *_lines(directory, known, office.zone)]
    deliver(output, "\n".join(lines))


def _lines(directory: Directory, known: Standing, zone: str) -> Iterator[str]:
    post = known.card.post
    place = "here" if known.here or post == directory.keeper else "elsewhere"
    yield heading(post) + f", {place}" + (f" in {known.log}" if known.log else "")
    rows = [("fingerprint", fingerprint(known.card))]
    if known.releases_for:
        rows.append(("releases for", ", ".join(known.releases_for)))
    if known.instructs:
        rows.append(("instructs", ", ".join(known.instructs)))
    owned = [name for name, one in directory.series.items() if one.owner == post]
    if owned:
        rows.append(("series", ", ".join(owned)))
    gone = directory.revoked.get(known.card.signing)
    if gone is not None:
        rows.append(("REVOKED", f"from {moment(gone.since, (zone,))} on"))
    yield from labelled(rows)


def _data(directory: Directory) -> dict[str, Any]:
    posts = []
    for post in directory.posts:
        known = standing(directory, post)
        if known is None:
            continue
        gone = directory.revoked.get(known.card.signing)
        posts.append(
            {
                "post": post,
                "here": known.here or post == directory.keeper,
                "log": known.log,
                "fingerprint": fingerprint(known.card),
                "signing": known.card.signing,
                "sealing": known.card.sealing,
                "releases_for": list(known.releases_for),
                "instructs": list(known.instructs),
                "revoked_since": gone.since if gone is not None else None,
            }
        )
    series = {name: one.owner for name, one in directory.series.items()}
    return {
        "log": directory.log,
        "keeper": directory.keeper,
        "zone": directory.zone,
        "posts": posts,
        "series": [{"series": name, "owner": owner} for name, owner in series.items()],
    }
