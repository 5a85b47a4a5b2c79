"""A dossier with a secret in it wherever one can lie, and the same one in which it had never been.

What is added to the founding dossier is made up. The words of the secret are in `SECRET`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from parley.dossier.editing.entry_editing import add_entries
from parley.dossier.editing.importing import store_document
from parley.dossier.editing.unsaved import keep_draft
from parley.record.layouts.parsing import parse
from parley.record.readers.reading import read_bytes
from tests.web.served import EXAMPLES

__all__ = ["HIDDEN", "READER", "SECRET", "hide", "two_dossiers"]

#: For whom the dossier is reduced: a post that is no reader of the compartment.
READER = "stalin"
#: Words that stand in what is withheld, and nowhere else.
SECRET = ("heron", "otter", "0.0471")
#: Names of what is withheld, to be asked for.
HIDDEN = ("heron-event", "heron-must", "heron-trade", "heron-request", "heron-letter")

_BOX = """
compartments:
  deep:
    title: The otter papers
    readers: mao
"""
_IN_BOX = "    sources: [heron-minutes, heron-letter]\n"
_WEIGHT = """
        - weight: 0.0471
          says: line = parallel_38
          sources: heron-letter
"""
#: What is left out of what is bargained over, so that all agendas are soon valued.
_ITEMS = """    - foreign_troops
    - arrangements
    - prisoners
    - refugees
    - recommendations
"""
_AT = "1951-07-12"


def _entries() -> list[dict[str, Any]]:
    own: dict[str, Any] = {"at": _AT, "assumed": "the otter", "compartment": "deep"}
    by: dict[str, Any] = {**own, "by": "mao"}
    text = "A heron is said to have been seen."
    question = {"id": "heron", "text": "May the heron be named?", "says": "zone_width = 10"}
    return [
        {"id": "heron-event", "type": "event", **own, "text": text},
        {
            "id": "heron-must",
            "type": "instruction",
            "mode": "must",
            **by,
            "says": "line = parallel_38",
        },
        {
            "id": "heron-trade",
            "type": "trade",
            **by,
            "give": "prisoners_item = left_out",
            "get": "refugees_item = included",
            "text": text,
        },
        {
            "id": "heron-fallback",
            "type": "fallback",
            **by,
            "on_refusal": "refugees_item = included",
            "rungs": [{"do": "refugees_item = left_out", "text": text}],
        },
        {"id": "heron-hint", "type": "assessment", **by, "text": text, "issues": ["line"]},
        {"id": "heron-request", "type": "request", **by, "to": "stalin", "questions": [question]},
        {
            "id": "heron-draft",
            "type": "proposal",
            **by,
            "to": "unc",
            "agenda": [{"item": "line", "wording": "parallel"}],
            "text": text,
        },
        {
            "id": "reply-is-the-plan-right",
            "type": "reply",
            **own,
            "at": "1951-07-14",
            "by": "stalin",
            "to": "mao",
            "re": "is-the-plan-right",
            "answers": [{"question": "press", "answer": "no", "text": text}],
        },
        {"id": "heron-paper", "type": "document", **by, "source": "heron-letter"},
    ]


def two_dossiers(folder: Path) -> tuple[Path, Path]:
    """Write both: with the secret, and as if it had never been written."""
    without = folder / "without"
    shutil.copytree(EXAMPLES / "kaesong-1951", without)
    declared = without / "dossier.yaml"
    text = declared.read_text(encoding="utf-8").rstrip("\n") + "\n" + _BOX.lstrip("\n")
    assert _ITEMS in text
    text = text.replace(_ITEMS, "")
    declared.write_text(text, encoding="utf-8")
    whole = folder / "whole"
    shutil.copytree(without, whole)
    declared = whole / "dossier.yaml"
    text = text.replace("parties:\n", "# Nobody names the heron here.\nparties:\n", 1)
    begins = "\n  preferences:\n    cpv-kpa:\n      weights:"
    assert text.count(begins) == 1
    declared.write_text(text.replace(begins, begins + _WEIGHT.rstrip("\n")), encoding="utf-8")
    letter = {"title": "The letter on the heron", "author": "mao"}
    add_entries(
        whole, _entries(), declare={"sources": {"heron-letter": letter}}, file="log/otter.yaml"
    )
    minutes = b"Minutes of 12 July 1951\n\nThe otter was seen beside the heron.\n"
    imported = parse(read_bytes(minutes, "heron-minutes.txt", None))
    store_document(whole, imported, minutes, "heron-minutes.txt", "heron-minutes", "")
    text = declared.read_text(encoding="utf-8").replace(_BOX, _BOX + _IN_BOX)
    declared.write_text(text, encoding="utf-8")
    for about in ("new:entry", "log/otter.yaml", "entry:heron-event", "review:heron-minutes"):
        keep_draft(whole, about, "a heron that is not saved", who="")
    return whole, without


def hide(dossier: Path, name: str, text: str) -> None:
    """Write one more event into the compartment, as whoever keeps the dossier does."""
    entry = {"id": name, "type": "event", "at": _AT, "text": text, "assumed": "a test"}
    add_entries(dossier, [{**entry, "compartment": "deep"}], file="log/otter.yaml")
