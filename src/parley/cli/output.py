"""Where a command's result goes: the terminal or a file, with colour or without."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from parley.cables.primitives.legible import disarmed
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused

__all__ = [
    "Output",
    "as_json_text",
    "deliver",
    "deliver_file",
    "format_for",
    "in_color",
    "tell",
]

#: Format -> the endings of files that hold it; the first is the usual one.
_ENDINGS = {
    "bibtex": (".bib",),
    "card": (".card", ".json"),
    "csl": (".json",),
    "csv": (".csv",),
    "docx": (".docx",),
    "gmcr": (".gmcr",),
    "html": (".html", ".htm"),
    "json": (".json",),
    "ris": (".ris",),
    "sarif": (".sarif", ".sarif.json", ".json"),
    "svg": (".svg",),
    "yaml": (".yaml", ".yml"),
}
#: Endings that a program other than a text editor opens, and that parley never writes.
_FOREIGN = (".pdf", ".doc", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".pptx", ".png", ".jpg")
_KNOWN = sorted({end for ends in _ENDINGS.values() for end in ends}, key=len, reverse=True)
_PLAIN = ("terminal", "text")  # what a .txt holds; other formats may be put into one all the same

_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Output:
    """The options --format, -o and --color."""

    format: str = "terminal"
    path: Path | None = None
    color: str = "auto"


def format_for(formats: Sequence[str], path: Path | None, given: str | None) -> str:
    """Return the format to write: the one given, else the one that the ending of the file tells.

    Parameters:
        formats: those of the command, the default first.
        path: the file that is to be written.

    Raises Refused where the ending is that of another format, or of one that parley does not
    write, so that no program is misled.

    >>> format_for(["terminal", "html"], Path("talks.html"), None)
    'html'
    """
    name = path.name.lower() if path is not None else ""
    foreign = next((one for one in _FOREIGN if name.endswith(one)), None)
    ending = next((one for one in _KNOWN if name.endswith(one)), foreign)
    if ending is None:
        plain = [one for one in formats if one in _PLAIN and name.endswith(".txt")]
        return given or (plain or list(formats))[0]
    fitting = [one for one, endings in _ENDINGS.items() if ending in endings and one in formats]
    fitting.sort(key=lambda one: (_ENDINGS[one].index(ending) > 0, formats.index(one)))
    if given in fitting or (given is None and fitting):
        return given or fitting[0]
    asked = given or (formats[0] if len(formats) == 1 else None)
    what = f"the format {asked}" if asked else f"one of {', '.join(formats)}"
    usual = [_ENDINGS.get(one, (".txt",))[0] for one in ((given,) if given else formats)]
    mend = f"end the name in {' or '.join(usual)}"
    if ending == ".pdf" and "html" in formats:
        mend += " (a page in .html can be printed to a PDF)"
    raise Refused(
        f"{path}: expected a file for {what}, got the ending `{ending}`",
        hint=f"{mend}, or give --format {fitting[0]}" if fitting else mend,
    )


def in_color(output: Output) -> bool:
    """Whether the result is to be coloured.

    With `auto`, only on a terminal that can show it, and never where NO_COLOR is set.
    """
    if output.path is not None or output.color == "never":
        return False
    if output.color == "always":
        return True
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def deliver(output: Output, text: str) -> None:
    """Print the result, or write it to the file asked for; raises Refused where that fails."""
    ended = text if text.endswith("\n") or not text else text + "\n"
    if output.path is None:
        if output.format in ("terminal", "text"):
            ended = disarmed(ended)
        click.echo(ended, nl=False, color=in_color(output))
        return
    plain = click.unstyle(ended).encode("utf-8", "backslashreplace").decode()
    write_atomically(output.path, plain)
    tell(f"wrote {output.path}")


def deliver_file(output: Output, write: Callable[[Path], None]) -> None:
    """Let `write` make a file that is no text, and put it where it was asked for, all at once.

    Raises Refused where the file cannot be written, and click.UsageError where it would go to a
    terminal.
    """
    if output.path is None and sys.stdout.isatty():
        raise click.UsageError(f"--format {output.format} is no text: say where to with -o FILE")
    folder = output.path.parent if output.path is not None else None
    try:
        with NamedTemporaryFile(dir=folder, prefix=".parley-", delete=False) as stream:
            made = Path(stream.name)
        try:
            write(made)
            if output.path is None:
                sys.stdout.buffer.write(made.read_bytes())
            else:
                made.chmod(0o666 & ~_umask())
                made.replace(output.path)
                tell(f"wrote {output.path}")
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(output.path or Path("standard output"), error) from None


def tell(text: str) -> None:
    """Say on standard error what was done, so that results can be piped."""
    click.echo(disarmed(text), err=True)


def as_json_text(data: object) -> str:
    """Write plain data as JSON for people and programs: indented, letters as they are.

    Bytes of a file's name that are no letters are written as JSON writes half a sign, `\\udcff`.
    """
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(path: Path, error: OSError) -> Refused:
    return Refused(
        f"{path}: cannot be written: {error.strerror or error}",
        hint="name a file in a folder that exists and that you may write to",
    )
