"""How long a log takes to read by each of the two YAML readers, and to validate by msgspec."""

import sys
from collections.abc import Iterator
from time import perf_counter

import msgspec
import ryml
import yaml

ENTRIES = 20_000
KEYS = ("id", "type", "at", "known", "text")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One five-key entry, as a log holds them."""

    id: str
    type: str
    at: str
    known: str
    text: str


def log(entries: int) -> str:
    """Return the text of a log of so many entries."""
    return "".join(
        f"- id: e-{number}\n  type: document\n  at: 1951-07-13T15:00\n"
        f"  known: 1951-07-13T16:15\n  text: Telegram number {number}, received and deciphered\n"
        for number in range(entries)
    )


def scalars(text: str) -> Iterator[str]:
    """Yield every scalar of the text in order, from PyYAML's C event stream."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent):
            yield event.value


def by_rapidyaml(text: str) -> list[Entry]:
    """Return the entries by rapidyaml's tree, emitted as JSON and decoded by msgspec."""
    tree = ryml.parse_in_arena(text.encode())
    return msgspec.json.decode(ryml.emit_json(tree), type=list[Entry])


def main() -> None:
    """Assert that both readers see the same entries, then time them and print the ratio."""
    text = log(ENTRIES)
    start = perf_counter()
    words = list(scalars(text))
    by_events = perf_counter() - start

    start = perf_counter()
    entries = by_rapidyaml(text)
    by_tree = perf_counter() - start

    plain = [
        dict(zip(words[at : at + 10 : 2], words[at + 1 : at + 10 : 2], strict=True))
        for at in range(0, len(words), 10)
    ]
    start = perf_counter()
    converted = msgspec.convert(plain, list[Entry])
    validation = perf_counter() - start

    assert len(entries) == ENTRIES
    assert converted == entries
    scale = 100_000 / ENTRIES
    print(f"per 100,000 entries of {len(KEYS)} keys, Python {sys.version.split()[0]}:")
    print(f"  PyYAML's C event stream      {by_events * scale:6.2f} s (marks; no values built)")
    print(
        f"  rapidyaml, JSON, msgspec     {by_tree * scale:6.2f} s"
        f" ({by_events / by_tree:.1f} times faster)"
    )
    print(f"  msgspec validation alone     {validation / ENTRIES * 1e6:6.2f} us an entry")


if __name__ == "__main__":
    main()
