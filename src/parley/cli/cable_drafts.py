"""Drafts of cables at the command line: their files, and what the brief finds worth asking."""

from __future__ import annotations

from pathlib import Path

from parley.cables.clerk import known_cable
from parley.cables.events.kinds import Released
from parley.cables.ledger.reading import Reading
from parley.cables.messages.draft import Draft, DraftQuestion
from parley.cables.messages.draft_files import MOST_DRAFT
from parley.cli.viewpoint import known_party
from parley.cli.viewpoint import now as present
from parley.dossier.dossier import Dossier
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused

__all__ = ["about_cable", "pressing_questions", "read_file", "save"]


def save(path: Path, text: str) -> None:
    """Write a draft to its file, all at once; raises Refused where that fails."""
    write_atomically(path, text)


def read_file(path: Path) -> bytes:
    """Return the bytes of a draft's file; raises Refused where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_DRAFT + 1)
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror or error}",
            hint="parley cable draft FILE writes a draft",
        ) from None


def about_cable(now: Reading, name: str) -> Released:
    """Return the release of the cable that a draft is about.

    Raises Refused for one that is not known here, or has no text, as its number is void.
    """
    cable = known_cable(now, name)
    if cable.release is None:
        raise Refused(
            f"{name}: expected a cable with a text, got a number that is void",
            hint="name another cable with --about",
        )
    return cable.release


def pressing_questions(dossier: Dossier, party: str) -> Draft:
    """Return a draft of the request that `parley brief` finds ready for a party.

    Raises Refused where there is nothing to ask.
    """
    import yaml

    from parley.brief import make_brief
    from parley.brief.asking import Asking
    from parley.brief.sections import SECTIONS

    at = present()
    kinds = tuple(one for one in SECTIONS if one.key == "questions")
    brief = make_brief(dossier, known_party(dossier, party), at, at, kinds)
    asking = next(one.content for one in brief.sections if isinstance(one.content, Asking))
    if not asking.pressing:
        raise Refused(
            f"--for: expected something to ask for {party}, the brief finds nothing",
            hint="write the questions yourself: --question ID=TEXT",
        )
    [entry] = yaml.safe_load(asking.yaml)
    to = entry.get("to", [])
    return Draft(
        draft=1,
        series="",
        kind="request",
        sender=party,
        action=tuple([to] if isinstance(to, str) else to),
        subject=f"Questions of {party}",
        questions=tuple(
            DraftQuestion(id=one.id, text=one.text, says=one.says, about=one.about)
            for one in asking.pressing
        ),
    )
