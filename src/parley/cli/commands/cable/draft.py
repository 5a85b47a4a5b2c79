"""`parley cable draft`: write a draft of a cable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
from msgspec.structs import replace

from parley.cables.clerk import directory_in
from parley.cables.custody.directory import Directory
from parley.cables.events.kinds import CableKind
from parley.cables.ledger.reading import reading
from parley.cables.messages.draft import Draft, DraftPassage, DraftQuestion
from parley.cables.messages.draft_files import read_draft, write_draft
from parley.cables.messages.drafting import copies_for, from_request, series_of, subject_of
from parley.cables.messages.precedence import LIMITS
from parley.cables.steps.release import enter_draft
from parley.cli.cable_desk import (
    cable_called,
    desk,
    dossier_of,
    is_office,
    office_at,
    reading_at,
)
from parley.cli.cable_drafts import about_cable, pressing_questions, read_file, save
from parley.cli.cable_options import (
    AtOffice,
    complete_cable,
    complete_member,
    complete_series,
    desk_options,
)
from parley.cli.output import tell
from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused

__all__ = ["command"]

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The options of this command alone; those that a draft has by the same name stand as there."""

    request: str | None
    party: str | None
    dossier: Path | None
    kind: str | None
    about: str | None
    sender: str | None
    to: tuple[str, ...]
    info: tuple[str, ...]
    series: str | None
    subject: str | None
    text: tuple[str, ...]
    question: tuple[str, ...]
    precedence: str | None
    due: str | None
    return_by: str | None
    grade: str | None
    copies: int | None
    file_copies: int | None
    check: bool
    force: bool


def _posts(name: str, help_: str) -> Callable[[Command], Command]:
    return click.option(
        name, metavar="POST", multiple=True, shell_complete=complete_member, help=help_
    )


@click.command("draft")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--request", metavar="ID", help="Put this request of the dossier.")
@click.option(
    "--for",
    "party",
    metavar="PARTY",
    help="Ask what `parley brief` finds worth asking for this party.",
)
@click.option(
    "--dossier",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Where the request is  [default: the dossier of the office].",
)
@click.option(
    "--kind",
    type=click.Choice(get_args(CableKind)),
    metavar="KIND",
    help="request, instruction, report, correction, cancellation, supersession, regrading, tracer "
    "or service  [default: request with questions, else report].",
)
@click.option(
    "--about",
    metavar="CABLE",
    shell_complete=complete_cable,
    help="The cable that it corrects, cancels, takes the place of, regrades or answers.",
)
@click.option(
    "--sender",
    metavar="POST",
    shell_complete=complete_member,
    help="In whose name it goes  [default: who made the request, else the post that drafts].",
)
@_posts("--to", "Who is to act; may be given again.")
@_posts("--info", "Who is only to know; may be given again.")
@click.option(
    "--series",
    metavar="NAME",
    shell_complete=complete_series,
    help="Where it gets its number  [default: the only one of the sender].",
)
@click.option("--subject", metavar="TEXT", help="What it is about, in a line.")
@click.option("--text", metavar="TEXT", multiple=True, help="A passage; may be given again.")
@click.option(
    "--question", metavar="ID=TEXT", multiple=True, help="A question; may be given again."
)
@click.option("--precedence", metavar="WORD", help="routine, priority, immediate or flash.")
@click.option("--due", metavar="TIME", help="When an answer is due: a time, or such as 2d.")
@click.option("--return-by", metavar="TIME", help="When the copies are to be back.")
@click.option("--grade", metavar="TEXT", help="How secret it is, in your own words.")
@click.option(
    "--copies", metavar="N", type=click.IntRange(1, 99), help="Copies for each addressee."
)
@click.option(
    "--file-copies", metavar="N", type=click.IntRange(0, 99), help="Copies for the sender's files."
)
@click.option("--check", is_flag=True, help="Write nothing; tell what is wrong with FILE.")
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@desk_options
def command(file: Path, at: AtOffice, **options: Any) -> None:
    """Write a draft of a cable to FILE, for people to look over and change.

    It is made from a request of the dossier, from what the brief finds worth asking, or from the
    options alone. In an office, it is entered who drafted it: the digest of the draft, not its
    text.

    \b
    Examples:
      parley cable draft plan.yaml --request is-the-plan-right \\
        --copies 2 --file-copies 2 --return-by 3d
      parley cable draft ask.yaml --for cpv-kpa --to stalin
      parley cable draft fix.yaml --kind correction --about G/1675 \\
        --text "In passage 4, read parallel for line."
      parley cable draft --check plan.yaml
    """
    wanted = _Wanted(**options)
    if wanted.check:
        _check(file, at)
        return
    if wanted.request is not None and wanted.party is not None:
        raise click.UsageError("give --request or --for, not both")
    if file.exists() and not wanted.force:
        raise Refused(f"{file} is there already", hint="name another file, or add --force")
    if not is_office(at):
        draft = _draft(wanted, Directory(), _dossier(wanted, None), wanted.sender)
        save(file, write_draft(draft))
    else:
        with desk(at) as clerk:
            with reading(clerk.ledger) as now:
                directory = directory_in(now)
                about = None if wanted.about is None else cable_called(now, wanted.about)
                known = None if about is None else about_cable(now, about)
            dossier = _dossier(wanted, dossier_of(clerk.office))
            draft = _draft(wanted, directory, dossier, clerk.post)
            if known is not None and about is not None:
                draft = replace(draft, about=about)
                if wanted.subject is None and draft.kind != "report":
                    of = about.partition("/")[2]
                    draft = replace(draft, subject=f"{draft.kind.capitalize()} of {of}")
                if not wanted.to and not wanted.info:
                    draft = replace(draft, action=known.action, info=known.info)
                draft = _with_copies(wanted, draft)
            save(file, write_draft(draft))
            enter_draft(clerk, file.stem, draft)
        for post in (*draft.action, *draft.info):
            if post not in directory.posts:
                tell(f"note: {post} is not enrolled here; it cannot be released before it is")
    tell(f"wrote {file}: look it over, then: parley cable release {file}")


def _check(file: Path, at: AtOffice) -> None:
    office = office_at(at) if is_office(at) else None
    zone, limits = (office.zone, office.limits) if office is not None else ("UTC", LIMITS)
    draft = read_draft(read_file(file), str(file), zone=zone, precedences=tuple(limits))
    if office is not None:
        with reading_at(office) as now:
            series_of(directory_in(now), draft.sender, draft.series)
    click.echo(f"{file}: nothing is wrong with it")


def _dossier(wanted: _Wanted, of_office: Dossier | None) -> Dossier | None:
    return of_office if wanted.dossier is None else read_dossier(wanted.dossier)


def _draft(
    wanted: _Wanted, directory: Directory, dossier: Dossier | None, drafter: str | None
) -> Draft:
    if wanted.request is not None or wanted.party is not None:
        if dossier is None:
            raise Refused("expected the dossier of the request, got none", hint="add --dossier")
        made = (
            from_request(dossier, wanted.request, "")
            if wanted.request is not None
            else pressing_questions(dossier, wanted.party or "")
        )
    else:
        made = _free(wanted, drafter)
    sender = wanted.sender or made.sender or drafter
    if not sender:
        raise Refused("expected a sender, got none", hint="name one with --sender POST")
    changed = {
        name: value
        for name in ("subject", "precedence", "due", "return_by", "grade")
        if (value := getattr(wanted, name)) is not None
    }
    if wanted.kind is not None:
        changed["kind"] = wanted.kind
    series = series_of(directory, sender, wanted.series)
    made = replace(made, sender=sender, series=series, **changed)
    if wanted.to or wanted.info:
        made = replace(made, action=wanted.to, info=wanted.info)
    return _with_copies(wanted, made)


def _with_copies(wanted: _Wanted, draft: Draft) -> Draft:
    if wanted.copies is None and wanted.file_copies is None:
        return replace(draft, copies=())
    each = 1 if wanted.copies is None else wanted.copies
    file = 1 if wanted.file_copies is None else wanted.file_copies
    return replace(draft, copies=copies_for(draft, each, file))


def _free(wanted: _Wanted, drafter: str | None) -> Draft:
    questions = []
    for one in wanted.question:
        name, given, text = one.partition("=")
        if not given:
            raise click.UsageError(f"--question: expected ID=TEXT, got '{one}'")
        questions.append(DraftQuestion(id=name, text=text))
    texts = wanted.text or (() if questions else ("",))
    subject = wanted.subject or subject_of(
        next(iter((*wanted.text, *(q.text for q in questions))), "")
    )
    return Draft(
        draft=1,
        series="",
        kind="request" if questions else "report",
        sender=wanted.sender or drafter or "",
        subject=subject,
        passages=tuple(DraftPassage(text=text) for text in texts),
        questions=tuple(questions),
    )
