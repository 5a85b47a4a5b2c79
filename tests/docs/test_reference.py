"""The reference is complete: nothing that a user can type, read or set is missing from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import click
import msgspec
import pytest

from docs._ext import environment, file_tables, workbench_pages
from docs._ext.command_help import command_help
from docs._ext.generated import filled
from docs._ext.key_tables import all_records
from parley.cables import office_folder
from parley.cables.attention import CODES
from parley.cables.messages.draft import Draft
from parley.cli.lazy import LazyGroup
from parley.cli.main import cli
from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.dossier.vocabulary.shapes import fields_of
from parley.web import users
from parley.web.registry import pages as workbench
from tests.docs.pages import DOCS
from tests.meta.repository import ROOT

REFERENCE = DOCS / "reference"
COMMAND_FILES = ROOT / "src" / "parley" / "cli" / "commands"

#: Commands with JSON that is no record of parley's own: where the reference says what it is.
ELSEWHERE = {"parley schema": "JSON Schema", "parley cable export": "cable-format.md"}


@cache
def reference(page: str) -> str:
    """Return a page of the reference, its marked places filled."""
    return filled((REFERENCE / f"{page}.md").read_text(encoding="utf-8"))


def commands_of(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Give every command with its path, groups too."""
    yield path, command
    if isinstance(command, click.Group):
        here = click.Context(command)
        for name in command.list_commands(here):
            inner = command.get_command(here, name)
            assert inner is not None, f"{path} {name} is listed and not there"
            yield from commands_of(inner, f"{path} {name}")


COMMANDS = dict(commands_of(cli, "parley"))


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of the same level; empty for none."""
    level = heading.partition(" ")[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^{level} |\Z)", text, re.DOTALL | re.MULTILINE
    )
    return found[1] if found else ""


def test_every_command_file_is_a_command() -> None:
    """No file of a command is left out of the list of its group."""
    files = {
        path.relative_to(COMMAND_FILES).with_suffix("").as_posix()
        for path in COMMAND_FILES.rglob("*.py")
        if not path.name.startswith("_")
    }
    listed = {
        path.removeprefix("parley ").replace("-", "_").replace(" ", "/")
        for path, command in COMMANDS.items()
        if not isinstance(command, LazyGroup)
    }
    assert {file.rstrip("_") for file in files} == listed


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_in_the_reference(path: str) -> None:
    """The help of each command is on the page, with each of its options and arguments."""
    told = section(reference("commands"), f"## {path}")
    assert told, f"the reference has no section on `{path}`"
    here = click.Context(COMMANDS[path])
    names = [
        name
        for param in COMMANDS[path].params
        if not (isinstance(param, click.Option) and param.hidden)
        for name in (
            [param.make_metavar(here)] if isinstance(param, click.Argument) else param.opts
        )
    ]
    assert [one for one in names if not re.search(rf"(?<![\w-]){re.escape(one)}", told)] == []


def test_a_command_that_is_not_listed_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page follows the lists of the groups."""
    assert isinstance(cli, LazyGroup)
    monkeypatch.setattr(cli, "listed", tuple(one for one in cli.listed if one.name != "brief"))
    assert "## parley brief" not in command_help()
    assert "## parley brief" in reference("commands")


def test_every_code_is_in_the_reference() -> None:
    """Codes of checks, of reading and of message offices, each with what mends it."""
    checks = {
        point.load().code
        for point in entry_points(group="parley.checks")
        if point.value.startswith("parley.")
    }
    codes = checks | set(FAULT_CODES) | set(CODES)
    told = {code: section(reference("findings"), f"### {code}") for code in codes}
    assert [code for code, text in told.items() if "How to mend it" not in text] == []


def test_every_code_of_an_office_is_explained_and_used() -> None:
    """What `attention` gives out is in its table, and nothing in the table is given out by none."""
    source = (ROOT / "src" / "parley" / "cables" / "attention.py").read_text(encoding="utf-8")
    given = set(re.findall(r'_finding\(\s*"([a-z-]+)"|Finding\(\s*"([a-z-]+)"', source))
    assert {code for pair in given for code in pair if code} == set(CODES)


def test_every_key_of_a_file_is_in_the_reference() -> None:
    """Of dossiers, drafts of cables, `office.toml` and the file of users."""
    keys = {key for record in all_records().values() for key in fields_of(record)}
    assert [key for key in keys if f"| `{key}` |" not in reference("format")] == []
    draft = {one.encode_name for one in msgspec.structs.fields(Draft)}
    others = {*draft, *office_folder._KEYS, *users._KEYS}
    assert [key for key in others if f"| `{key}` |" not in reference("other-files")] == []


def test_a_key_without_a_meaning_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The build fails where nothing says what a key of these files means."""
    monkeypatch.delitem(file_tables.DRAFT, ("Draft", "series"))
    with pytest.raises(LookupError, match="`series` of a draft"):
        file_tables.draft_keys()
    monkeypatch.delitem(file_tables.OFFICE, "zone")
    with pytest.raises(LookupError, match="zone"):
        file_tables.office_keys()
    monkeypatch.delitem(file_tables.USERS, "role")
    with pytest.raises(LookupError, match="role"):
        file_tables.user_keys()


def test_no_meaning_is_of_a_key_that_is_gone() -> None:
    """Each meaning of a draft's key stands in some table."""
    told = reference("other-files")
    assert [said for said in file_tables.DRAFT.values() if said.rstrip(".") not in told] == []


def test_every_json_has_a_shape_in_the_reference() -> None:
    """Each command with `--format json` has its section, with a shape that is compared."""
    missing = list[str]()
    for path, command in COMMANDS.items():
        formats = [param.type for param in command.params if param.name == "format"]
        if not any(isinstance(one, click.Choice) and "json" in one.choices for one in formats):
            continue
        name = path.removeprefix("parley ")
        if path in ELSEWHERE:
            found = ELSEWHERE[path] in reference("json")
        else:
            found = f"```json {name}\n" in reference("json")
        missing += [] if found else [path]
    assert missing == []


def test_every_variable_is_in_the_reference() -> None:
    """Each variable of parley's own that the package names has a row; none has outlived its use."""
    named = environment.variables_in_the_sources()
    told = {one for one in re.findall(r"^\| `([A-Z_]+)`", reference("environment"), re.MULTILINE)}
    assert len(named) > 8
    assert named - told == set()
    assert {one for one in told if "PARLEY" in one} - named == set()


def test_a_variable_without_a_row_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The build fails where nothing says what a variable does."""
    monkeypatch.delitem(environment.OTHERS, "PARLEY_CLOCK")
    with pytest.raises(LookupError, match="PARLEY_CLOCK"):
        environment.environment_table()


def test_every_page_of_the_workbench_is_in_the_reference() -> None:
    """Its address, its tables, its forms and its key."""
    told = reference("workbench")
    names = {f"`{page.address}`" for page in workbench()}
    names |= {f"`{name}`" for page in workbench() for name in (*page.tables, *page.acts)}
    names |= {f"`g` `{page.key}`" for page in workbench() if page.key}
    assert [name for name in names if name not in told] == []
    assert workbench_pages.workbench_keys() in told


def test_every_page_of_the_reference_is_listed() -> None:
    """The index leads to each page of the folder."""
    listed = (REFERENCE / "index.md").read_text(encoding="utf-8").split()
    files = {path.stem for path in Path(REFERENCE).glob("*.md")} - {"index"}
    assert files - set(listed) == set()
