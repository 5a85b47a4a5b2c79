"""A document's text in its languages: where one ends and the other begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.record.language import UNKNOWN, language_named, language_of, script_of
from parley.record.layouts.lines import Block, join
from parley.record.layouts.patterns import ends_sentence

__all__ = ["kind_of_part", "language_runs"]

_FEW = 60  # letters that are too few to begin a part of their own
_NAMED = re.compile(
    r"(?:(?!trans)([^\W\d_]+)\s*[-–]?\s*(translation|transcript)"
    r"|(translation|transcript)\s*[-–]\s*([^\W\d_]+))",
    re.IGNORECASE,
)
_SAMPLE = 20_000  # characters by which a language is told


def language_runs(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Return stretches of blocks in one language each, in order.

    A few words in another script stay where they are. Where two languages take turns, paragraph
    by paragraph, each becomes one stretch.
    """
    runs: list[tuple[str, list[Block]]] = []
    for block in blocks:
        script = script_of(block.lines[0].text + " " + block.lines[-1].text)
        if runs and (not script or script == runs[-1][0] or not runs[-1][0]):
            runs[-1][1].append(block)
            runs[-1] = runs[-1][0] or script, runs[-1][1]
        else:
            runs.append((script, [block]))
    runs = _without_few(runs)
    if len(runs) > 2:
        runs = _gathered(runs)
    return [(_language(some), some) for _, some in runs]


def _without_few(runs: list[tuple[str, list[Block]]]) -> list[tuple[str, list[Block]]]:
    kept: list[tuple[str, list[Block]]] = []
    for nth, (script, some) in enumerate(runs):
        lines = [line.text for block in some for line in block.lines]
        few = sum(map(len, lines)) < _FEW and not ends_sentence(lines[-1])
        if kept and script == kept[-1][0]:
            kept[-1][1].extend(some)
        elif few and (kept or nth + 1 < len(runs)) and len(runs) > 1:
            if kept:
                kept[-1][1].extend(some)
            else:
                runs[nth + 1] = (runs[nth + 1][0], [*some, *runs[nth + 1][1]])
        else:
            kept.append((script, list(some)))
    return kept


def _gathered(runs: list[tuple[str, list[Block]]]) -> list[tuple[str, list[Block]]]:
    together: dict[str, list[Block]] = {}
    for script, some in runs:
        together.setdefault(script, []).extend(some)
    return list(together.items())


def _language(blocks: Sequence[Block]) -> str:
    pieces: list[str] = []
    size = 0
    for block in sorted(blocks[:200], key=lambda one: -len(one.lines[0].text)):
        text = join(block.lines).text
        pieces.append(text)
        size += len(text)
        if size > 2_000:
            break
    return language_of(" ".join(pieces)[:_SAMPLE])


def kind_of_part(language: str, original: str, contents: str, alone: bool) -> str:
    """Tell whether a part is the transcript or a translation.

    Parameters:
        language: of the part.
        original: what the page calls the original language; empty where it does not say.
        contents: the parts that the page says there are.
        alone: it is the only part.
    """
    known = language_named(original)
    if known != UNKNOWN:
        return "transcript" if language == known else "translation"
    named = {
        language_named(one[1] or one[4]): (one[2] or one[3]) for one in _NAMED.finditer(contents)
    }
    if language in named and not alone:
        return "translation" if named[language].casefold() == "translation" else "transcript"
    if alone and "transl" in contents.casefold() and "transcr" not in contents.casefold():
        return "translation"
    return "transcript"
