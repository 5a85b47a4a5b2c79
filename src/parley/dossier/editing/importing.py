"""Documents into a dossier: the original as it is, its reading beside it, an entry in `sources`.

Each version of a document has a folder of its own, named by its digest:

    sources/cable-21756/0f1e2d3c4b5a/original.txt   byte for byte
    sources/cable-21756/0f1e2d3c4b5a/reading.txt    the text that was read in it
    sources/cable-21756/0f1e2d3c4b5a/reading.json   fields, parts and paragraphs in that text

The folder appears as a whole, by one renaming, and `dossier.yaml` is changed last, so that whatever
happens the dossier is as it was before, or has all of the document. A folder that no source names
does no harm, and the next import takes it up.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from parley.dossier.dossier import Dossier
from parley.dossier.editing.declaring import with_declared
from parley.dossier.editing.splicing import bytes_like
from parley.dossier.editing.steps import NewText, commit
from parley.dossier.editing.writing import EntryFaulty, write_atomically
from parley.dossier.files.durable import sync_folder
from parley.dossier.files.folder import DECLARATIONS, dossier_root, find_files, outside, read_file
from parley.dossier.reading import read_text_dossier
from parley.dossier.sources.stored_documents import stored_document
from parley.dossier.text.scalars import new_scalar
from parley.dossier.text.yaml_text import Node, decode, parse_yaml
from parley.dossier.vocabulary.declarations import Source
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.kernel.errors import Refused, quoted
from parley.record.document import Document, Imported
from parley.record.language import UNKNOWN, language_named
from parley.record.passages import Kept, passages_kept
from parley.record.readers.extracted import MAX_BYTES
from parley.record.stored import imported_data

__all__ = ["Stored", "source_id", "store_document"]

_SHORT = 12  # digits of a digest in the name of a folder
_TEMPORARY = ".importing-"
_OLD = 3_600  # seconds after which what an import left behind is cleared away
_ENDINGS = {"text": "txt", "html": "html", "pdf": "pdf", "docx": "docx", "email": "eml"}
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import did to a dossier.

    Parameters:
        source: the id of the source.
        file: where the original is, inside the dossier's folder.
        state: the source is new; it was there without its document; it has a new version; or
            nothing changed.
        passages: of a new version, what became of the passages.
        before: of a new version, where the one before it is.
    """

    source: str
    file: str
    state: Literal["added", "attached", "new version", "unchanged"]
    passages: Kept | None = None
    before: str = ""


def store_document(
    root: Path | str,
    imported: Imported,
    original: bytes,
    name: str,
    wanted: str | None = None,
    who: str | None = None,
) -> Stored:
    """Put a document into a dossier, all of it or nothing.

    Parameters:
        root: the folder of the dossier.
        imported: what was read of it.
        original: the bytes of its file.
        name: what the file is called; its ending is kept.
        wanted: the id of the source; left out, that of the same file if it is there, else one
            made of the document's number or the file's name.
        who: whose import it is, so that what it declares can be undone as a step of editing; left
            out, it is written without one.

    Raises Refused where it cannot be stored, and EntryFaulty where the dossier would get a fault.
    """
    folder = dossier_root(root)
    files = {one: decode(read_file(folder, one), one) for one in find_files(folder, [])}
    dossier = read_text_dossier(files)
    _must_be_sound(dossier)
    source = _id_of(dossier, imported, name, wanted)
    known = dossier.declared.sources.get(source)
    place = f"sources/{source}/{imported.reading.digest[:_SHORT]}"
    file = f"{place}/original.{_ending(imported, name)}"
    if known is not None and known.digest == imported.reading.digest and known.file:
        if _holds(folder, known.file, original):
            return Stored(source, known.file, "unchanged")
        file = known.file
        place = file.rpartition("/")[0]
    kept, before = _compared(folder, known, imported)
    text = _declared(files[DECLARATIONS], source, known, imported.documents[0], file)
    text = _with_digest(text, source, file, imported.reading.digest)
    _check(files, text)
    _put_folder(folder, place, file, imported, original)
    if decode(read_file(folder, DECLARATIONS), DECLARATIONS) != files[DECLARATIONS]:
        raise Refused(
            f"{DECLARATIONS} was changed by somebody else in the meantime",
            hint="the dossier is as it was; import again",
        )
    if text != files[DECLARATIONS]:
        if who is None:
            write_atomically(folder / DECLARATIONS, text)
        else:
            data = read_file(folder, DECLARATIONS)
            new = bytes_like(data, text.replace("\r\n", "\n"))
            commit(folder, [NewText(DECLARATIONS, data, new)], f"import {source}", who)
    if known is None:
        return Stored(source, file, "added")
    if known.digest is None or known.digest == imported.reading.digest:
        return Stored(source, file, "attached")
    return Stored(source, file, "new version", kept, before)


def source_id(imported: Imported, name: str) -> str:
    """Return an id for a document: of its number, else of its file's name.

    Parameters:
        name: what the file is called.
    """
    document = imported.documents[0]
    number = document.fields.get("number", ())
    if number:
        slug = _slug(number[0].value)
        kind = "telegram" if "telegram" in _title(document).casefold() else "cable"
        if slug:
            return f"{kind}-{slug}"
    stem = _slug(Path(name).stem) or "document"
    return stem if stem[0].isalpha() else f"document-{stem}"


def _slug(text: str) -> str:
    from anyascii import anyascii

    return _SLUG.sub("-", anyascii(text).lower().replace("'", "")).strip("-")[:60].strip("-")


def _title(document: Document) -> str:
    values = document.fields.get("title", ())
    return values[0].value if values else ""


def _id_of(dossier: Dossier, imported: Imported, name: str, wanted: str | None) -> str:
    if wanted is not None:
        if re.fullmatch(ID_PATTERN, wanted) is None:
            raise Refused(
                f"expected an id for the source, got {quoted(wanted)}",
                hint="write letters, digits and hyphens, as in --as cable-21756",
            )
        return wanted
    for known, one in dossier.declared.sources.items():
        if one.digest == imported.reading.digest:
            return known
    return source_id(imported, name)


def _ending(imported: Imported, name: str) -> str:
    ending = Path(name).suffix.lstrip(".").lower()
    usual = _ENDINGS[imported.reading.kind]
    return ending if re.fullmatch("[a-z0-9]{1,8}", ending) and ending != "yaml" else usual


def _must_be_sound(dossier: Dossier) -> None:
    errors = [one for one in dossier.faults if one.severity == "error" and one.file == DECLARATIONS]
    if errors:
        raise EntryFaulty(tuple(errors))


def _check(files: Mapping[str, str], text: str) -> None:
    known = set(read_text_dossier(files).faults)
    after = read_text_dossier({**files, DECLARATIONS: text}).faults
    errors = [one for one in after if one.severity == "error" and one.code != "bad-path"]
    old = {(one.code, one.message) for one in known}
    errors = [one for one in errors if (one.code, one.message) not in old]
    if errors:
        raise EntryFaulty(tuple(errors))


def _compared(folder: Path, known: Source | None, imported: Imported) -> tuple[Kept | None, str]:
    """Compare with the version that is there, if one is."""
    if known is None or known.digest in (None, imported.reading.digest):
        return None, ""
    old = stored_document(folder, known)
    return (passages_kept(old, imported) if old is not None else None), known.file or ""


def _declared(text: str, source: str, known: Source | None, document: Document, file: str) -> str:
    """Return `dossier.yaml` with the source in it; of one that is there, what it lacks is added."""
    entry = _entry(document)
    if known is None:
        if "title" not in entry:
            entry = {"title": source.replace("-", " ").capitalize(), **entry}
        return with_declared(text, "sources", {source: {**entry, "file": file, "digest": "-"}})
    more = {
        key: value
        for key, value in (*entry.items(), ("file", file), ("digest", "-"))
        if getattr(known, key) is None
    }
    return with_declared(text, ("sources", source), more) if more else text


def _entry(document: Document) -> dict[str, str]:
    entry: dict[str, str] = {}
    for key, field in (
        ("title", "title"),
        ("author", "author"),
        ("addressee", "addressee"),
        ("date", "sent"),
        ("archive", "archive"),
        ("shelfmark", "shelfmark"),
    ):
        values = document.fields.get(field, ())
        if not values:
            continue
        several = key in ("archive", "shelfmark")
        entry[key] = "; ".join(one.value for one in values) if several else values[0].value
    said = document.fields.get("original_language", ())
    language = language_named(said[0].value) if said else UNKNOWN
    if language == UNKNOWN and document.parts:
        language = document.parts[0].language
    if language != UNKNOWN:
        entry["language"] = language
    order = ("title", "author", "addressee", "date", "language", "archive", "shelfmark")
    return {key: entry[key] for key in order if key in entry}


def _with_digest(text: str, source: str, file: str, digest: str) -> str:
    """Return `dossier.yaml` in which `file` and `digest` of the source are these."""
    for key, value in (("digest", digest), ("file", file)):
        node = _at(parse_yaml(text, DECLARATIONS), "sources", source, key)
        if node is None or node.value == value:
            continue
        if node.style in ("|", ">"):
            raise Refused(
                f"{DECLARATIONS}:{node.line}: `{key}` is a block of lines",
                hint=f"write `{key}: {value}`",
            )
        text = text[: node.start] + new_scalar(value, 0)[0] + text[node.end :]
    return text


def _at(tree: Node, *way: str) -> Node | None:
    found: Node | None = tree
    for step in way:
        if found is None or found.kind != "map":
            return None
        found = next((value for key, value in found.pairs if key.value == step), None)
    return found


def _holds(folder: Path, file: str, original: bytes) -> bool:
    """Whether the original is there, byte for byte, and its reading beside it."""
    try:
        place = folder / file
        if outside(file, folder) is not None or place.stat().st_size > MAX_BYTES:
            return False
        beside = place.parent / "reading.json"
        return place.read_bytes() == original and beside.is_file()
    except OSError:
        return False


def _put_folder(folder: Path, place: str, file: str, imported: Imported, original: bytes) -> None:
    """Make the folder of a version appear, whole."""
    why = outside(place, folder)
    if why is not None:
        raise Refused(
            f"{place}: {why}", hint="the folder sources/ must be one of the dossier's own"
        )
    if _holds(folder, file, original):
        return
    target = folder / place
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target.parent)
        made = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=target.parent))
        try:
            _fill(made, file.rpartition("/")[2], imported, original)
            if target.exists():  # left behind half done, or changed by somebody
                os.rename(target, f"{made}-before")
            os.rename(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
            shutil.rmtree(f"{made}-before", ignore_errors=True)
        sync_folder(target.parent)
        sync_folder(folder / "sources")
    except OSError as error:
        raise Refused(
            f"{place} cannot be written: {error.strerror or error}",
            hint="the dossier is as it was; see that there is room and that you may write in it",
        ) from None


def _fill(made: Path, name: str, imported: Imported, original: bytes) -> None:
    data = json.dumps(imported_data(imported), indent=1, ensure_ascii=False) + "\n"
    for one, octets in (
        (name, original),
        ("reading.txt", imported.reading.text.encode("utf-8")),
        ("reading.json", data.encode("utf-8")),
    ):
        with (made / one).open("wb") as stream:
            stream.write(octets)
            stream.flush()
            os.fsync(stream.fileno())
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o777 & ~mask)
    sync_folder(made)


def _clear(parent: Path) -> None:
    """Take away what an import that was cut off left behind long ago."""
    for one in parent.glob(f"{_TEMPORARY}*"):
        if time.time() - one.stat().st_mtime > _OLD:
            shutil.rmtree(one, ignore_errors=True)
