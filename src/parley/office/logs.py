"""What a server writes to its log: that it was asked, and whether it could answer.

Nothing of a parcel is ever in it, and a post only at debug. A fault is told by its kind and place,
as its words may hold what it was about.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

__all__ = ["Brief", "log_to_stderr"]


class Brief(logging.Formatter):
    """Writes a fault as one line: its kind and its place."""

    def formatException(self, ei: Any) -> str:
        """Return the kind of a fault, and where in the code it was."""
        frames = traceback.extract_tb(ei[2])
        where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        return f"{ei[0].__name__}{where}"


def log_to_stderr(level: str) -> None:
    """Write what the server tells to standard error, from a level on.

    Parameters:
        level: `debug`, `info` or `warning`.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Brief("%(asctime)s %(levelname)s %(message)s"))
    for name, least in (("parley.office", level), ("uvicorn", "warning")):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(least.upper())
