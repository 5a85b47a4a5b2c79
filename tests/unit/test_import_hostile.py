"""Documents built to exhaust the machine: each is refused or read soon, in little memory.

Every case runs in a process of its own, whose peak of memory the system reports, where it does.
Seconds are those of computing on a usual machine: a slower one is known by how long it counts.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.kernel.errors import Refused
from parley.record.readers.pdf import text_of_pdf
from tests.unit.pdf_support import pdf_of, pdf_with

READING = """\
import json, os, sys, time
from parley.kernel.errors import Refused
from parley.record.layouts.parsing import parse
from parley.record.readers.reading import read_file
def computed():
    return sum(os.times()[:4])  # with what was started and has ended
def yardstick():
    start = time.process_time()
    for _ in range(2_000_000):
        pass
    return time.process_time() - start
before = yardstick()
begun = computed()
try:
    said = f"read {len(parse(read_file(sys.argv[1])).documents)}"
except Refused as error:
    said = str(error)[:300]
seconds = computed() - begun
seconds /= max(1, before / 0.05, yardstick() / 0.05)  # those of a machine that counts in 0.05 s
try:
    with open("/proc/self/status", encoding="ascii") as status:
        megabytes = next(int(line.split()[1]) for line in status if "VmHWM" in line) / 1_000
except OSError:
    megabytes = 0
print(json.dumps([said, seconds, megabytes]))
"""


def zipped(size: int, part: str = "word/document.xml", fill: bytes = b" ") -> bytes:
    """Return an archive with one part of so many equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(part, fill * (size // len(fill)))
    return stream.getvalue()


def lying_zip() -> bytes:
    """Return an archive whose part is far bigger than it declares."""
    data = bytearray(zipped(30_000_000))
    size = (30_000_000).to_bytes(4, "little")
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = (1_000).to_bytes(4, "little")
        at = data.find(size)
    return bytes(data)


def many_members() -> bytes:
    """Return an archive with more parts than any document has."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("word/document.xml", "")
        for nth in range(6_000):
            made.writestr(f"x{nth}", "")
    return stream.getvalue()


def entities() -> bytes:
    """Return a Word document that declares entities which grow tenfold each."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<!DOCTYPE d [<!ENTITY e0 "lol">{declared}]><d>&e8;</d>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("word/document.xml", text)
    return stream.getvalue()


def pdf_bomb() -> bytes:
    """Return a PDF of a few kilobytes whose page unpacks to hundreds of megabytes, twice packed."""
    return pdf_with([zlib.compress(b"0 0 m " * 60_000_000, 9)], packed=True)


CASES: list[tuple[str, Callable[[], bytes], str]] = [
    ("zip bomb", lambda: zipped(180_000_000), "which no document needs"),
    ("lying zip", lying_zip, "is no DOCX|bigger than it may be"),
    ("many parts", many_members, "6,001 parts"),
    ("deep docx", lambda: zipped(300_000, fill=b"<a>"), "nested more than 400 deep"),
    ("entities in docx", entities, "declares entities"),
    ("entities", lambda: b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'b'>]><l/>", "entities"),
    ("deep HTML", lambda: b"<html>" + b"<div>" * 1_000_000, "nested more than 400 deep"),
    ("deep HTML, closed", lambda: b"<p>" + b"<b>" * 500 + b"x" + b"</b>" * 500, "nested more"),
    ("too big", lambda: b"a" * 100_000_000, "100,000,000 bytes"),
    ("too long", lambda: b"word " * 9_000_000, "45,000,000 characters"),
    ("one long line", lambda: b"word " * 200_000, "read 1"),
    ("only brackets", lambda: b"[Stamp: " * 20_000, "read 1"),
    ("only labels", lambda: b"Citation:\n\n" * 30_000, "read 1"),
    ("only digits", lambda: b"1" * 1_000_000, "read 1"),
    ("only item marks", lambda: b"- 1. a\n" * 30_000, "read 1"),
    ("only blank lines", lambda: b"a\n" + b"\n" * 5_000_000 + b"b", "read 1"),
    ("only months", lambda: b"13 July 1951 " * 40_000, "read 1"),
    ("broken PDF", lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 100_000, "PDF"),
    ("PDF bomb", pdf_bomb, "PDF|no text"),
    ("pages of nothing", lambda: pdf_of(*[""] * 2_100), "2,100 pages"),
    (
        "nested e-mail",
        lambda: (
            b"From: a\nMIME-Version: 1.0\n"
            + b"".join(
                b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (nth, nth)
                for nth in range(2_000)
            )
        ),
        "cannot be read|without a text",
    ),
]


@pytest.mark.parametrize(("make", "answer"), [one[1:] for one in CASES], ids=[c[0] for c in CASES])
def test_it_is_answered_soon_and_in_little_memory(
    make: Callable[[], bytes], answer: str, tmp_path: Path
) -> None:
    """At most 20 seconds of computing and 600 megabytes, and no traceback."""
    path = tmp_path / "document"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READING, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    said, seconds, megabytes = json.loads(done.stdout)
    assert pytest.approx(0, abs=20) == seconds
    assert megabytes < 600
    assert any(part in said for part in answer.split("|")), said


def test_an_encrypted_pdf_is_refused() -> None:
    """It is said that a password stands before it."""
    encrypted = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ")"
        " >> /ID [(0123456789abcdef) (0123456789abcdef)]"
    )
    with pytest.raises(Refused, match=r"is encrypted; save it without a password"):
        text_of_pdf(pdf_of("secret", trailer=encrypted), "s.pdf")


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    """The process that reads it is ended after the time that it may take."""
    with pytest.raises(Refused, match=r"took more than 0\.01 seconds"):
        text_of_pdf(pdf_of("text"), "slow.pdf", seconds=0.01)
