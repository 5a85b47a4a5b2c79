"""The examples that come with parley: inside the installed package, or in its source tree."""

from __future__ import annotations

from pathlib import Path

import parley
from parley.dossier.files.folder import DECLARATIONS
from parley.kernel.errors import Refused

__all__ = ["FOUNDING_CASE", "example"]

FOUNDING_CASE = "kaesong-1951"


def example(name: str) -> Path:
    """Return the folder of an example.

    Raises Refused where this installation has none of that name.
    """
    package = Path(parley.__file__).resolve().parent
    for folder in (package / "examples", package.parents[1] / "examples"):
        if (folder / name / DECLARATIONS).is_file():
            return folder / name
    raise Refused(
        f"the example {name} did not come with this installation of parley",
        hint="install parley again, from a wheel or from its source tree",
    )
