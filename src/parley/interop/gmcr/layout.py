"""What stands where in a `.gmcr` file, of any version: a checked record of its parts.

The file is one JSON object. Options and decision makers are lists; everything else points into
them by number, counted from 0. Versions before 0.3.5 call the ranking a vector.
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.interop.gmcr.faults import fault, got, tidy
from parley.interop.gmcr.json_text import open_json
from parley.space.model import Direction

__all__ = ["MAX_OPTIONS", "Layout", "Maker", "Option", "number_in", "read_layout"]

MAX_OPTIONS = 1_000  #: of one file
_MAX_NAME = 1_000
_DIRECTIONS: dict[object, Direction] = {"both": "both", "fwd": "up", "back": "down"}


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name in words, the moves it permits, and the id that parley once gave it."""

    name: str
    direction: Direction
    given: object


@dataclass(frozen=True, slots=True)
class Maker:
    """One decision maker; what it prefers is still as it stands in the file."""

    name: str
    given: object
    where: str
    options: tuple[int, ...]
    preferences: tuple[object, ...]
    ranking: object
    misperceives: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole file.

    Parameters:
        owners: per option the numbers of the decision makers that have it.
        order: the numbers of the options, grouped by decision maker: GMCR+ shows them so.
        manual: whether preferences are the rankings, and not the statements.
    """

    options: tuple[Option, ...]
    makers: tuple[Maker, ...]
    owners: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    infeasibles: tuple[object, ...]
    manual: bool
    coalitions: object


def read_layout(text: str, name: str, faults: list[str]) -> Layout:
    """Read the parts of a file and note every fault of its layout.

    Raises Refused where nothing can be made of the text at all.
    """
    content = open_json(text, name, faults)
    options = tuple(
        _option(value, f"options[{number}]", faults)
        for number, value in enumerate(_list(content, "options", "the file", faults))
    )
    if not 1 <= len(options) <= MAX_OPTIONS and isinstance(content.get("options"), list):
        wanted = f"1 to {MAX_OPTIONS:,} options"
        faults.append(fault("options", wanted, f"{len(options):,}", "leave some out, or add one"))
    listed = _list(content, "decisionMakers", "the file", faults)
    makers = tuple(
        _maker(value, number, len(options), faults) for number, value in enumerate(listed)
    )
    if not listed and isinstance(content.get("decisionMakers"), list):
        faults.append(fault("decisionMakers", "at least one", "none", "add who decides"))
    owners = _owners(options, makers)
    _refuse_doubles(options, makers, owners, faults)
    order = tuple(dict.fromkeys(number for maker in makers for number in maker.options))
    return Layout(
        options,
        makers,
        owners,
        order,
        tuple(_list(content, "infeasibles", "the file", faults)),
        _manual(content, makers, faults),
        content.get("coalitions"),
    )


def _list(
    content: dict[str, object], key: str, where: str, faults: list[str], needed: bool = True
) -> list[object]:
    value = content.get(key)
    if isinstance(value, list):
        return value
    if needed or key in content:
        found = got(value) if key in content else "nothing"
        faults.append(fault(f"{where}, `{key}`", "a list", found, f'write "{key}": []'))
    return []


def _option(value: object, where: str, faults: list[str]) -> Option:
    if not isinstance(value, dict):
        hint = 'write {"name": "Attack", "permittedDirection": "both"}'
        faults.append(fault(where, "an object", got(value), hint))
        return Option("", "both", None)
    name = _name(value, where, faults)
    key = "permittedDir" if "permittedDir" in value else "permittedDirection"
    word = value.get(key)
    direction = _DIRECTIONS.get(word) if isinstance(word, str) else None
    if direction is None:
        found = got(word) if key in value else "nothing"
        hint = f'write "{key}": "both" if the move can be taken back'
        faults.append(fault(f"{where} '{name}', `{key}`", "both, fwd or back", found, hint))
    return Option(name, direction or "both", value.get("parleyId"))


def _name(value: dict[str, object], where: str, faults: list[str]) -> str:
    name = value.get("name")
    if not isinstance(name, str):
        found = got(name) if "name" in value else "nothing"
        faults.append(fault(f"{where}, `name`", "a text", found, 'write "name": "..."'))
        return ""
    if len(name) > _MAX_NAME:
        wanted = f"at most {_MAX_NAME:,} characters"
        faults.append(fault(f"{where}, `name`", wanted, f"{len(name):,}", "shorten it"))
    return tidy(name[:_MAX_NAME])


def _maker(value: object, number: int, count: int, faults: list[str]) -> Maker:
    where = f"decisionMakers[{number}]"
    if not isinstance(value, dict):
        hint = 'write {"name": "Iraq", "options": [2], "preferences": []}'
        faults.append(fault(where, "an object", got(value), hint))
        return Maker("", None, where, (), (), None, False)
    name = _name(value, where, faults)
    where = f"{where} '{name}'"
    options: list[int] = []
    for place, item in enumerate(_list(value, "options", where, faults)):
        index = number_in(item, count)
        if index is None:
            wanted = f"an option's number from 0 to {count - 1}"
            hint = "count the file's `options` from 0"
            faults.append(fault(f"{where}, options[{place}]", wanted, got(item), hint))
        elif index not in options:
            options.append(index)
    ranking = value.get("preferenceRanking", value.get("preferenceVector"))
    preferences = _list(value, "preferences", where, faults, needed=ranking is None)
    misperceptions = _list(value, "misperceptions", where, faults, needed=False)
    given = value.get("parleyId")
    return Maker(
        name, given, where, tuple(options), tuple(preferences), ranking, bool(misperceptions)
    )


def number_in(value: object, count: int) -> int | None:
    """Return a whole number from 0 to below `count`, or None for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        return None
    return value


def _owners(options: tuple[Option, ...], makers: tuple[Maker, ...]) -> tuple[tuple[int, ...], ...]:
    owners: list[list[int]] = [[] for _ in options]
    for number, maker in enumerate(makers):
        for index in maker.options:
            owners[index].append(number)
    return tuple(map(tuple, owners))


def _refuse_doubles(
    options: tuple[Option, ...],
    makers: tuple[Maker, ...],
    owners: tuple[tuple[int, ...], ...],
    faults: list[str],
) -> None:
    """Note options that nobody has, and names that do not tell two things apart."""
    first: dict[tuple[str, tuple[int, ...]], int] = {}
    for number, (option, who) in enumerate(zip(options, owners, strict=True)):
        where = f"options[{number}] '{option.name}'"
        if not who:
            hint = f"add {number} to somebody's `options`, or delete the option"
            faults.append(fault(where, "a decision maker that has it", "none", hint))
        elif option.name and (option.name, who) in first:
            found = f"the same as options[{first[option.name, who]}]"
            hint = "rename one of the two"
            faults.append(fault(where, "a name of its own for its owner", found, hint))
        first.setdefault((option.name, who), number)
    named: dict[str, int] = {}
    for number, maker in enumerate(makers):
        if maker.name and maker.name in named:
            found = f"the same as decisionMakers[{named[maker.name]}]"
            hint = "rename one of the two"
            faults.append(fault(maker.where, "a name of its own", found, hint))
        named.setdefault(maker.name, number)


def _manual(content: dict[str, object], makers: tuple[Maker, ...], faults: list[str]) -> bool:
    key = next(
        (
            key
            for key in ("useManualPreferenceRanking", "useManualPreferenceVectors")
            if key in content
        ),
        None,
    )
    hint = 'write "useManualPreferenceRanking": true to use the rankings, false the statements'
    if key is None:
        if any(maker.ranking is not None for maker in makers):
            where = "the file, `useManualPreferenceRanking`"
            faults.append(fault(where, "true or false, as there are rankings", "nothing", hint))
        return False
    value = content[key]
    if not isinstance(value, bool):
        faults.append(fault(f"the file, `{key}`", "true or false", got(value), hint))
    return value is True
