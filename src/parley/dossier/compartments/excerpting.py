"""An excerpt: what one reader may see of a dossier, as a dossier of its own in a new folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from parley.dossier.compartments.need_to_know import ForReader, for_reader
from parley.dossier.dossier import Dossier
from parley.dossier.files.folder import outside
from parley.dossier.vocabulary.declarations import Source
from parley.kernel.errors import Refused

__all__ = ["write_excerpt"]

#: What an import stores beside the original.
_BESIDE = ("reading.txt", "reading.json")


def write_excerpt(dossier: Dossier, reader: str, out: Path | str) -> ForReader:
    """Write what a reader may see of a dossier into a new folder, all of it or nothing.

    Documents are copied of which no passage is withheld. Comments and other files are left behind.

    Parameters:
        dossier: one that was read from a folder.
        reader: the id of a party.
        out: the folder to make; it must not exist yet.

    Raises what `for_reader` raises, and Refused where the folder cannot be written.
    """
    target = Path(out)
    if target.exists() or target.is_symlink():
        raise Refused(f"{target} is there already", hint="name a folder that does not exist yet")
    reduced = for_reader(dossier, reader)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            new = Path(folder) / "new"  # its parent is for this user alone; the excerpt is not
            new.mkdir()
            for name, text in reduced.files.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(text.encode("utf-8"))
            for source in reduced.dossier.declared.sources.values():
                _copy_document(dossier.root, source, new)
            os.rename(new, target)
    except OSError as error:
        raise Refused(
            f"{target} cannot be written: {error.strerror or error}",
            hint="check that there is room and that you may write there",
        ) from None
    return reduced


def _copy_document(root: Path | None, source: Source, new: Path) -> None:
    """Copy the file of a source, and what was read in it if it was imported."""
    if root is None or source.file is None or outside(source.file, root) is not None:
        return
    folder, _, name = source.file.rpartition("/")
    read = _BESIDE if source.digest is not None else ()
    for one in (name, *read):
        place = f"{folder}/{one}" if folder else one
        if (root / place).is_file() and outside(place, root) is None:
            (new / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / place, new / place)
