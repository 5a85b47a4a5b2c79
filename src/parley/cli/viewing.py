"""Reading a dossier to show it: all of it, or what the reader of `--reader` may see.

Every command that shows what is in a dossier reads it here, so that none can forget.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.output import tell

if TYPE_CHECKING:
    from parley.dossier.dossier import Dossier

__all__ = ["READER_VARIABLE", "read_for_viewing", "reader_of", "remember_reader"]

#: The environment variable that stands for --reader.
READER_VARIABLE = "PARLEY_READER"
_READER = "parley.reader"
_TOLD = "parley.withheld-told"


def remember_reader(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Keep the value of --reader for `read_for_viewing`."""
    ctx.meta[_READER] = value or None


def reader_of(ctx: click.Context) -> str | None:
    """Return whom a command is to show a dossier to; None where everything may be shown."""
    reader: str | None = ctx.meta.get(_READER)
    return reader


def read_for_viewing(path: Path | str) -> Dossier:
    """Read a dossier as the reader of the command may see it.

    What is withheld is told on standard error, once, where policy lets it.

    Raises what `read_dossier` raises, and for a reader what `for_reader` raises.
    """
    from parley.dossier.reading import read_dossier

    ctx = click.get_current_context()
    dossier = read_dossier(path)
    reader = reader_of(ctx)
    if reader is None:
        return dossier
    from parley.dossier.compartments.need_to_know import for_reader, withheld_texts

    reduced = for_reader(dossier, reader)
    line = "; ".join(withheld_texts(reduced.withheld))
    if line and line != ctx.meta.get(_TOLD):
        ctx.meta[_TOLD] = line
        tell(f"note: {reader} sees only part of the dossier; withheld: {line}")
    return reduced.dossier
