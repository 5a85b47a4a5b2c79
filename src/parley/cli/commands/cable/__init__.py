"""`parley cable`: requests and instructions in transit."""

from __future__ import annotations

import click

from parley.cli.lazy import LazyGroup, Listed

__all__ = ["command"]


@click.group(
    "cable",
    cls=LazyGroup,
    package=__name__,
    listed=(
        Listed("draft", "Send a cable", "Write a draft: from a dossier's request, or free."),
        Listed("release", "Send a cable", "Give a draft its number and seal its copies."),
        Listed("send", "Send a cable", "Put on their way the copies and news that wait."),
        Listed("trace", "Send a cable", "Draft a tracer for a copy nobody acknowledged."),
        Listed("recopy", "Send a cable", "Make further copies of a cable."),
        Listed("void", "Send a cable", "Say that the next number bears no cable."),
        Listed("receive", "Get a cable", "Take in the parcels that came."),
        Listed("open", "Get a cable", "Read a copy; put it into a dossier."),
        Listed("reply", "Get a cable", "Draft the answer, question by question."),
        Listed("copies", "Account for copies", "Who holds which copy, and what is overdue."),
        Listed("inventory", "Account for copies", "The copies that a post holds."),
        Listed("pass", "Account for copies", "Hand a copy on inside the office."),
        Listed("return", "Account for copies", "Give a copy back."),
        Listed("take-back", "Account for copies", "Enter that a returned copy is here."),
        Listed("witness", "Account for copies", "Sign that you saw a copy destroyed."),
        Listed("destroy", "Account for copies", "Destroy a copy before two witnesses."),
        Listed("destroy-all", "Account for copies", "In an emergency: destroy all, and report."),
        Listed("check", "Look over the office", "What is overdue, missing, double, unanswered."),
        Listed("log", "Look over the office", "What was done, by whom and when."),
        Listed("verify", "Look over the office", "Prove that the log was not changed."),
        Listed("checkpoint", "Look over the office", "Where the log stands, for a witness."),
        Listed("export", "Look over the office", "A cable for others, with parts withheld."),
        Listed("start", "Set up the office", "Begin a message office."),
        Listed("enrol", "Set up the office", "Take a post into the directory, by its card."),
        Listed("series", "Set up the office", "Open a series of numbers for its owner."),
        Listed("posts", "Set up the office", "The directory: posts, roles, fingerprints."),
        Listed("hand-over", "Set up the office", "Give a post to a new holder, copies counted."),
        Listed("revoke", "Set up the office", "Believe a post's key no longer."),
    ),
)
def command() -> None:
    """Requests and instructions in transit: numbered, sealed, signed, accounted for.

    A message office is a folder with a log. Every step is entered there, signed by the post that
    did it. A CABLE is called LOG/SERIES/NUMBER; its end, such as G/17, is enough where it is the
    only one.

    PARLEY_CLOCK=TIME sets what the clock shows. It is for exercises and tests; the log cannot
    tell.

    \b
    Examples:
      parley cable start beijing --keeper mao
      parley cable draft plan.yaml --series G --sender mao --to stalin
      parley cable release plan.yaml
      parley cable send --out /media/stick
      parley cable receive /media/stick
    """
