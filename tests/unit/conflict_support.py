"""Studies to show: published conflicts, and small made-up ones."""

from __future__ import annotations

from functools import cache
from typing import Any

from parley.brief.conflicts.beside import Beside, beside_of
from parley.brief.conflicts.study import Study, StudyOptions, study_of
from parley.dossier.reading import read_dossier
from parley.space.from_dossier import model_of
from tests.meta.repository import ROOT
from tests.semantics.negotiation import dossier

FOLDER = ROOT / "tests" / "published" / "conflicts"
PUBLISHED = sorted(path.name for path in FOLDER.iterdir() if (path / "dossier.yaml").is_file())


@cache
def published(name: str) -> tuple[Study, Beside]:
    """A published conflict, with what groups could do, and what its dossier says beside."""
    read = read_dossier(FOLDER / name)
    model = model_of(read)
    return study_of(model, StudyOptions(coalitions=())), beside_of(read, model)


def made_up(head: dict[str, Any], options: StudyOptions | None = None) -> tuple[Study, Beside]:
    """A conflict between Red and Blue from the declarations of a dossier."""
    read = dossier([], {"agenda": {}, **head})
    assert read.faults == ()
    model = model_of(read)
    return study_of(model, options or StudyOptions()), beside_of(read, model)


def chain(count: int, **more: Any) -> dict[str, Any]:
    """Declarations of so many issues of two values, decided by Red and Blue in turn."""
    names = [f"i{number}" for number in range(count)]
    wishes = [{"says": f"{name} = a", "assumed": "the test"} for name in names]
    return {
        "issues": {
            name: {
                "question": f"{name}?",
                "values": ["a", "b"],
                "decided_by": "blue" if number % 2 else "red",
            }
            for number, name in enumerate(names)
        },
        "preferences": {
            "red": {"priorities": wishes},
            "blue": {"priorities": [dict(one) for one in reversed(wishes)]},
        },
        **more,
    }
