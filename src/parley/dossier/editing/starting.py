"""The files of a new dossier: small, valid, and with comments that say what to write where."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parley.dossier.files.folder import DECLARATIONS
from parley.dossier.text.scalars import new_scalar
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.kernel.errors import BadTime, ParleyError
from parley.kernel.times import valid_zone, zone_hint

__all__ = ["identifier_of", "starting_files"]

_HEAD = """\
# A dossier of parley: what is known, authorised, offered and agreed in one negotiation.
# `parley check` tells what is wrong with it; `parley schema dossier` describes every key.
parley: 1
id: {id}
title: {title}
# about: >-
#   What the talks are about, in a few sentences.

# The time zone where none is said: an IANA name, an offset or a military letter.
zone: {zone}

# What holds where no instruction speaks: `free-unless-forbidden`, or
# `nothing-unless-authorised` where the delegation may do only what it was told.
default_authority: free-unless-forbidden

# Sides, and inside a side (`within:`) the mandator, the delegation, allies, persons.
# `mandator:` says who may instruct a party.
parties:
"""
_PARTY = """\
  {id}:
    name: {name}
"""
_ISSUES = """\

# What the talks decide: a question and its possible values, about which statements speak
# (`first_issue = open`). Rename this one, and add your own.
issues:
  first_issue:
    question: What is the first question to decide?
    values:
      open: not settled yet
      our_way: as we would have it
      their_way: as the other side would have it
    decided_by:
{deciders}

# Statements that every possible outcome satisfies:
# feasibility:
#   - id: not-both
#     says: not (first_issue = our_way and second_issue = our_way)

# The documents that entries cite, as `sources: cable-1` or `sources: cable-1#passage`:
# sources:
#   cable-1:
#     title: Cable of the first day
#     file: sources/cable-1.txt
"""
_LOG = """\
# Entries: dated, sourced, appended and not rewritten. Logs are all the files in log/, in any
# number. `parley add` writes an entry; `parley schema log` describes every type.
#
# - id: our-first-instruction
#   type: instruction
#   mode: must                      # must, must-not, may, prefer, red-line, bottom-line
#   at: 2030-03-01 09:00
#   by: {first}
#   says: first_issue != their_way
#   sources: cable-1                # or `assumed:` and who assumes it
#
# - id: our-first-offer
#   type: proposal
#   at: 2030-03-02
#   by: {first}
#   to: {second}
#   says: first_issue = our_way
#   sources: cable-1
"""


def identifier_of(text: str) -> str:
    """Return an identifier made of a name, such as that of a folder.

    >>> identifier_of("Talks at Kaesong, 1951")
    'talks-at-kaesong-1951'
    """
    plain = re.sub(r"[^a-z0-9_.]+", "-", text.casefold()).strip("-.")
    return plain or "dossier"


def starting_files(
    identifier: str, title: str, parties: Mapping[str, str], zone: str = "UTC"
) -> dict[str, str]:
    """Return the files of a new dossier: path in its folder -> text.

    Parameters:
        identifier: the dossier's id.
        title: its title.
        parties: id -> name of two sides or more.
        zone: its time zone.

    Raises ParleyError for what cannot be an id, a side too few, or a zone that is none.
    """
    for name in (identifier, *parties):
        if re.fullmatch(ID_PATTERN, name) is None:
            raise ParleyError(
                f"expected an id of letters, figures, `_`, `.` and `-`, got '{name}'",
                hint=f"write `{identifier_of(name)}`",
            )
    if len(parties) < 2:
        raise ParleyError(
            f"expected two parties or more, got {len(parties)}",
            hint="name each, as `us=Our side` and `them=The other side`",
        )
    if not valid_zone(zone):
        meant = zone_hint(zone)
        raise BadTime(
            f"expected a time zone such as Asia/Seoul, got '{zone}'",
            hint=f"did you mean {meant}?" if meant else "write an IANA name, +09:00 or a letter",
        )
    sides = "".join(
        _PARTY.format(id=_scalar(name, 2), name=_scalar(shown, 4))
        for name, shown in parties.items()
    )
    head = _HEAD.format(id=_scalar(identifier, 0), title=_scalar(title, 0), zone=zone)
    deciders = "\n".join(f"      - {_scalar(name, 8)}" for name in parties)
    first, second = list(parties)[:2]
    return {
        DECLARATIONS: head + sides + _ISSUES.format(deciders=deciders),
        "log/start.yaml": _LOG.format(first=first, second=second),
    }


def _scalar(text: str, indent: int) -> str:
    return "\n".join(new_scalar(" ".join(text.split()), indent))
