"""Words of the interface for what files name by keys: fields, types of entries, codes of findings.

What has no words here, such as the code of somebody's own check, is shown as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parley.kernel.zones import zone_of
from parley.web.catalogue import text, words

__all__ = [
    "between",
    "code_label",
    "concept_label",
    "field_label",
    "part_label",
    "state_label",
    "type_label",
    "zone_label",
]

_OF_ONE = re.compile(r"known to (?P<known_to>.+)|question (?P<question_of>.+)")
_OF_PARTY = re.compile(r"(?P<who>.+) (?P<does>ordered|concedes)")
_NUMBERED = re.compile(r"(?P<key>.+?) (?P<number>[0-9]+)")
_PART = re.compile(r"State for (?P<state_for>.+)|About (?P<about>[a-z-]+)")
#: Parts of a card whose labels are keys of a file or words of parley, not of the dossier.
_OWN_PARTS = frozenset({"", "Times", "What stands"})
_TWO_TIMES = re.compile(r"(?<=[0-9]) / (?=[0-9]{4}-)|(?<=[0-9]) to (?=[0-9])")
_LETTER = re.compile(r"[A-Z]")


def _word(language: str, key: str) -> str | None:
    found = words(language).get(key)
    return found if isinstance(found, str) and "{" not in found else None


def code_label(language: str, code: str) -> str:
    """Return what the code of a finding says in a few words.

    >>> code_label("en", "trade-unmet"), code_label("en", "of-somebody-else")
    ('Given without its return', 'of-somebody-else')
    """
    return _word(language, f"codes.{code.replace('-', '_')}") or code


def concept_label(language: str, concept: str, what: str) -> str | None:
    """Return the name of a concept of stability, or when a party stays under it.

    Parameters:
        what: `name` or `means`.

    None for a concept of one party, or so many moves ahead, which has words of its own.

    >>> concept_label("en", "SMR", "name"), concept_label("en", "L2", "name")
    ('symmetric metarationality', None)
    """
    return _word(language, f"stability.{what}_{concept.lower()}")


def type_label(language: str, name: str) -> str:
    """Return the word for a type of entry, or for a kind of thing that a dossier declares.

    >>> type_label("ru", "trade")
    'размен'
    """
    return _word(language, f"types.{name}") or name


def field_label(language: str, label: str, part: str = "") -> str:
    """Return the words for a field of an entry or for a row of a card.

    Parameters:
        label: the key, perhaps with a number (`questions 2`) or a name (`known to unc`).
        part: the title of the card's part; in many of them labels are names, and stay.

    >>> field_label("en", "via"), field_label("en", "questions 2")
    ('Learned through', 'Question 2')
    >>> field_label("en", "known to unc", "Times"), field_label("en", "via", "Values")
    ('Known to unc', 'via')
    """
    if not (part in _OWN_PARTS or part.startswith(("State for ", "About "))):
        return label
    own = label.strip()
    if named := _OF_ONE.fullmatch(own):
        if (who := named["known_to"]) is not None:
            return text(language, "fields.known_to", who=who)
        return text(language, "fields.question_of", name=named["question_of"])
    if part == "What stands" and (stands := _OF_PARTY.fullmatch(own)):
        key = "orders_of" if stands["does"] == "ordered" else "concedes"
        return text(language, f"fields.{key}", who=stands["who"])
    if (known := _word(language, f"fields.{own.replace(' ', '_')}")) is not None:
        return known
    if numbered := _NUMBERED.fullmatch(own):
        known = _word(language, f"fields.{numbered['key']}")
        return f"{known} {numbered['number']}" if known is not None else label
    return label


def part_label(language: str, title: str) -> str:
    """Return the heading of a part of a card.

    >>> part_label("en", "State for unc"), part_label("ru", "Values")
    ('State for unc', 'Значения')
    """
    if named := _PART.fullmatch(title):
        if (who := named["state_for"]) is not None:
            return text(language, "fields.part_state_for", who=who)
        return text(language, "fields.part_about", code=named["about"])
    return _word(language, f"fields.part_{title.lower().replace(' ', '_')}") or title


def state_label(language: str, state: str) -> str:
    """Return the word for where a trade or a fallback stands; other texts stay.

    >>> state_label("en", "executed-unmet"), state_label("en", "waiting")
    ('given unmet', 'waiting')
    """
    return _word(language, f"plans.state_{state.replace('-', '_')}") or state


@lru_cache(maxsize=4096)
def between(shown: str) -> str:
    """Show a time that is not known closely with a dash, as people write it.

    >>> between("1951-06-23 04:00 / 1951-06-24 04:00")
    '1951-06-23 04:00 – 1951-06-24 04:00'
    >>> between("1951-06-23 04:00 to 06:00")
    '1951-06-23 04:00 – 06:00'
    """
    return _TWO_TIMES.sub(" – ", shown)


def zone_label(zone: str) -> str:
    """Return a zone as people know it: a letter of the armed forces with its hours from Greenwich.

    >>> zone_label("K"), zone_label("Z"), zone_label("Asia/Seoul")
    ('K (UTC+10)', 'Z (UTC)', 'Asia/Seoul')
    """
    if _LETTER.fullmatch(zone) is None:
        return zone
    away = zone_of(zone).utcoffset(None)
    hours = round(away.total_seconds() / 3600) if away is not None else 0
    return f"{zone} (UTC{hours:+d})" if hours else f"{zone} (UTC)"
