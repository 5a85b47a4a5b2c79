"""The XML of GENIUS, opened without document types or entities and within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from parley.interop.folders import read_bytes, refusal
from parley.interop.gmcr.faults import fault
from parley.kernel.errors import quoted

__all__ = ["Element", "all_within", "open_xml", "parse_xml", "within"]

_MOST_NESTED = 40
_MOST_ELEMENTS = 500_000
_LONGEST = 10_000  # characters of one attribute


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, its attributes, the line on which it begins, and what is in it.

    Texts between tags mean nothing to GENIUS and are left out.
    """

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)


class _TooMuch(Exception):
    """Ends the parser early; its two arguments say what was expected and what was got."""


def open_xml(path: Path) -> Element:
    """Return the outermost element of a file. Raises Refused as `parse_xml` does."""
    return parse_xml(read_bytes(path), str(path))


def parse_xml(data: bytes, name: str) -> Element:
    """Return the outermost element of a text.

    Parameters:
        name: what messages call the file.

    Raises Refused for what is no XML, is nested too deeply, has too much in it, or has a document
    type or entities of its own.
    """
    parser = ParserCreate()
    parser.buffer_text = False
    open_elements: list[Element] = []
    outermost: list[Element] = []
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(open_elements) >= _MOST_NESTED:
            raise _TooMuch(f"elements at most {_MOST_NESTED} deep", "deeper ones")
        if count > _MOST_ELEMENTS:
            raise _TooMuch(f"at most {_MOST_ELEMENTS:,} elements", "more")
        if any(len(value) > _LONGEST for value in attributes.values()):
            raise _TooMuch(f"texts of at most {_LONGEST:,} characters", "a longer one")
        element = Element(tag, attributes, parser.CurrentLineNumber)
        (open_elements[-1].children if open_elements else outermost).append(element)
        open_elements.append(element)

    def end(_tag: str) -> None:
        open_elements.pop()

    def refuse(*_what: object) -> NoReturn:
        raise _TooMuch("XML without a document type or entities", "a `<!DOCTYPE`")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        hint = "mend the file with a text editor, or export the scenario again"
        raise refusal(
            name, [fault(f"{name}:{error.lineno}", "XML", quoted(str(error)), hint)]
        ) from None
    except _TooMuch as error:
        expected, found = error.args
        where = f"{name}:{parser.CurrentLineNumber}"
        hint = "take it out; GENIUS needs none of it"
        raise refusal(name, [fault(where, expected, found, hint)]) from None
    except (LookupError, ValueError) as error:
        hint = "save the file in the encoding UTF-8"
        raise refusal(name, [fault(f"{name}:1", "text", quoted(str(error)), hint)]) from None
    return outermost[0]


def within(element: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a tag that stand directly in another."""
    return (one for one in element.children if one.tag == tag)


def all_within(element: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a tag that stand anywhere in another, in the order of the text."""
    for one in element.children:
        if one.tag == tag:
            yield one
        yield from all_within(one, tag)
