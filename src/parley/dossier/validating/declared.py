"""Reads `dossier.yaml`: what is declared, with everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from parley.dossier.dossier import Place
from parley.dossier.files.folder import DECLARATIONS, outside
from parley.dossier.language.domain import Domain, domain
from parley.dossier.language.formulas import KEYWORDS
from parley.dossier.text.yaml_text import Node, YamlFault, duplicate_keys, parse_yaml, said_kind
from parley.dossier.validating.rings import rings
from parley.dossier.validating.validation import (
    Sheet,
    find_node,
    pruned,
    quoted,
    read_fields,
    report,
    spot,
)
from parley.dossier.vocabulary.declarations import FORMAT_VERSION, Declarations, Issue
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.kernel.errors import ParleyError
from parley.kernel.findings import Finding
from parley.kernel.times import valid_zone, zone_hint

__all__ = ["MAX_VALUES", "Declared", "read_declared"]

MAX_VALUES = 200_000  # of one issue

_IDENTIFIER = re.compile(ID_PATTERN, re.ASCII)
_ISSUE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
#: What `dossier.yaml` declares by id, and how the places of a dossier call it.
_SECTIONS = (
    ("parties", "party"),
    ("issues", "issue"),
    ("agenda", "agenda"),
    ("sources", "source"),
    ("compartments", "compartment"),
)
_NO_NODE = Node("map", 1, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Declared:
    """What was read of `dossier.yaml`; statements and times in it are looked at later.

    `broken` are the issues that are declared, but not so that they could be used; None where the
    file as a whole cannot be read, so that nothing is known of any issue.
    """

    content: Declarations
    tree: Node
    places: dict[str, Place]
    domains: dict[str, Domain]
    broken: frozenset[str] | None


def read_declared(text: str, root: Path | None, faults: list[Finding]) -> Declared:
    """Read the text of a `dossier.yaml`; what is wrong with it is written to `faults`."""
    sheet = Sheet(DECLARATIONS, faults)
    empty = Declarations(parley=FORMAT_VERSION, id="unnamed", title="", parties={})
    try:
        tree = parse_yaml(text, DECLARATIONS)
    except YamlFault as fault:
        faults.append(fault.finding)
        return Declared(empty, _NO_NODE, {}, {}, None)
    if tree.kind != "map":
        message = f"the file {said_kind(tree)}; expected keys such as `parley`, `id`, `title`"
        report(sheet, "wrong-type", spot(tree), message, "begin with `parley: 1`")
        return Declared(empty, _NO_NODE, {}, {}, None)
    faults.extend(duplicate_keys(tree, DECLARATIONS))
    _check_version(tree, sheet)
    data, _ = read_fields(tree, Declarations, sheet, excused="parley")
    content = msgspec.convert(
        {"parley": FORMAT_VERSION, "id": "unnamed", "title": "", "parties": {}, **data},
        Declarations,
        strict=False,
    )
    _check_names(tree, sheet)
    tree = pruned(tree, sheet)
    content = _mended(content, tree, sheet, root)
    domains = _domains(content, tree, sheet)
    written = find_node(tree, ("issues",))
    names = {key.value for key, _ in written.pairs} if written is not tree else set()
    broken = frozenset(name for name in names if name is not None and name not in domains)
    return Declared(content, tree, _places(content, tree, sheet), domains, broken)


def _check_version(tree: Node, sheet: Sheet) -> None:
    node = find_node(tree, ("parley",))
    if node is tree or node.value is None:
        report(
            sheet,
            "unversioned",
            spot(tree),
            "the key `parley` is missing; expected the version of the format the dossier is in",
            "run `parley migrate` on the dossier's folder",
        )
    elif node.value.isdecimal() and int(node.value[:9]) > FORMAT_VERSION:
        report(
            sheet,
            "newer-format",
            spot(node),
            f"the dossier is in format {quoted(node.value)}; expected {FORMAT_VERSION} or older",
            "use a newer version of parley; `parley migrate` only leads to newer formats",
        )
    elif node.value != str(FORMAT_VERSION):
        report(
            sheet,
            "unversioned",
            spot(node),
            f"`parley` is {quoted(node.value)}; expected {FORMAT_VERSION}",
            "run `parley migrate` on the dossier's folder",
        )


def _check_names(tree: Node, sheet: Sheet) -> None:
    for section, what in _SECTIONS:
        for key in _keys(tree, section):
            name = key.value or ""
            if _IDENTIFIER.fullmatch(name) is None:
                message = f"{quoted(name)} is no {what} id; expected letters, figures, _ . and -"
                report(sheet, "bad-identifier", spot(key), message, "rename it")
            elif section == "issues" and (name in KEYWORDS or not _ISSUE_NAME.fullmatch(name)):
                message = f"an issue cannot be called {quoted(name)}: statements could not name it"
                hint = f"begin with a letter, and do not use {', '.join(sorted(KEYWORDS))}"
                report(sheet, "bad-identifier", spot(key), message, hint)


def _keys(tree: Node, section: str) -> Iterable[Node]:
    node = find_node(tree, (section,))
    return node.items[::2] if node is not tree and node.kind == "map" else ()


def _mended(content: Declarations, tree: Node, sheet: Sheet, root: Path | None) -> Declarations:
    """Report zones, rings of parties and paths that cannot be, and return what is left."""
    if not valid_zone(content.zone):
        _bad_zone(content.zone, find_node(tree, ("zone",)), sheet)
        content = msgspec.structs.replace(content, zone="UTC")
    parties = dict(content.parties)
    for name, party in content.parties.items():
        if party.zone is not None and not valid_zone(party.zone):
            _bad_zone(party.zone, find_node(tree, ("parties", name, "zone")), sheet)
            parties[name] = msgspec.structs.replace(party, zone=None)
    links = {name: (party.within,) for name, party in parties.items() if party.within}
    for ring in rings(links):
        _report_ring(ring, find_node(tree, ("parties", ring[0], "within")), sheet)
        for name in ring:
            parties[name] = msgspec.structs.replace(parties[name], within=None)
    for name, source in content.sources.items():
        reason = None if source.file is None else outside(source.file, root)
        if reason is not None:
            node = find_node(tree, ("sources", name, "file"))
            message = f"the path {quoted(source.file)} {reason}; expected one inside the folder"
            report(sheet, "bad-path", spot(node), message, "put a copy into sources/")
    return msgspec.structs.replace(content, parties=parties)


def _bad_zone(zone: str, node: Node, sheet: Sheet) -> None:
    meant = zone_hint(zone)
    hint = f"did you mean `{meant}`?" if meant else "write `Asia/Seoul`, or a military letter"
    message = f"{quoted(zone)} is no time zone; expected an IANA name or a military letter"
    report(sheet, "bad-zone", spot(node), message, hint)


def _report_ring(ring: tuple[str, ...], node: Node, sheet: Sheet) -> None:
    message = f"parties stand within one another in a ring: {' -> '.join((*ring, ring[0]))}"
    report(sheet, "supersession-cycle", spot(node), message, "delete one `within`")


def _domains(content: Declarations, tree: Node, sheet: Sheet) -> dict[str, Domain]:
    domains: dict[str, Domain] = {}
    for name, issue in content.issues.items():
        if name in KEYWORDS or not _ISSUE_NAME.fullmatch(name):
            continue
        # The place is looked up only to report it: each look walks through the issues before.
        if bool(issue.values) == bool(issue.range):
            got = "both" if issue.values else "neither"
            message = f"issue '{name}' has {got} of `values` and `range`; expected one of them"
            node = find_node(tree, ("issues", name))
            report(sheet, "missing-key", spot(node), message, "write `values: [first, second]`")
            continue
        try:
            domains[name] = domain(_values(issue), issue.ordered)
        except ParleyError as error:
            inner = find_node(tree, ("issues", name, "values" if issue.values else "range"))
            hint = error.hint or "give every value once"
            report(sheet, "wrong-type", spot(inner), f"issue '{name}': {error.message}", hint)
    return domains


def _values(issue: Issue) -> tuple[Any, ...]:
    if not issue.range:
        values = tuple(issue.values)
    else:
        if "from" not in issue.range or "to" not in issue.range:
            raise ParleyError("`from` or `to` is missing", hint="write `{from: 0, to: 100}`")
        first, last = (Decimal(repr(issue.range[end])) for end in ("from", "to"))
        step = Decimal(repr(issue.range.get("step", 1.0)))
        if step <= 0 or last < first:
            raise ParleyError("`step` must be above 0 and `to` not below `from`")
        count = int((last - first) / step) + 1
        _check_count(count)
        return tuple(format(first + step * at, "f") for at in range(count))
    _check_count(len(values))
    return values


def _check_count(count: int) -> None:
    if count > MAX_VALUES:
        raise ParleyError(
            f"{count:,} values; expected at most {MAX_VALUES:,}", hint="use a larger unit or step"
        )


def _places(content: Declarations, tree: Node, sheet: Sheet) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for section, what in _SECTIONS:
        for key in _keys(tree, section):
            places.setdefault(f"{what}:{key.value}", Place(DECLARATIONS, key.line))
    for at, statement in enumerate(content.feasibility):
        _place(places, f"feasibility:{statement.id}", tree, ("feasibility", at, "id"), sheet)
    for name, party in content.parties.items():
        for kind, lines in (("red_lines", party.red_lines), ("bottom_lines", party.bottom_lines)):
            for at, line in enumerate(lines):
                _place(places, f"line:{line.id}", tree, ("parties", name, kind, at, "id"), sheet)
    return places


def _place(
    places: dict[str, Place], name: str, tree: Node, path: tuple[str | int, ...], sheet: Sheet
) -> None:
    node = find_node(tree, path)
    first = places.setdefault(name, Place(DECLARATIONS, node.line))
    if first.line != node.line:
        what, _, identifier = name.partition(":")
        message = f"the {what} id '{identifier}' stands here and on line {first.line}"
        report(sheet, "duplicate-id", spot(node), message, "give one of them another id")
