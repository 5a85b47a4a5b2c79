"""Reading a dossier: from a folder, or from texts in memory, to one frozen record.

What is wrong with a dossier does not stop the reading: it becomes findings, all in one run, and
what is in order is there to be used. Only what cannot be used at all, or is built to exhaust the
machine, is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from parley.dossier.dossier import Dossier, Place
from parley.dossier.files.folder import (
    DECLARATIONS,
    MAX_FILES,
    MAX_TOTAL,
    dossier_root,
    find_files,
    read_file,
)
from parley.dossier.text.yaml_text import decode
from parley.dossier.validating.contents import (
    Reader,
    read_declared_contents,
    read_entry_contents,
    read_feasibility,
)
from parley.dossier.validating.declared import read_declared
from parley.dossier.validating.log_files import LogFile, node_of, read_log
from parley.dossier.validating.rings import rings
from parley.dossier.validating.statement_book import new_book
from parley.dossier.validating.validation import Sheet, find_node, report, spot
from parley.dossier.vocabulary.entries import Entry, Trade
from parley.kernel.collector import collector_paused
from parley.kernel.digests import digest
from parley.kernel.errors import NotADossier, Refused
from parley.kernel.findings import Finding, sort_findings

__all__ = ["read_dossier", "read_text_dossier"]


def read_dossier(path: Path | str) -> Dossier:
    """Read the dossier in a folder.

    Parameters:
        path: the folder, or the `dossier.yaml` in it.

    Raises NotADossier where there is none, and Refused where it cannot be used at all: what is
    not UTF-8, is nested too deep, or is more than a dossier may be. All else is in `faults`.
    """
    with collector_paused():
        root = dossier_root(path)
        faults: list[Finding] = []
        names = find_files(root, faults)
        return _read(root, ((name, read_file(root, name)) for name in names), faults)


def read_text_dossier(files: Mapping[str, str]) -> Dossier:
    """Read a dossier from memory.

    Parameters:
        files: path in the folder -> text, as `dossier.yaml` and `log/1951-07.yaml`; other paths
            are not read.

    Raises what `read_dossier` raises.
    """
    if DECLARATIONS not in files:
        raise NotADossier(f"no {DECLARATIONS} among the files", hint=f"add {DECLARATIONS}")
    logs = sorted(name for name in files if name.startswith("log/"))
    octets = {name: files[name].encode("utf-8", "surrogatepass") for name in (DECLARATIONS, *logs)}
    if len(octets) > MAX_FILES or sum(map(len, octets.values())) > MAX_TOTAL:
        raise Refused("more files or bytes than a dossier may have", hint="split the dossier")
    with collector_paused():
        return _read(None, octets.items(), [])


def _read(root: Path | None, files: Iterable[tuple[str, bytes]], faults: list[Finding]) -> Dossier:
    contents = iter(files)
    name, data = next(contents)
    digests = [digest(data)]
    declared = read_declared(decode(data, name), root, faults)
    book = new_book(declared.domains, declared.broken)
    content = read_feasibility(declared, book, faults)
    base = Dossier(
        root=root,
        declared=content,
        entries=(),
        by_id={},
        places=declared.places,
        domains=book.domains,
        formulas=book.formulas,
        feasibility=tuple(book.formulas[one.says] for one in content.feasibility),
        logic=book.logic,
        spans={},
        faults=(),
        digest="",
    )
    reader = Reader(base, book, _zones(base), faults)
    content = read_declared_contents(content, declared, reader)
    logs: list[tuple[LogFile, list[Entry | None]]] = []
    for name, data in contents:
        digests.append(f"{name}\0{digest(data)}")
        file = read_log(name, decode(data, name), faults)
        logs.append((file, read_entry_contents(file, reader)))
    by_id = _by_id(logs, declared.places, faults)
    _check_links(by_id, logs, faults)
    return replace(
        base,
        declared=content,
        entries=tuple(by_id.values()),
        by_id=by_id,
        spans=reader.spans,
        faults=sort_findings(faults),
        digest=digest("\n".join(digests)),
    )


def _zones(base: Dossier) -> tuple[str, ...]:
    declared = base.declared
    zones = {declared.zone, *(party.zone for party in declared.parties.values() if party.zone)}
    return tuple(sorted(zones))


def _by_id(
    logs: list[tuple[LogFile, list[Entry | None]]],
    places: dict[str, Place],
    faults: list[Finding],
) -> dict[str, Entry]:
    """Note the place of every entry, report ids used twice, and return the entries by id."""
    by_id: dict[str, Entry] = {}
    for file, kept in logs:
        name = file.name
        for read, entry, raw in zip(file.entries, kept, file.raw, strict=True):
            identifier = _identifier(raw.data) if read is None else read.id
            if identifier is None:
                continue
            place = Place(name, raw.line)
            first = places.setdefault(identifier, place)
            if first is not place:
                _report_twice(identifier, first, place, faults)
            elif entry is not None:
                by_id[identifier] = entry
    return by_id


def _identifier(data: object) -> str | None:
    """Return the id of an entry that could not be read, if it has one."""
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str) else None


def _report_twice(name: str, first: Place, second: Place, faults: list[Finding]) -> None:
    faults.append(
        Finding(
            "duplicate-id",
            "error",
            f"the id '{name}' is used here and at {first.file}:{first.line}; expected it once. "
            "The first counts",
            second.file,
            second.line,
            3,
            entries=(name,),
            hint="give one of the two another id, and see who refers to it",
            subject=f"{second.file}:{second.line}",
        )
    )


def _check_links(
    by_id: dict[str, Entry],
    logs: list[tuple[LogFile, list[Entry | None]]],
    faults: list[Finding],
) -> None:
    """Report entries that replace, require or are known through one another in a ring."""
    replaces: dict[str, tuple[str, ...]] = {}
    via: dict[str, tuple[str, ...]] = {}
    requires: dict[str, tuple[str, ...]] = {}
    for name, entry in by_id.items():
        if entry.replaces:
            replaces[name] = entry.replaces
        if entry.via is not None:
            via[name] = (entry.via,)
        if type(entry) is Trade and entry.requires:
            requires[name] = tuple(one.trade for one in entry.requires)
    sources: dict[str, tuple[LogFile, int]] = {}
    for links, key, word in (
        (replaces, "replaces", "replaces"),
        (via, "via", "is known via"),
        (requires, "requires", "requires"),
    ):
        for ring in rings(links):
            sources = sources or _sources(logs)
            file, at = sources[ring[0]]
            where = spot(find_node(node_of(file, at), (key,)), (key,))
            circle = f" {word} ".join((*ring, ring[0]))
            message = f"a ring: {circle}; expected each to come after what it names"
            sheet = Sheet(file.name, faults, ring)
            report(sheet, "supersession-cycle", where, message, f"delete one `{key}`")


def _sources(logs: list[tuple[LogFile, list[Entry | None]]]) -> dict[str, tuple[LogFile, int]]:
    """Return where each entry was read: the file, and which of its entries."""
    found: dict[str, tuple[LogFile, int]] = {}
    for file, kept in logs:
        for at, entry in enumerate(kept):
            if entry is not None:
                found.setdefault(entry.id, (file, at))
    return found
