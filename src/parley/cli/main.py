"""The command `parley`: its list of commands, and what becomes of errors.

What a user can mend (`ParleyError`) is one message and exit status 2. Anything else that escapes
is a defect of parley: one line and status 70; `parley --debug` adds the traceback.
"""

from __future__ import annotations

import os
import sys
import traceback
from io import TextIOWrapper
from types import TracebackType
from typing import NoReturn

import click

from parley import __version__
from parley.cli.lazy import LazyGroup, Listed
from parley.cli.statuses import BROKEN_PIPE, DEFECT, INTERRUPTED

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS = (
    Listed("brief", "Read", "Where things stand for a party, and what there is to decide."),
    Listed("check", "Read", "Everything wrong with a dossier, with its proof."),
    Listed("stability", "Read", "What holds when each side can still act, and why."),
    Listed("frontier", "Read", "What all could accept: efficient outcomes and fair points."),
    Listed("agenda", "Read", "What an agenda opens, and what that is worth to each party."),
    Listed("log", "Read", "The entries in order of time."),
    Listed("show", "Read", "Everything about one entry, party, issue, source or finding."),
    Listed("align", "Read", "Original and translation side by side, and what differs."),
    Listed("cite", "Read", "A passage in the words around it, and what cites it."),
    Listed("search", "Read", "Words in entries and documents, in all their languages."),
    Listed("sources", "Read", "What is cited by what, and what rests on no source."),
    Listed("conflicts", "Read", "Where sources disagree on a date or a number."),
    Listed("diff", "Read", "What changed between two times."),
    Listed("serve", "Read", "The dossier as a page in the browser."),
    Listed("new", "Write", "Start a dossier."),
    Listed("add", "Write", "Append an entry to the log."),
    Listed("import", "Write", "Read documents, and put them into a dossier."),
    Listed("propose", "Write", "What the passages of a document may become."),
    Listed("fmt", "Write", "Put the files of a dossier into canonical form."),
    Listed("excerpt", "Write", "What one post may see of a dossier, as one of its own."),
    Listed("convert", "Write", "Turn a scenario of another program into a dossier, or back."),
    Listed("migrate", "Write", "Bring a dossier of an older format up to date."),
    Listed("user", "Join", "Who may sign in to the page from another machine."),
    Listed("merge", "Join", "Join two copies of a dossier."),
    Listed("merge-driver", "Join", "Let git merge logs entry by entry."),
    Listed("cable", "Send", "Requests and instructions: numbered, sealed, accounted for."),
    Listed("key", "Send", "Your posts' keys: make them, show them, unlock them for a sitting."),
    Listed("office", "Send", "A server that stores sealed parcels until they are fetched."),
    Listed("demo", "Learn", "The brief of the founding case, to read and to try things on."),
    Listed("explain", "Learn", "What a finding's code means and how to mend it."),
    Listed("schema", "Learn", "The JSON Schema of the files, for editors."),
    Listed("doctor", "Learn", "What is installed, and what each missing extra would give."),
    Listed("completion", "Learn", "Completion of commands and ids in bash, zsh or fish."),
)


@click.group(
    "parley",
    cls=LazyGroup,
    listed=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Exit status: 0 done, 1 errors found (or files to format, or conflicts), 2 input that "
    "cannot be used, 70 a defect of parley, 130 interrupted.",
)
@click.version_option(__version__, prog_name="parley")
@click.option(
    "--debug",
    is_flag=True,
    envvar="PARLEY_DEBUG",
    help="Show the traceback of a defect of parley.",
)
def cli(debug: bool) -> None:
    """Keep, check and explain a negotiation: what is known, authorised, offered and agreed.

    A DOSSIER is a folder of text files with a dossier.yaml in it. Nothing leaves this machine
    by itself.

    \b
    Examples:
      parley demo
      parley new talks --party us=Us --party them=Them
      parley check talks --for us
    """
    if debug:
        sys.excepthook = sys.__excepthook__


def main() -> None:
    """Run `parley` as a program; always ends by SystemExit."""
    sys.excepthook = _report_defect
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter the terminal lacks must not end the run
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            cli.main(prog_name="parley")
        finally:
            if sys.__stdout__ is not None:  # closed by whoever started the program
                sys.__stdout__.flush()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _leave_quietly()


def _leave_quietly() -> NoReturn:
    """End as a program does whose reader has gone, without a word at shutdown."""
    if sys.__stdout__ is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())
    sys.exit(BROKEN_PIPE)


def _report_defect(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say in one line that parley itself failed; set as `sys.excepthook`."""
    frames = traceback.extract_tb(trace)
    where = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    what = " ".join(f"{kind.__name__}: {error}".split())
    print(
        f"error: this is a defect of parley, not of your input: {what}{where}; "
        "run `parley --debug ...` to see where, and report it",
        file=sys.stderr,
    )
    raise SystemExit(DEFECT)


if __name__ == "__main__":
    main()
