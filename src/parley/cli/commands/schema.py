"""`parley schema`: the JSON Schema of the files, for editors."""

from __future__ import annotations

from typing import Literal

import click

from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver

__all__ = ["command"]


@click.command("schema")
@click.argument("kind", type=click.Choice(["dossier", "log"]), default="dossier")
@output_options("json")
def command(kind: Literal["dossier", "log"], output: Output) -> None:
    """The JSON Schema (2020-12) of dossier.yaml, or of the files in log/.

    Editors that know YAML schemas complete and check by it as you write. With the YAML language
    server, put `# yaml-language-server: $schema=../log.schema.json` at the top of a log.

    \b
    Examples:
      parley schema
      parley schema log -o log.schema.json
    """
    from parley.dossier.vocabulary.schema import json_schema

    deliver(output, as_json_text(json_schema(kind)))
