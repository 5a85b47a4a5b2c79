"""Looking through drafts one by one, with one key for each decision; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence

import click

from parley.cli.layout import wrapped
from parley.dossier.editing.accepting import Draft, draft_text, edited
from parley.kernel.errors import ParleyError

__all__ = ["review"]

_KEYS = "[a]ccept  [e]dit  [d]rop  [b]ack  [q]uit without writing"
_ENDED = ("q", "\x1b", "\x03", "\x04")


def review(drafts: Sequence[Draft]) -> tuple[Draft, ...] | None:
    """Show each draft and let the user decide; returns those accepted, None where he quits.

    Going back takes the decision before back. An edited draft is shown again.
    """
    decided: list[Draft | None] = []
    current = list(drafts)
    while len(decided) < len(current):
        at = len(decided)
        click.echo("\n".join(_card(current[at], at + 1, len(current))))
        click.echo(_KEYS)
        key = click.getchar().casefold()[:1]
        if key == "a":
            decided.append(current[at])
        elif key == "d":
            decided.append(None)
        elif key == "b":
            if decided:
                decided.pop()
        elif key == "e":
            current[at] = _edit(current[at])
        elif key in _ENDED or not key:
            return None
    return tuple(one for one in decided if one is not None)


def _card(draft: Draft, number: int, count: int) -> list[str]:
    stub = draft.stub
    return [
        "",
        click.style(f"{number} of {count}: {stub.kind}, {stub.passage}", bold=True),
        *wrapped(f"“{stub.text}”", 2),
        *wrapped(f"{stub.source}: {stub.why}", 2),
        "",
        *(f"    {line}" for line in draft_text(draft).splitlines()),
        *(
            line
            for name, one in draft.issues.items()
            for line in wrapped(f"declares the issue {name}: {one['question']}", 4, 6)
        ),
        "",
    ]


def _edit(draft: Draft) -> Draft:
    """Let the user change a draft in an editor, until it can be read or he gives up."""
    text = draft_text(draft)
    while True:
        changed = click.edit(text, extension=".yaml")
        if changed is None:
            click.echo("not changed")
            return draft
        try:
            return edited(draft, changed)
        except ParleyError as error:
            click.echo(str(error), err=True)
            if not click.confirm("edit again?", default=True):
                return draft
            text = changed
