"""Verifying a log: that nothing in it was changed, and that nobody did what it may not.

All of it is looked at, or what came after a pinned checkpoint, or the hashes alone. The events are
read in order, a few at a time, and looked at on all cores; what was done with the cables is then
looked at cable by cable. `docs/reference/verifying.md` says what this finds and what it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from time import perf_counter
from typing import Any, Literal, TypeAlias

from parley.cables.checkpoints import is_checkpoint
from parley.cables.connecting import Ledger
from parley.cables.custody_checks import Followed, Kept, ended, follow, follow_cables
from parley.cables.directory import KINDS, Directory, enter, key_life, revocation_of
from parley.cables.event_checks import (
    Checked,
    Given,
    Run,
    Turn,
    check_run,
    fault_of,
    hash_run,
    read_event,
)
from parley.cables.events import Checkpoint, decode_event, leaf_of
from parley.cables.in_order import Working, cores, working
from parley.cables.lawful import out_of_turn
from parley.cables.log_rows import (
    CableRow,
    Row,
    blob_rows,
    cable_rows,
    event_rows,
    kept_digests,
    mentions_count,
    repeated_parcel,
    rows_of_cable,
    rows_of_kinds,
    runs,
)
from parley.cables.mentions import cables_of
from parley.cables.merkle import Peaks, is_consistent, is_included, root_of
from parley.cables.pins import Pin
from parley.cables.proofs import prove_consistent, prove_included, root_at
from parley.cables.reading import Reading, peaks_of, reading
from parley.kernel.errors import Refused
