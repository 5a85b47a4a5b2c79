"""The events of a log in their order: runs that are looked at apart are joined to one log.

What no run knows is seen here: the tree, numbers that go on from one run to the next, and what
others signed of this log at an earlier time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from parley.cables.custody.lawful import out_of_turn
from parley.cables.events.event_bytes import leaf_of
from parley.cables.ledger.connecting import run
from parley.cables.ledger.proofs import prove_consistent, root_at
from parley.cables.ledger.reading import Reading, peaks_of
from parley.cables.primitives.merkle import Peaks, is_consistent, root_of
from parley.cables.verifying.event_checks import Checked, Given, Run, check_run, hash_run
from parley.cables.verifying.in_order import Working
from parley.cables.verifying.log_rows import MOST_ROWS, ask_here, event_rows, last_before
from parley.cables.verifying.tally import Tally, told, warn, wrong_at

__all__ = ["join_events"]

_HASH = 32
#: Hashes of subtrees that are kept: the latest, and before them those at ends of 2^10 events.
_LATEST, _RARE = 16_384, 1_024


@dataclass(slots=True)
class _Tree:
    """The tree so far.

    Parameters:
        peaks: what it goes on from.
        since: the number of the first of `latest`.
        latest: for each of the last events, the root of the largest whole subtree that ends with
            it.
        ends: number -> that root, for some events before those.
    """

    peaks: list[bytes]
    since: int
    latest: list[bytes] = field(default_factory=list)
    ends: dict[int, bytes] = field(default_factory=dict)


def join_events(
    now: Reading, given: Given, working: Working, tally: Tally, *, hashes: bool, shared: bool
) -> None:
    """Look at the events from `given.since` on, up to the first wrong one.

    Parameters:
        hashes: whether to look at nothing but the hashes.
        shared: whether other processes do it.
    """
    before = _before(now, given.since)
    if before is not None:
        tally.used[given.since - 1] = leaf_of(*before)
    tree = _Tree(list(peaks_of(now, given.since).hashes), given.since)
    turns: dict[tuple[str, ...], int] = {}
    n = given.since
    work = hash_run if hashes else check_run
    for checked in working(work, _pieces(now, given, before, shared=shared)):
        if checked.wrong is not None:
            wrong_at(tally, *checked.wrong)
        count = _join_tree(tree, n, checked, tally)
        _join_turns(now, given.since, turns, checked, tally)
        _add(checked, tally)
        _join_claims(now, given.since, tree, checked, tally)
        n += count
        told(tally, "events", n - given.since)
        if tally.wrong is not None:
            return
    if n < now.head.size:
        wrong_at(tally, n, "it is not there, and later ones are")


def _before(now: Reading, since: int) -> tuple[bytes, bytes] | None:
    """Record and signature of the event before those that are looked at."""
    query = "SELECT record, signature FROM events WHERE n = ?"
    for record, signature in run(now.connection, query, (since - 1,)):
        return record, signature
    return None


def _pieces(
    now: Reading, given: Given, before: tuple[bytes, bytes] | None, *, shared: bool
) -> Iterator[Run]:
    """Runs of events: with their rows, unless other processes read them."""
    for n in range(given.since, now.head.size, MOST_ROWS):
        until = min(n + MOST_ROWS, now.head.size)
        if shared and given.path is not None:
            yield Run(n, until)
            continue
        rows = event_rows(ask_here(now), n, until)
        yield Run(n, until, before, list(rows) if shared else rows)
        before = _before(now, until)


def _join_tree(tree: _Tree, n: int, checked: Checked, tally: Tally) -> int:
    """Go on with the tree, and see that the hash beside each event is that of its subtree."""
    leaves, subtrees, peaks = checked.leaves, checked.subtrees, tree.peaks
    for place in range(len(leaves) // _HASH):
        here = slice(place * _HASH, (place + 1) * _HASH)
        found = leaves[here]
        size = n + place
        while size & 1:
            found = sha256(b"\x01" + peaks.pop() + found).digest()
            size >>= 1
        peaks.append(found)
        tree.latest.append(found)
        if found != subtrees[here]:
            wrong_at(tally, n + place, "the hash of the tree beside it is not that of the events")
            return place
    if len(tree.latest) > 2 * _LATEST:
        _thin_out(tree)
    return len(leaves) // _HASH


def _thin_out(tree: _Tree) -> None:
    """Let go of the older half of the latest, but for a few."""
    first = -(tree.since + 1) % _RARE  # the place of the first at an end of 2^10 events
    for place in range(first, _LATEST, _RARE):
        tree.ends[tree.since + place] = tree.latest[place]
    del tree.latest[:_LATEST]
    tree.since += _LATEST


def _root_at(now: Reading, tree: _Tree, size: int) -> bytes:
    """The root that the log had, by the hashes that were looked at; or read again, for long ago."""
    left, found = size, list[bytes]()
    while left:
        place = left - 1 - tree.since
        here = 0 <= place < len(tree.latest)
        one = tree.latest[place] if here else tree.ends.get(left - 1)
        if one is None:
            return root_at(now, size)
        found.append(one)
        left &= left - 1
    return root_of(Peaks(size, tuple(reversed(found))))


def _join_turns(
    now: Reading, since: int, turns: dict[tuple[str, ...], int], checked: Checked, tally: Tally
) -> None:
    """See that each run gives the numbers that follow those of the runs before."""
    for where, turn in checked.turns.items():
        last = turns.get(where)
        if last is None:
            last = last_before(now, where, since) if since else 0
        fault = out_of_turn(where, last, turn.first)
        if fault is not None:
            wrong_at(tally, turn.n, fault)
        turns[where] = turn.last


def _join_claims(now: Reading, since: int, tree: _Tree, checked: Checked, tally: Tally) -> None:
    """See that what others signed of this log is what it was."""
    for claim in checked.claims:
        if tally.wrong is not None and claim.n >= tally.wrong[0]:
            continue
        tally.checked["checkpoints"] += 1
        if claim.size >= since:
            fits = _root_at(now, tree, claim.size) == claim.root
        else:
            begun = (since, root_at(now, since))
            proof = prove_consistent(now, claim.size, since)
            fits = is_consistent((claim.size, claim.root), begun, proof)
        if not fits:
            wrong_at(
                tally,
                claim.n,
                f"{claim.post} signed that the first {claim.size} events had the root "
                f"{claim.root.hex()}, and these have {root_at(now, claim.size).hex()}",
            )


def _add(checked: Checked, tally: Tally) -> None:
    tally.checked["events"] += len(checked.leaves) // _HASH
    tally.checked["signatures"] += checked.signatures
    tally.naming += checked.named + checked.further
    tally.further += checked.further
    tally.directory += checked.directory
    tally.cables |= checked.cables
    tally.doubts += checked.doubts
    for one in checked.doubtful:
        warn(tally, one)
