"""Records written as files: read again they are the same, and in canonical form."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.text.formatting import format_text
from parley.dossier.text.rendering import declarations_text, log_text
from tests.unit.cli_support import ferry

EXAMPLES = sorted(Path(__file__).parents[2].glob("examples/*/dossier.yaml"))
#: Texts that are hard to write down.
HARD = (
    "yes", "1951", "null", "~", "", " blank ends ", "it's: late # no comment", "- dash", "[a, b]",
    "停戦 line — 38°", 'he said "no"', "back\\slash", "tab\there", "ends with colon:", "&a", "*a",
    "!tag", "%x", "@x", "`x`", "first\nsecond\n", "first\n\n  deeper\nlast", "\n\n", "\u2028",
    "\ufeffmark", "a" * 90, "---", "...", "? key", "| pipe", "> fold", "{a: b}",
)  # fmt: skip


def written(dossier: Dossier) -> dict[str, str]:
    """The files of a dossier, as they are rendered."""
    return {
        "dossier.yaml": declarations_text(dossier.declared),
        "log/all.yaml": log_text(dossier.entries),
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_is_the_same_when_read_again(path: Path) -> None:
    """Every key that the examples use, with every way of writing it."""
    read = read_dossier(path)
    files = written(read)
    again = read_text_dossier(files)
    assert again.declared == read.declared
    assert again.entries == read.entries
    assert [one for one in again.faults if one.severity == "error"] == []
    assert format_text(files["dossier.yaml"], "dossier") == files["dossier.yaml"]
    assert format_text(files["log/all.yaml"], "log") == files["log/all.yaml"]


def test_hard_texts_stay_what_they_are(tmp_path: Path) -> None:
    """As values, as members of lists, and as keys."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    quoted = ['"' + "".join(f"\\U{ord(sign):08X}" for sign in text) + '"' for text in HARD if text]
    log.write_text(
        "".join(
            f"- id: e{nth}\n  type: proposal\n  at: 2030-03-01\n  text: {text}\n  assumed: {text}\n"
            f"  sources: [{text}, {text}]\n  annexes: [{{title: {text}}}]\n"
            f"  texts: {{{text}: fare = 0}}\n"
            for nth, text in enumerate(quoted)
        ),
        encoding="utf-8",
    )
    read = read_dossier(root)
    assert len(read.entries) == len(quoted)
    files = written(read)
    again = read_text_dossier(files)
    assert again.entries == read.entries
    assert format_text(files["log/all.yaml"], "log") == files["log/all.yaml"]
