"""Importing a document that is sent by the browser."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from parley.kernel.errors import Refused
from parley.web.addresses import link
from parley.web.desk import Desk
from parley.web.editing.shared import may_change, must_see_files, root_of
from parley.web.forms import Upload
from parley.web.jobs import Tell, begin, result
from parley.web.registry import Act, Done, Page

__all__ = ["PAGE", "ImportForm", "Importing", "begin_import", "import_document", "upload"]

_MOST = 20_000_000  # bytes of a document


@dataclass(frozen=True, slots=True)
class Importing:
    """What became of an import: the source and its state; empty before one.

    `most` is how many million bytes a document may have.
    """

    source: str
    state: str
    file: str
    most: int


@dataclass(frozen=True, slots=True)
class ImportForm:
    """A document to import: the file, and if need be the source's id and a text's encoding."""

    document: Upload
    id: str | None = None
    encoding: str | None = None


def upload(desk: Desk, job: str = "") -> Importing:
    """Return what became of an import, or with none what can be imported."""
    must_see_files(desk)
    if not job:
        return Importing("", "", "", _MOST // 1_000_000)
    source, state, file = result(desk.bench.jobs, desk.visitor.name, job)
    return Importing(source, state, file, _MOST // 1_000_000)


def begin_import(desk: Desk, form: ImportForm) -> Done:
    """Begin to import a document: it is read in a process of its own, then stored."""
    must_see_files(desk)
    sent = form.document
    if not sent.name or not sent.data:
        raise Refused("expected a document, got an empty file", hint="choose a file")
    if len(sent.data) > _MOST:
        raise Refused(
            f"the document has {len(sent.data):,} bytes; expected {_MOST:,} at most",
            hint="import it with `parley import FILE --into DOSSIER`, or split it",
        )
    if not may_change(desk):
        raise Refused("nothing may be written here", hint="start the server without --read-only")
    from parley.dossier.files.workplace import WORKPLACE, opened

    root = root_of(desk)
    with opened(root):  # so that the folder is there, for its owner alone
        pass
    place = root / WORKPLACE / f"upload-{secrets.token_hex(8)}"
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(sent.data)
    name = Path(sent.name.replace("\\", "/")).name[:200]
    try:
        job = begin(
            desk.bench.jobs,
            desk.visitor.name,
            link(desk.asked, ("import",), {}),
            import_document,
            str(root),
            str(place),
            (name, form.id, form.encoding, desk.visitor.name),
        )
    except Refused:
        place.unlink(missing_ok=True)
        raise
    return Done(link(desk.asked, ("job", job), {}))


def import_document(
    tell: Tell, root: str, place: str, about: tuple[str, str | None, str | None, str]
) -> tuple[str, str, str]:
    """Read a document and store it; return the source, its state, and where the original is.

    Parameters:
        tell: told how far it is.
        root: the folder of the dossier.
        place: where the document lies; it is taken away in the end.
        about: its name, the id wanted, its encoding, and whose import it is.
    """
    from parley.dossier.editing.importing import store_document
    from parley.record.layouts.parsing import parse
    from parley.record.readers.reading import read_bytes

    name, wanted, encoding, who = about
    try:
        data = Path(place).read_bytes()
        tell(1, 3, name)
        imported = parse(read_bytes(data, name, encoding))
        tell(2, 3, name)
        stored = store_document(root, imported, data, name, wanted, who)
    finally:
        with suppress(OSError):
            Path(place).unlink()
    return stored.source, stored.state, stored.file


PAGE = Page("upload", "/import", upload, acts={"begin": Act(begin_import)})
