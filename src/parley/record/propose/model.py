"""Stubs by a program of the user's own, such as a language model that runs on this machine.

The program is started without a shell. It gets the passages as JSON on standard input and answers
with stubs as JSON on standard output. Nothing it says is believed unread: the passage must be one
that was given, and the quoted words must stand in it. parley itself sends nothing anywhere; what
the program does is for its user to know.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import IO, Any

from parley.kernel.errors import ParleyError, Refused, quoted
from parley.kernel.suggest import did_you_mean
from parley.record.propose.passages import Passage
from parley.record.propose.proposing import numbered_ids
from parley.record.propose.stub import KINDS, Stub, titled

__all__ = ["FORMAT", "MAX_ANSWER", "MAX_SECONDS", "ask_model", "question_for", "read_answer"]

#: The number of the shape that the program gets and gives.
FORMAT = 1
#: Bytes of an answer beyond which it is refused.
MAX_ANSWER = 4_000_000
#: Seconds after which the program is ended.
MAX_SECONDS = 300.0

_MOST_STUBS = 1_000
_LONGEST = 10_000  # characters of one text of a stub
_MOST_FAULTS = 20
_REQUIRED = ("kind", "passage", "quote")
_OPTIONAL = ("title", "why", "condition", "consequence", "refused", "reason")


def ask_model(
    command: str, passages: Sequence[Passage], seconds: float = MAX_SECONDS
) -> tuple[Stub, ...]:
    """Let a program propose stubs from passages.

    Parameters:
        command: the program and its arguments, in quotes where they have blanks.
        seconds: after which it is ended.

    Raises Refused where it cannot be started, takes too long, says too much, ends with an error, or
    answers anything that is not as it must be; the message names all that is wrong.
    """
    told = json.dumps(question_for(passages), ensure_ascii=False).encode("utf-8")
    return read_answer(_run(command, told, seconds), passages)


def question_for(passages: Sequence[Passage]) -> dict[str, Any]:
    """Return what the program gets."""
    return {
        "format": FORMAT,
        "kinds": list(KINDS),
        "passages": [
            {"passage": one.address, "language": one.language, "text": one.text} for one in passages
        ],
    }


def _run(command: str, told: bytes, seconds: float) -> bytes:
    """Run the program and return what it prints; it and what it started are gone afterwards."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise Refused(f"{quoted(command)}: {error}", hint="close the quotes") from None
    if not words:
        raise Refused("expected a program to run, got nothing", hint="name it after --with")
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Refused(
            f"{words[0]}: cannot be started: {reason}", hint="check the name after --with"
        ) from None
    answer = bytearray()
    reader = threading.Thread(target=_read, args=(process.stdout, answer), daemon=True)
    writer = threading.Thread(target=_write, args=(process.stdin, told), daemon=True)
    reader.start()
    writer.start()
    reader.join(seconds)
    late = reader.is_alive()
    if not late and len(answer) <= MAX_ANSWER:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            late = True
    _end(process)
    for thread in (reader, writer):
        thread.join(1)
    for stream in (process.stdout, process.stdin):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
    if late:
        raise Refused(
            f"{words[0]}: gave no answer within {seconds:g} seconds",
            hint="give it fewer passages (--part), or a faster model",
        )
    if len(answer) > MAX_ANSWER:
        raise Refused(
            f"{words[0]}: answered more than {MAX_ANSWER} bytes", hint="let it propose less"
        )
    if process.returncode:
        raise Refused(
            f"{words[0]}: ended with status {process.returncode}",
            hint="run it by hand to see what it says",
        )
    return bytes(answer)


def _read(stream: IO[bytes] | None, answer: bytearray) -> None:
    while stream is not None and len(answer) <= MAX_ANSWER:
        part = os.read(stream.fileno(), 65_536)
        if not part:
            return
        answer += part


def _write(stream: IO[bytes] | None, told: bytes) -> None:
    with contextlib.suppress(OSError):  # it need not read to the end
        if stream is not None:
            stream.write(told)
            stream.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started, where the system has groups of processes."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def read_answer(answer: bytes, passages: Sequence[Passage]) -> tuple[Stub, ...]:
    """Read what the program answered: `{"stubs": [{"kind", "passage", "quote", ...}]}`.

    Raises Refused with everything that is wrong with it.
    """
    try:
        data = json.loads(answer.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        told = str(error).splitlines()[0]
        raise _refused([f"it is no JSON: {told}"]) from None
    stubs = data.get("stubs") if isinstance(data, dict) and data.keys() == {"stubs"} else None
    if not isinstance(stubs, list):
        raise _refused(['expected {"stubs": [...]} and nothing else'])
    if len(stubs) > _MOST_STUBS:
        raise _refused([f"expected at most {_MOST_STUBS} stubs, got {len(stubs)}"])
    known = {one.address: one for one in passages}
    found: list[Stub] = []
    faults: list[str] = []
    for nth, one in enumerate(stubs, 1):
        wrong = _wrong(one, known)
        if wrong:
            faults.extend(f"stub {nth}: {said}" for said in wrong)
        else:
            found.append(_stub(one, known[one["passage"]]))
    if faults:
        raise _refused(faults)
    return numbered_ids(found)


def _refused(faults: Sequence[str]) -> ParleyError:
    shown = "".join(f"\n  {one}" for one in faults[:_MOST_FAULTS])
    more = f"\n  and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
    return Refused(
        f"the answer of the program cannot be used:{shown}{more}",
        hint="nothing of it was taken; see `parley propose --help` for what is expected",
    )


def _wrong(one: Any, known: Mapping[str, Passage]) -> list[str]:
    if not isinstance(one, dict):
        return [f"expected a map, got {quoted(str(one))}"]
    faults = [f"`{key}` is missing" for key in _REQUIRED if key not in one]
    faults += [f"unknown key {quoted(str(key))}" for key in one if key not in _REQUIRED + _OPTIONAL]
    faults += [
        f"`{key}`: expected a text of at most {_LONGEST} characters"
        for key, value in one.items()
        if not isinstance(value, str) or len(value) > _LONGEST
    ]
    faults += [
        f"`{key}`: has signs in it that cannot be printed"
        for key, value in one.items()
        if isinstance(value, str) and not _plain(value).isprintable()
    ]
    if faults:
        return faults
    if one["kind"] not in KINDS:
        meant = did_you_mean(one["kind"], KINDS)
        faults.append(
            f"`kind`: got {quoted(one['kind'])}, expected one of {', '.join(KINDS)}"
            + (f"; did you mean `{meant}`?" if meant else "")
        )
    passage = known.get(one["passage"])
    if passage is None:
        faults.append(f"`passage`: {quoted(one['passage'])} is none of those given")
    elif not _plain(one["quote"]) or _plain(one["quote"]) not in _plain(passage.text):
        faults.append(f"`quote`: {quoted(one['quote'])} does not stand in {passage.address}")
    return faults


def _plain(text: str) -> str:
    """Return words with one blank between them, so that breaks of lines do not count."""
    return " ".join(text.split())


def _stub(one: Mapping[str, str], passage: Passage) -> Stub:
    fields = {
        key: _plain(one[key])
        for key in ("condition", "consequence", "refused", "reason")
        if one.get(key, "").strip()
    }
    return Stub(
        id="",
        kind=next(kind for kind in KINDS if kind == one["kind"]),
        title=titled(one.get("title", "").strip() or one["quote"]),
        text=_plain(one["quote"]),
        passage=passage.address,
        places=passage.places,
        rule="model",
        why=_plain(one.get("why", "")) or "the model gives no reason",
        fields=fields,
        source="model",
    )
