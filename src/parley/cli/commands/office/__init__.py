"""`parley office`: a server that stores and forwards sealed parcels, and who may use it."""

from __future__ import annotations

import click

from parley.cli.lazy import LazyGroup, Listed

__all__ = ["command"]


@click.group(
    "office",
    cls=LazyGroup,
    package=__name__,
    listed=(
        Listed("serve", "Run", "Run the server until it is told to end."),
        Listed("admit", "Members", "Let a post in, by its card."),
        Listed("members", "Members", "Who may use the server."),
        Listed("revoke", "Members", "Let a post in no more."),
    ),
)
def command() -> None:
    """A server that stores sealed parcels until their recipients fetch them.

    It sees which post sends how much to which, and when; never what is in it.

    \b
    Examples:
      parley office admit mandator.card --database sqlite:///office.db
      parley office serve --database sqlite:///office.db
    """
