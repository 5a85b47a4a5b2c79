"""The linters see every Python file, and see what they are there to see."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from mypy.fscache import FileSystemCache
from mypy.main import process_options

from tests.meta.repository import ROOT, repository_files


def ruff(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run this environment's ruff in the repository's root."""
    return subprocess.run(
        [sys.executable, "-m", "ruff", *arguments],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_ruff_sees_every_python_file() -> None:
    """No Python file is left out of `ruff check`."""
    seen = {Path(line) for line in ruff("check", "--show-files").stdout.splitlines()}
    assert set(repository_files("*.py")) - seen == set()


def test_mypy_sees_every_python_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Python file is left out of `mypy`."""
    monkeypatch.chdir(ROOT)
    sources, options = process_options([], fscache=FileSystemCache())
    seen = {Path(os.path.abspath(source.path)) for source in sources if source.path}
    assert set(repository_files("*.py")) - seen == set()
    assert options.disallow_untyped_defs


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("RUF022", '__all__ = ["b", "a"]\na = b = 1'),
        ("D103", "def f() -> int:\n    return 1"),
        ("S101", "def f(x: int) -> None:\n    '''Do.'''\n    assert x"),
        ("BLE001", "try:\n    import os\nexcept Exception:\n    os = None"),
        ("E722", "try:\n    import os\nexcept:\n    os = None"),
        ("S307", "eval(input())"),
        ("PLR0913", "def f(a, b, c, d, e, f, g):\n    '''Do.'''"),
        ("E501", "# " + "long " * 20),
    ],
)
def test_ruff_finds_a_planted_fault(rule: str, fault: str) -> None:
    """Each rule the project leans on is on for the package's code."""
    name = "src/parley/kernel/planted.py"
    found = ruff(
        "check", "--no-cache", "--output-format=concise", "--stdin-filename", name, "-", text=fault
    )
    assert f" {rule} " in found.stdout
