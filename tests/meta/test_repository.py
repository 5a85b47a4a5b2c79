"""The repository's files are fit for strangers: no address of one machine, no dead make target."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.meta.repository import ROOT, repository_files

# Written so that this file passes its own test.
REGISTRY = re.compile(
    r"\b(?:" + "|".join(("pypi[.]org", "pythonhosted[.]org", "npmjs[.](?:org|com)")) + r")\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.~$})-])(?:/(?:home|root|tmp|Users|work)/|[A-Z]:\\Users\\)\w")
MAKE_COMMAND = re.compile(r"(?:`|^ {4,}|^\$ |=\S+ )make ([a-z]+)", re.MULTILINE)


def text_of(path: Path) -> str:
    """Return a file's text; of a file that is not text, what can be read of it."""
    return path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (REGISTRY, "--index-url https://" + "py" + "pi.org/simple"),
        (MACHINE_PATH, "see " + "/home" + "/someone/notes.txt"),
        (MACHINE_PATH, '"' + "/tmp" + '/out.html"'),
    ],
)
def test_the_patterns_find_a_planted_fault(pattern: re.Pattern[str], fault: str) -> None:
    """Each pattern below can fail."""
    assert pattern.search(fault)


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_a_machine(pattern: re.Pattern[str]) -> None:
    """No file names a package registry's host or an absolute path of somebody's machine."""
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in repository_files()
        if (match := pattern.search(text_of(path)))
    }
    assert found == {}


def test_every_make_command_that_is_named_exists() -> None:
    """Every `make` command in the README, the contributor's page and the docs is a target."""
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *repository_files("docs/*.md")]
    named = {
        (page.name, target) for page in pages for target in MAKE_COMMAND.findall(text_of(page))
    }
    assert {("README.md", "demo"), ("README.md", "test"), ("CONTRIBUTING.md", "check")} <= named
    assert {(page, target) for page, target in named if target not in targets} == set()


def test_changelog_fragments_have_a_known_type() -> None:
    """Every fragment in changelog.d is named `<issue>.<type>.md`, with a type of pyproject.toml."""
    settings = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["towncrier"]
    kinds = {kind["directory"] for kind in settings["type"]}
    names = [path.name for path in repository_files(f"{settings['directory']}/*")]
    fragments = [name.split(".") for name in names if name != "README.md"]
    assert [
        parts
        for parts in fragments
        if not (len(parts) == 3 and parts[1] in kinds and parts[2] == "md")
    ] == []


def test_the_pins_agree_and_every_line_has_a_hash() -> None:
    """A part pinned in two files has one version, and each pin is held by at least one hash."""
    versions: dict[str, set[str]] = {}
    for path in repository_files("requirements/*.txt"):
        for pin in text_of(path).replace("\\\n", " ").splitlines():
            name, version = re.split(r"==|\s", pin)[:2]
            assert "--hash=sha256:" in pin, f"{path.name}: {name} has no hash"
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
