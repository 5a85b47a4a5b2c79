"""At which message office a command works, and as whom: the common options as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["CLOCK", "OFFICE", "AtOffice"]

#: The variable of the environment that names the folder of the office.
OFFICE = "PARLEY_OFFICE"
#: The variable of the environment with what the clock shows: for exercises and tests.
CLOCK = "PARLEY_CLOCK"


@dataclass(frozen=True, slots=True)
class AtOffice:
    """The common options as they were typed.

    Parameters:
        office: the folder of the office, where one was named.
        post: the post that acts, where one was named.
    """

    office: Path | None
    post: str | None
    keys_path: Path
    passphrase_file: Path | None
