"""The plug-in of the how-to page works as the page says."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.docs.pages import DOCS, blocks

PAGE = DOCS / "how-to" / "write-a-check.md"

DOSSIER = """\
parley: 1
id: ferry
title: The ferry (made up)
parties:
  upper: {name: Upper Town}
  lower: {name: Lower Town}
issues:
  fare: {question: What does a crossing cost?, range: {from: 0, to: 10}}
"""
LOG = """\
- {id: asked, type: proposal, at: 2024-03-01, by: lower, says: fare = 6, assumed: the test}
- {id: asked-again, type: proposal, at: 2024-03-05, by: lower, says: fare = 5, assumed: the test}
- {id: refused, type: response, re: asked-again, at: 2024-03-06, by: upper, answer: reject,
   assumed: the test}
"""


def installed(folder: Path) -> None:
    """Lay out the plug-in of the page as an installer would."""
    for block in blocks(PAGE):
        _, _, name = block.info.partition(" file ")
        if name:
            (folder / name).write_text(block.text, encoding="utf-8")
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / "parley_unanswered-1.0.dist-info"
    info.mkdir()
    about = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(about, encoding="utf-8")
    lines = [
        line
        for group, points in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {target}" for name, target in points.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_plug_in_of_the_page_is_found_and_speaks(tmp_path: Path) -> None:
    """It reports the offer without an answer, and not the one that was refused."""
    installed(tmp_path)
    script = (
        "import sys\n"
        "from parley.dossier.reading import read_text_dossier\n"
        "from parley.kernel.times import read_time\n"
        "from parley.mandate.running import check_dossier\n"
        "dossier = read_text_dossier({'dossier.yaml': sys.argv[1], 'log/all.yaml': sys.argv[2]})\n"
        "for day in ('2024-03-06', '2024-03-20'):\n"
        "    until = read_time(day, 'UTC').latest\n"
        "    for one in check_dossier(dossier, 'upper', until).findings:\n"
        "        print(day, one.code, *one.entries)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, DOSSIER, LOG],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "2024-03-20 unanswered-offer asked\n"
