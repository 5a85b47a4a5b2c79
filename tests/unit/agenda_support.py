"""A made-up agenda small enough for a napkin: a line and a zone, both sides want the zone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from parley.brief.agenda_worth.drafted import drafts_of_log
from parley.brief.agenda_worth.study import Study, StudyOptions, study_of
from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier
from parley.space.from_dossier import model_of
from parley.space.openings import agenda_items
from tests.meta.repository import ROOT
from tests.semantics.negotiation import HEAD, Entry, agreed, dossier, offer, theirs

__all__ = ["ENTRIES", "NAPKIN", "agenda", "kaesong", "napkin", "study", "written"]

#: Red wants the river (between 1 and 3), Blue wants it not (2); both want a zone (1 each). Where
#: things stand the line is the ridge, and there is no zone. No agreement: 0 and 1/2.
NAPKIN: dict[str, Any] = {
    "issues": {
        "line": {
            "question": "Where does the line run?",
            "values": ["river", "ridge", "road"],
            "decided_by": ["red", "blue"],
        },
        "zone": {
            "question": "Is there a zone?",
            "values": ["no", "yes"],
            "decided_by": ["red", "blue"],
        },
    },
    "agenda": {
        "border": {
            "title": "The border",
            "wordings": {
                "open": {"text": "A line.", "opens": ["line"]},
                "river": {"text": "The river.", "opens": ["line = river"]},
                "any": {"text": "Some line.", "opens": ["line"]},
            },
        },
        "guard": {
            "title": "A zone",
            "wordings": {"plain": {"text": "A zone.", "opens": ["zone"]}},
        },
    },
    "bargaining": {
        "status_quo": "line = ridge and zone = no",
        "preferences": {
            "red": {
                "weights": [
                    {"weight": [1, 3], "says": "line = river", "assumed": "Red's team"},
                    {"weight": 1, "says": "zone = yes", "assumed": "Red's team"},
                ],
                "reservation": 0,
            },
            "blue": {
                "weights": [
                    {"weight": 2, "says": "line != river", "assumed": "Red's team"},
                    {"weight": 1, "says": "zone = yes", "sources": "paper#1"},
                ],
                "reservation": 0.5,
            },
        },
    },
    "sources": {"paper": {"title": "TITLE-OF-PAPER"}},
}


def agenda(**wordings: str) -> list[dict[str, str]]:
    """The lines of a draft: items with their wordings; an empty wording is not named."""
    return [
        {"item": item, **({"wording": wording} if wording else {})}
        for item, wording in wordings.items()
    ]


#: Blue tables the zone alone, Red the river by name, and the open words are adopted.
ENTRIES: tuple[Entry, ...] = (
    theirs("zone-alone", None, agenda=agenda(guard="plain"), covers="whole"),
    offer("river-named", None, agenda=agenda(border="river", guard=""), covers="whole"),
    offer("a-part", None, agenda=agenda(border="any")),
    agreed("adopted", None, agenda=agenda(border="open", guard="plain"), covers="whole"),
)


def napkin(entries: Sequence[Entry] = ENTRIES, **head: Any) -> Dossier:
    """The dossier of the napkin, with some declarations changed."""
    read = dossier(entries, {**NAPKIN, **head})
    assert [one for one in read.faults if one.severity == "error"] == []
    return read


def study(read: Dossier, **options: Any) -> Study:
    """The study of a dossier, drawn ten times unless said otherwise."""
    model = model_of(read, part="bargaining")
    asked = StudyOptions(**{"draws": 10, **options})
    return study_of(model, agenda_items(read, model), drafts_of_log(read), asked)


@cache
def kaesong(base: str = "") -> Study:
    """The study of the founding case: the line with and without the troops item."""
    read = read_dossier(ROOT / "examples" / "kaesong-1951")
    return study(read, item="line", other="foreign_troops", base=base, draws=4)


def written(folder: Path, entries: Sequence[Entry] = ENTRIES, **head: Any) -> Path:
    """Write the napkin as a dossier; a declaration of None is left out."""
    declared = {**HEAD, **NAPKIN, **head}
    kept = {key: value for key, value in declared.items() if value is not None}
    (folder / "log").mkdir(parents=True, exist_ok=True)
    marked = [{"assumed": "the test", **entry} for entry in entries]
    (folder / "dossier.yaml").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "log" / "all.yaml").write_text(json.dumps(marked), encoding="utf-8")
    return folder
