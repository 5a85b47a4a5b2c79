"""Checking a large dossier beside the pages, so that none of them waits for it.

The checks of a long negotiation take seconds. A page for people shows what is there, says that the
checks are running, and shows what they found as soon as they have; a program waits for them.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from parley.brief.cards.kept import keep_case
from parley.mandate.case import Case, make_case, sides
from parley.mandate.running import Report, check_cases
from parley.web.desk import Desk, cases, report, worked_out
from parley.web.keeping import remembered
from parley.web.pace import is_large, took

__all__ = ["Checked", "checked"]

_BEFORE_S = 0.2  # in which the page that asked is made and sent, before the checks begin


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found.

    Parameters:
        report: None as long as nothing is known.
        cases: what it was found in.
        as_of: as of when that is, in microseconds since 1970 UTC.
        running: whether other findings are on their way.
    """

    report: Report | None
    cases: tuple[Case, ...]
    as_of: int
    running: bool = False


@dataclass(slots=True)
class _Slot:
    """The checks of one viewpoint: what they found last, and whether they run."""

    last: Checked | None = None
    running: bool = False
    fault: BaseException | None = field(default=None, repr=False)


def checked(desk: Desk) -> Checked:
    """Return what is known of what the checks find from where the desk looks.

    A patient desk gets all of it. Raises what the checks raise.
    """
    seen = desk.seen
    if desk.patient or not is_large(desk.state):
        return Checked(report(desk), cases(desk), seen.as_of)
    now = desk.asked.as_of is None and desk.asked.known_as_of is None
    place = ("checks", seen.party, seen.reader, *(() if now else (seen.as_of, seen.known_as_of)))
    slot = remembered(desk.bench.kept, desk.state, place, _Slot)
    if not slot.running and (slot.last is None or slot.last.as_of != seen.as_of):
        slot.running = True
        _begin(desk, slot)
    if slot.fault is not None:
        fault, slot.fault = slot.fault, None
        raise fault
    last, running = slot.last, slot.running
    if last is None:
        return Checked(None, (), seen.as_of, running)
    if last.as_of == seen.as_of:  # other pages need not work it out again
        worked_out(desk, "report", lambda: last.report)
        worked_out(desk, "cases", lambda: last.cases)
    return Checked(last.report, last.cases, last.as_of, running)


def _begin(desk: Desk, slot: _Slot) -> None:
    """Check in a thread of its own, without the lock under which pages are made."""
    dossier, seen, state = desk.dossier, desk.seen, desk.state

    def check() -> None:
        time.sleep(_BEFORE_S)
        start = time.monotonic()
        names = (seen.party,) if seen.party is not None else sides(dossier)
        try:
            made = tuple(make_case(dossier, name, seen.as_of, seen.known_as_of) for name in names)
            found = check_cases(dossier, made, seen.party)
            for case in made:
                keep_case(case)
            slot.last = Checked(found, made, seen.as_of)
            took(state, time.monotonic() - start)
        except Exception as error:  # noqa: BLE001 - raised where it is asked for
            slot.fault = error
        finally:
            slot.running = False

    threading.Thread(target=check, name="parley-checks", daemon=True).start()
