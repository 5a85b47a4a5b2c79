"""The field types that entries and the dossier file share, each with the text the schema shows."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

__all__ = [
    "ID_PATTERN",
    "CompartmentRefs",
    "DurationText",
    "EntryRef",
    "Identifier",
    "IssueRefs",
    "PartyRef",
    "PartyRefs",
    "Record",
    "Refs",
    "SourceRefs",
    "StatementText",
    "Text",
    "TimeText",
]

#: What an identifier may look like: it is used in addresses, file names and statements.
ID_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$"


def _shown(description: str, **extra: Any) -> Meta:
    return Meta(description=description, extra_json_schema=extra or None)


Identifier = Annotated[str, _shown("An identifier, unique in the dossier.", pattern=ID_PATTERN)]
Text = Annotated[str, _shown("Free text, in your own words.")]
TimeText = Annotated[
    str,
    _shown(
        "A time: `1951-07-13` (the whole day, in the zone of whoever gave it), "
        "`1951-07-13T15:00Z`, `1951-07-13 10:55 K`, `1951-07-13 13:00 Asia/Tokyo`, "
        "`1951-07-20 ± 1d`, `not before 1951-07-20`, `1951-07-20 / 1951-07-25`."
    ),
]
DurationText = Annotated[str, _shown("A length of time: `2d`, `12h`, `1d 6h`.")]
StatementText = Annotated[
    str,
    _shown(
        "A statement over issues: `line = general if troops = included`, "
        "`share <= 30 and not (site in {north, south})`."
    ),
]
EntryRef = Annotated[str, _shown("The id of an entry.")]
PartyRef = Annotated[str, _shown("The id of a party.")]
Refs = Annotated[tuple[str, ...], _shown("Ids of entries; one may stand without a list.")]
PartyRefs = Annotated[tuple[str, ...], _shown("Ids of parties; one may stand without a list.")]
IssueRefs = Annotated[tuple[str, ...], _shown("Ids of issues; one may stand without a list.")]
CompartmentRefs = Annotated[
    tuple[str, ...],
    _shown(
        "Compartments of `dossier.yaml` that it lies in; one may stand without a list. Only who is "
        "a reader of all of them is shown it."
    ),
]
SourceRefs = Annotated[
    tuple[str, ...],
    _shown(
        "Passages that prove this: `SOURCE` or `SOURCE#PASSAGE`, the source being in the index "
        "of `dossier.yaml`; one may stand without a list."
    ),
]


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # a tree of frozen records has no cycles for the collector to look for
):
    """A frozen record of the file format; unknown keys are faults."""
