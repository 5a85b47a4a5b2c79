"""`parley cable witness`: sign that one saw a copy destroyed."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.events.witnessing import statement, witness
from parley.cables.keys.key_store import current_secret, posts_of
from parley.cli.cable_checkpoints import write_witness
from parley.cli.key_options import complete_post, key_options
from parley.cli.output import tell
from parley.cli.unlocking import unlocked
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("witness")
@click.argument("cable", metavar="CABLE")
@click.argument("number", metavar="COPY", type=click.IntRange(1))
@click.option("--by", "holder", metavar="POST", required=True, help="The post that destroys it.")
@click.option(
    "--log",
    metavar="LOG",
    required=True,
    help="The log in which the destruction is entered: the holder's.",
)
@click.option("--reason", metavar="TEXT", required=True, help="Why, in the holder's words exactly.")
@click.option(
    "--as",
    "post",
    metavar="POST",
    shell_complete=complete_post,
    help="Who was the witness  [default: the only post in your key store].",
)
@key_options
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Your statement, to hand to the holder.",
)
def command(
    cable: str, number: int, file: Path, keys_path: Path, passphrase_file: Path | None, **given: str
) -> None:
    """Sign, with your own keys, that you saw a COPY of a CABLE destroyed.

    Sign it only when you have seen it. The words must be those of the holder, who gets the line to
    type from `parley cable destroy` without witnesses.

    \b
    Examples:
      parley cable witness moscow-0a1b2c3d/M/12 1 --by mao \\
        --log beijing-3f9a1c2b --reason "read and done with" \\
        -o li.witness
    """
    if cable.count("/") != 2:
        raise Refused(
            f"CABLE: expected a whole name, LOG/SERIES/NUMBER, got '{cable}'",
            hint="let the holder read it to you",
        )
    keys = unlocked(keys_path, passphrase_file)
    posts = posts_of(keys)
    post = given["post"] or (posts[0] if len(posts) == 1 else "")
    if not post:
        raise Refused(
            f"expected one post, as {keys_path} has keys of {', '.join(posts) or 'none'}",
            hint="say who was the witness with --as POST",
        )
    said = statement(given["log"], cable, number, given["holder"], given["reason"])
    write_witness(file, witness(post, current_secret(keys, post).seed, said))
    click.echo(f"{post} witnesses that {given['holder']} destroyed copy {number} of {cable}")
    tell(f"wrote {file}: hand it to {given['holder']}")
