"""Documents as an import stored them: read again, with every paragraph where it was."""

from __future__ import annotations

import json
from pathlib import Path

from parley.dossier.files.folder import dossier_root, outside
from parley.dossier.vocabulary.declarations import Source
from parley.kernel.errors import Refused
from parley.record.document import Imported
from parley.record.stored import imported_from_data

__all__ = ["stored_document"]

_MAX_READING = 400_000_000  # bytes of a stored reading


def stored_document(root: Path | str, source: Source) -> Imported | None:
    """Return the reading of a source that was imported; None of one that was not.

    Raises Refused where what is stored cannot be used.
    """
    folder = dossier_root(root)
    if source.file is None or outside(source.file, folder) is not None:
        return None
    beside = (folder / source.file).parent
    if not (beside / "reading.json").is_file() or not (beside / "reading.txt").is_file():
        return None
    name = f"{source.file.rpartition('/')[0]}/reading.json"
    try:
        for one in ("reading.json", "reading.txt"):
            if (beside / one).stat().st_size > _MAX_READING:
                raise Refused(f"{name}: is too big", hint="import the document again")
        data = json.loads((beside / "reading.json").read_text(encoding="utf-8"))
        with (beside / "reading.txt").open(encoding="utf-8", newline="") as stream:
            text = stream.read()
    except (OSError, ValueError, RecursionError):
        raise Refused(f"{name}: cannot be read", hint="import the document again") from None
    return imported_from_data(data, text, name)
