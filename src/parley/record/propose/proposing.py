"""The rules: what numbered points, conditions, questions, promises and omissions may become.

Each rule looks at one sentence, with the phrases of its language found in it. A sentence becomes at
most one stub; the order in which rules are tried is that of `_RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parley.record.document import Document, Paragraph, Part, Place, Reading
from parley.record.propose.conditionals import take_apart
from parley.record.propose.passages import parts_in, placing, sentences_of
from parley.record.propose.phrases import Phrases, phrases_for
from parley.record.propose.stub import Stub, StubKind, titled
from parley.record.propose.words import Found, Word, find, first_of, words_of

__all__ = ["MAX_STUBS", "numbered_ids", "propose"]

#: More stubs than a person looks at are none: the rest of a document is left out.
MAX_STUBS = 5_000
_QUESTION_MARKS = ("?", "？", "؟")
_CLOSERS = "\"'”’»›)]} "


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what the rules look at."""

    text: str
    words: tuple[Word, ...]
    found: tuple[Found, ...]
    phrases: Phrases
    before: str  # the sentence before it
    leads: bool  # it leads to numbered points


@dataclass(frozen=True, slots=True)
class _Spot:
    """A paragraph, the name of its part in addresses, its sentences, and where its pieces stand."""

    name: str
    paragraph: Paragraph
    sentences: tuple[Place, ...]
    places: Callable[[Place], tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a rule says of a sentence; `back` where the sentence before belongs to it."""

    kind: StubKind
    rule: str
    why: str
    fields: Mapping[str, str]
    back: bool = False


def propose(
    document: Document, reading: Reading | None = None, language: str = "", before: str = ""
) -> tuple[Stub, ...]:
    """Return what the passages of a document, and of those inside it, may become, in their order.

    Where a language has no file of phrases, only numbered points and question marks tell.

    Parameters:
        reading: the text that it was read from, for exact places.
        language: only of parts in it; left out, of all.
        before: what its addresses begin with, as in `record.passages`.
    """
    found: list[Stub] = []
    for name, part in parts_in(document, language, before):
        for stub in _of_part(name, part, reading):
            found.append(stub)
            if len(found) == MAX_STUBS:
                return numbered_ids(found)
    return numbered_ids(found)


def numbered_ids(stubs: Sequence[Stub]) -> tuple[Stub, ...]:
    """Give each stub its id: two of a kind from one passage are told apart."""
    counts: dict[str, int] = {}
    named: list[Stub] = []
    for stub in stubs:
        name = f"{stub.kind}:{stub.passage}"
        counts[name] = counts.get(name, 0) + 1
        named.append(replace(stub, id=name if counts[name] == 1 else f"{name}~{counts[name]}"))
    return tuple(named)


def _of_part(name: str, part: Part, reading: Reading | None) -> Iterator[Stub]:
    phrases = phrases_for(part.language)
    body = [one for one in part.paragraphs if one.number]
    listed = _lists(body)
    for at, paragraph in enumerate(body):
        sentences = sentences_of(paragraph, part.language)
        spot = _Spot(name, paragraph, sentences, placing(paragraph, reading))
        lead = listed.get(at)
        if lead is not None:
            called = _calls_agenda(lead, phrases)
            if called or not _is_question(paragraph.text):
                yield _agenda_item(spot, called)
                continue
        if phrases is None:
            yield from _plain_questions(spot)
        else:
            yield from _of_paragraph(spot, phrases, listed.get(at + 1) is paragraph)


def _lists(body: Sequence[Paragraph]) -> dict[int, Paragraph | None]:
    """Return which paragraphs are points of a list of two or more, each with what leads to it."""
    found: dict[int, Paragraph | None] = {}
    start = 0
    while start < len(body):
        if body[start].kind != "item":
            start += 1
            continue
        end = start
        while end < len(body) and body[end].kind == "item":
            end += 1
        if end - start > 1:
            lead = body[start - 1] if start else None
            found.update(dict.fromkeys(range(start, end), lead or body[start]))
        start = end
    return found


def _calls_agenda(lead: Paragraph | None, phrases: Phrases | None) -> str:
    """Return the words by which the text before calls the points an agenda."""
    if lead is None or phrases is None:
        return ""
    words = words_of(lead.text[-600:])
    last = [one for one in find(words, phrases.book, "agenda")]
    return _said(lead.text[-600:], words, last[-1]) if last else ""


def _agenda_item(spot: _Spot, called: str) -> Stub:
    paragraph = spot.paragraph
    text = _without_number(paragraph)
    if called:
        why = f"a numbered point; the text before has “{called}”"
    else:
        why = "a numbered point, though the text before it calls the points no agenda"
    return Stub(
        id="",
        kind="agenda-item",
        title=titled(text),
        text=text,
        passage=f"{spot.name}/{paragraph.number}",
        places=spot.places((0, len(paragraph.text))),
        rule="numbered-agenda" if called else "numbered-point",
        why=why,
        fields={"number": paragraph.item} if paragraph.item else {},
    )


def _without_number(paragraph: Paragraph) -> str:
    """Return the words of a point, where its text still begins with its number."""
    text = paragraph.text.strip()
    number = paragraph.item.strip().rstrip(".)")
    bare = text.lstrip("-–—•( \t")
    if number and bare.startswith(number):
        rest = bare[len(number) :]
        if rest[:1] in (".", ")", ":", " "):
            return rest.lstrip(".): \t")
    return text


def _of_paragraph(spot: _Spot, phrases: Phrases, leads: bool) -> Iterator[Stub]:
    paragraph = spot.paragraph
    spans = spot.sentences
    for nth, span in enumerate(spans):
        text = paragraph.text[slice(*span)]
        words = words_of(text)
        sentence = _Sentence(
            text,
            words,
            find(words, phrases.book),
            phrases,
            paragraph.text[slice(*spans[nth - 1])] if nth else "",
            leads and nth == len(spans) - 1,
        )
        told = next((said for rule in _RULES if (said := rule(sentence)) is not None), None)
        if told is not None:
            start = spans[nth - 1][0] if told.back and nth else span[0]
            yield _stub(spot, nth, told, spot.places((start, span[1])))


def _stub(spot: _Spot, nth: int, told: _Told, places: tuple[Place, ...]) -> Stub:
    paragraph = spot.paragraph
    text = paragraph.text[slice(*spot.sentences[nth])].strip()
    return Stub(
        id="",
        kind=told.kind,
        title=titled(text),
        text=text,
        passage=f"{spot.name}/{paragraph.number}.{nth + 1}",
        places=places,
        rule=told.rule,
        why=told.why,
        fields=told.fields,
    )


def _plain_questions(spot: _Spot) -> Iterator[Stub]:
    paragraph = spot.paragraph
    for nth, span in enumerate(spot.sentences):
        if _is_question(paragraph.text[slice(*span)]):
            told = _Told("question", "question-mark", "it ends with a question mark", {})
            yield _stub(spot, nth, told, spot.places(span))


def _is_question(text: str) -> bool:
    bare = text.rstrip(_CLOSERS)
    return bare.endswith(_QUESTION_MARKS)


def _question(one: _Sentence) -> _Told | None:
    if _is_question(one.text):
        return _Told("question", "question-mark", "it ends with a question mark", {})
    asked = first_of(one.found, "request")
    if asked is None:
        return None
    return _Told("question", "request", f"it asks: “{_said(one.text, one.words, asked)}”", {})


def _conditional(one: _Sentence) -> _Told | None:
    """A condition, and what is given or insisted on then: a trade or a fallback."""
    taken = take_apart(one.text, one.words, one.found, one.phrases.book)
    if taken is None:
        return None
    back = taken.condition == (0, 0)
    condition = one.before.strip() if back else one.text[slice(*taken.condition)]
    consequence = one.text[slice(*taken.consequence)]
    if not condition.strip() or not consequence.strip():
        return None
    opener = one.words[taken.opener.first : taken.opener.after]
    strong = taken.opener.phrase.group == "strong"
    refused = "" if back or strong else _first(condition, one.phrases, "refused")
    if not back and not strong and first_of(find(opener, one.phrases.book), "refused") is not None:
        refused = refused or _said(one.text, one.words, taken.opener)
    fields = {"condition": _clause(condition), "consequence": _clause(consequence)}
    if refused:
        fields["refused"] = "yes"
    judged = _judged(consequence, one.phrases, refused)
    if judged is None and strong:
        given = _said(one.text, one.words, taken.opener)
        judged = ("trade", "strong-condition", f"a condition: “{given}”")
    return _Told(*judged, fields, back) if judged is not None else None


def _judged(consequence: str, phrases: Phrases, refused: str) -> tuple[StubKind, str, str] | None:
    """Tell by what is done under a condition whether it is a trade or a fallback, and why."""
    words = words_of(consequence)
    done = find(words, phrases.book)
    decisive = first_of(done, "insist", "refusal", "concede")
    if decisive is None:
        if not refused or first_of(done, "intend", "acts") is None:
            return None
        why = f"a plan for a refusal or failure: “{refused}”"
        return "fallback", "refusal-then-plan", why
    said = _said(consequence, words, decisive)
    if decisive.phrase.group != "concede":
        why = f"a condition, and then something is insisted on: “{said}”"
        return "fallback", "condition-then-insist", why
    if refused:
        why = f"a refusal or failure, and then something is given: “{said}”"
        return "fallback", "refusal-then-concede", why
    return "trade", "condition-then-concede", f"a condition, and then something is given: “{said}”"


def _first(text: str, phrases: Phrases, group: str) -> str:
    """Return the words of the first phrase of a group in a text; nothing where there is none."""
    words = words_of(text)
    found = first_of(find(words, phrases.book), group)
    return _said(text, words, found) if found is not None else ""


def _exclusion(one: _Sentence) -> _Told | None:
    """Something left out, with the reason where the sentence gives one."""
    out = first_of(one.found, "excluded")
    if out is None:
        return None
    fields: dict[str, str] = {}
    therefore = first_of(one.found, "therefore")
    because = first_of(one.found, "because")
    if therefore is not None and therefore.first:
        fields["reason"] = _clause(one.text[: one.words[therefore.first].start])
    elif therefore is not None and one.before.strip():
        fields["reason"] = _clause(one.before)
    elif because is not None and because.after < len(one.words):
        fields["reason"] = _clause(one.text[one.words[because.after].start :])
    said = _said(one.text, one.words, out)
    rule = "left-out-with-reason" if fields else "left-out"
    return _Told("exclusion", rule, f"it is left out: “{said}”", fields)


def _position(one: _Sentence) -> _Told | None:
    """A refusal, promise or intention; not where it only leads to numbered points."""
    said = first_of(one.found, "refusal", "intend")
    if said is None or one.leads:
        return None
    refusal = first_of(one.found, "refusal")
    rule = "refusal" if refusal is not None else "intention"
    meant = refusal or said
    what = "says what is not accepted" if rule == "refusal" else "promises or intends"
    return _Told("position", rule, f"it {what}: “{_said(one.text, one.words, meant)}”", {})


_RULES: tuple[Callable[[_Sentence], _Told | None], ...] = (
    _question,
    _conditional,
    _exclusion,
    _position,
)


def _said(text: str, words: Sequence[Word], found: Found) -> str:
    return " ".join(text[words[found.first].start : words[found.after - 1].end].split())


def _clause(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:.—–-")
