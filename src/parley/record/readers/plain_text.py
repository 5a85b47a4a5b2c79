"""Bytes to text: which encoding a plain text is in, told by marks, by rule and by its words.

UTF-8 and UTF-16 are recognised by their marks or their form. Between the one-byte encodings the
text decides: each is tried, and the one that gives the most ordinary words and letters wins;
charset-normalizer is asked where none of them fits well.
"""

from __future__ import annotations

import codecs
import re

from parley.kernel.errors import Refused, quoted
from parley.record.readers.extracted import Extracted

__all__ = ["decode_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings of one byte for a letter, the more frequent first.
_ONE_BYTE = ("cp1251", "koi8_r", "cp1252", "cp866", "iso8859_5", "cp1250")
_NAMES = {
    "cp1251": "windows-1251",
    "koi8_r": "koi8-r",
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "iso8859_5": "iso-8859-5",
}
_SAMPLE = 200_000  # bytes that are looked at for a guess
_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN = re.compile(r"[а-яё]")
#: The letters that make up two thirds of Russian; those of a wrong encoding do not.
_FREQUENT = frozenset("оеаинтсрвлкмдпу")
_LATIN_LETTER = re.compile("[A-Za-z]")
_LATIN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßšžÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŸŠŽ")
_PUNCTUATION = frozenset("‘’“”–—…«»§°№„·´©®ºª½¼¾€£\xa0")
_SURE, _HOPE = 0.8, 0.3  # scores below which charset-normalizer is asked: of long and short texts
_SHORT = 400  # bytes
_BLANK = frozenset(b" \n\r")


def decode_text(data: bytes, name: str, encoding: str | None = None) -> Extracted:
    """Return the text of bytes, and how they were read.

    Parameters:
        data: the whole file.
        name: what the file is called, for messages.
        encoding: as somebody says; then nothing is guessed.

    Raises Refused for bytes that are not in the encoding said, or in none that is known.
    """
    if encoding is not None:
        return _as_said(data, name, encoding)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data, name, codec)
    wide = _wide(data)
    if wide:
        return _strict(data, name, wide, "there is no byte order mark; the zero bytes tell")
    try:
        return Extracted(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and error.reason == "unexpected end of data":
            cut = data[: error.start].decode("utf-8")
            note = "the last character is cut off in the file and was left out"
            return Extracted(cut, "utf-8", (note,))
    if b"\0" in data[:_SAMPLE]:
        raise _no_text(name)
    return _guessed(data, name)


def _as_said(data: bytes, name: str, encoding: str) -> Extracted:
    try:
        codec = codecs.lookup(encoding)
        if not codec._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        raise Refused(
            f"expected the name of an encoding, got {quoted(encoding)}",
            hint="write it as in --encoding koi8-r; others are utf-8, utf-16, windows-1251",
        ) from None
    return _strict(data, name, codec.name)


def _strict(data: bytes, name: str, codec: str, note: str = "") -> Extracted:
    shown = _NAMES.get(codec, codec)
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, UnicodeError) as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise Refused(
            f"{name}: is not {shown}{at}",
            hint="name the encoding that it has, such as --encoding koi8-r; if it is no text, name "
            "the text, DOCX or PDF that it was made from",
        ) from None
    return Extracted(text, shown, (f"read as {shown}: {note}",) if note else ())


def _wide(data: bytes) -> str:
    """Return the byte order of UTF-16 without a mark; nothing where it is not that."""
    sample = data[:_SAMPLE]
    if len(sample) < 8 or len(data) % 2:
        return ""
    # Blanks and line ends have a zero byte in every script; letters of Latin have it too.
    small, big = sample[::2], sample[1::2]
    if big.count(0) > len(big) // 20 and small.count(0) == 0 and _BLANK & set(small):
        return "utf-16-le"
    if small.count(0) > len(small) // 20 and big.count(0) == 0 and _BLANK & set(big):
        return "utf-16-be"
    return ""


def _guessed(data: bytes, name: str) -> Extracted:
    sample = data[:_SAMPLE]
    scores = {codec: _ordinary(sample, codec) for codec in _ONE_BYTE}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < (_SURE if len(sample) > _SHORT else _HOPE):
        best = _adviser(sample) or best
    try:
        text = data.decode(best)
    except UnicodeDecodeError:
        # A few bytes that the encoding has no letter for, beyond what was looked at.
        text = data.decode(best, errors="replace")
    lost = text.count("\ufffd")
    if lost > max(10, len(text) // 100):
        raise _no_text(name)
    shown = _NAMES.get(best, best.replace("_", "-"))
    notes = [f"not UTF-8; read as {shown} by its words; say --encoding if that is wrong"]
    if lost:
        notes.append(f"{lost:,} bytes have no meaning in {shown} and are shown as \ufffd")
    return Extracted(text, shown, tuple(notes))


def _ordinary(sample: bytes, codec: str) -> float:
    """Return how ordinary the letters beyond ASCII are, from 0 to 1, if read in this encoding."""
    text = sample.decode(codec, errors="replace")
    strange = [one for one in text if one > "\x7f"]
    if not strange:
        return 0.0
    letters = sum(one.isalpha() for one in strange)
    cyrillic = sum("\u0400" <= one <= "\u04ff" for one in strange)
    if cyrillic * 2 < len(strange):
        if codec in ("cp1251", "koi8_r", "cp866", "iso8859_5"):
            return 0.0
        good = sum(one in _LATIN or one in _PUNCTUATION for one in strange)
        # A word of letters beyond ASCII alone is no word of a language in Latin letters.
        runs = sum(len(word) for word in _WORD.findall(text) if _all_beyond(word))
        return max(0.0, (good - runs) / len(strange))
    words = [word for word in _WORD.findall(text) if _RUSSIAN.search(word.lower())]
    spelled = sum(
        len(word) for word in words if _well_cased(word) and not _LATIN_LETTER.search(word)
    )
    frequent = sum(one.lower() in _FREQUENT for one in strange)
    other = sum(not one.isalpha() and one not in _PUNCTUATION for one in strange)
    share = min(1.0, frequent / (letters or 1) / 0.7)
    return share * max(0.0, spelled - other) / (letters or 1)


def _all_beyond(word: str) -> bool:
    return len(word) > 2 and all(one > "\x7f" for one in word)


def _well_cased(word: str) -> bool:
    """Whether a word is all small, all capital, or capital only at its head."""
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def _adviser(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000]).best()
    return best.encoding if best is not None else ""


def _no_text(name: str) -> Refused:
    return Refused(
        f"{name}: is no text in an encoding that is known",
        hint="expected a text, HTML, PDF, DOCX or e-mail; say --encoding if it is a text",
    )
