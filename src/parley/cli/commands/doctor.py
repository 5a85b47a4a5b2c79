"""`parley doctor`: what is installed, and what each missing extra would give."""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version

import click

from parley import __version__
from parley.cli.key_options import data_folder
from parley.cli.layout import heading, labelled, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver
from parley.kernel.extras import how_to_install

__all__ = ["command"]

#: What an extra gives; those for parley's own developers are not listed.
_GIVES = {
    "fast": "compiled kernels: `parley stability` on large conflicts several times faster",
    "office": "`parley office serve` and `--server`: cables through a server, and a log in "
    "PostgreSQL",
    "web": "`parley serve`: the workbench as a page in the browser",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_WAL_MENDED = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class _Part:
    """A package that parley uses: its version here, None where it is not installed."""

    name: str
    version: str | None


@click.command("doctor")
@output_options("terminal", "json")
def command(output: Output) -> None:
    """What is installed here, what each missing extra would give, and where your data is.

    It changes nothing and asks nobody. The exit status is 1 if a part of the core is missing.

    \b
    Examples:
      parley doctor
      parley doctor --format json
    """
    core, extras = _parts()
    if output.format == "json":
        deliver(output, as_json_text(_data(core, extras)))
    else:
        deliver(output, "\n".join(_lines(core, extras)))
    if any(part.version is None for part in core):
        raise click.exceptions.Exit(1)


def _parts() -> tuple[tuple[_Part, ...], dict[str, tuple[_Part, ...]]]:
    """The parts of the core, and those of each extra."""
    core, extras = list[_Part](), {name: list[_Part]() for name in _GIVES}
    for requirement in distribution("parley").requires or ():
        name = _NAME.match(requirement)
        extra = _EXTRA.search(requirement)
        if name is None:
            continue
        part = _Part(name[0], _installed(name[0]))
        if extra is None:
            core.append(part)
        elif extra[1] in extras:
            extras[extra[1]].append(part)
    return tuple(core), {name: tuple(parts) for name, parts in extras.items()}


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _data(core: tuple[_Part, ...], extras: dict[str, tuple[_Part, ...]]) -> dict[str, object]:
    return {
        "parley": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "data": str(data_folder()),
        "completion": shutil.which("parley") is not None,
        "core": {part.name: part.version for part in core},
        "extras": {
            name: {
                "gives": _GIVES[name],
                "installed": all(part.version for part in parts),
                "parts": {part.name: part.version for part in parts},
            }
            for name, parts in extras.items()
        },
    }


def _lines(core: tuple[_Part, ...], extras: dict[str, tuple[_Part, ...]]) -> Iterator[str]:
    yield from labelled(
        (
            ("parley", __version__),
            ("Python", f"{platform.python_version()} on {platform.platform()}"),
            ("SQLite", _sqlite()),
            ("your data", str(data_folder())),
        ),
        indent=0,
    )
    missing = [part.name for part in core if part.version is None]
    yield ""
    yield heading("Core")
    told = f"all {len(core)} parts are installed"
    if missing:
        told = f"missing: {', '.join(missing)}; {how_to_install()}"
    yield from wrapped(told, 2)
    yield ""
    yield heading("Extras")
    for name, parts in extras.items():
        lacking = [part.name for part in parts if part.version is None]
        state = f"not installed (lacks {', '.join(lacking)})" if lacking else "installed"
        yield f"  {name}: {state}"
        yield from wrapped(_GIVES[name], 4)
        if lacking:
            yield from wrapped(how_to_install(name), 4)
    if shutil.which("parley") is None:
        yield ""
        yield from wrapped("the command `parley` is not on your PATH; completion needs it there")


def _sqlite() -> str:
    told = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _WAL_MENDED:
        told += "; writers of a cable log take turns by a lock file (not needed from 3.51.3 on)"
    return told
