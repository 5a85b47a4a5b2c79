"""The tables of times that can be written and that cannot, each read when the docs are built."""

from __future__ import annotations

from parley.kernel.errors import BadTime
from parley.kernel.times import iso, read_time

__all__ = ["FORMS", "SLIPS", "ZONE", "time_errors", "time_forms"]

#: The zone of the author in the page's examples.
ZONE = "Europe/Berlin"

#: What can be written, and what it says.
FORMS = {
    "1951-07-13": "the whole day, in the author's zone",
    "1951-07": "the whole month",
    "1951": "the whole year",
    "1951-07-13T15:00": "that minute, exactly",
    "1951-07-13 15:00": "the same, with a blank",
    "1951-07-13 15:00:30.5": "with seconds and parts of one",
    "1951-07-13T15:00Z": "UTC",
    "1951-07-13T15:00+09:00": "an offset from UTC",
    "1951-07-13 10:55 K": "a military letter",
    "1951-07-13 13:00 Asia/Tokyo": "a zone of the IANA list",
    "1951-07-13 Asia/Tokyo": "the whole day there",
    "1951-07-20 ± 1d": "that day, the day before or the day after; `+-` does as well",
    "1951-07-20 12:00 ± 2h": "give or take two hours",
    "not before 1951-07-20": "that day or any time after it",
    "not after 1951-07-20": "that day or any time before it",
    "1951-07-20 / 1951-07-25": "some time from the one to the other, both days included",
    "2024-10-27 02:30": "clocks were set back and showed it twice: both instants",
}

SLIPS = (
    "13.7.1951",
    "1951-7-13",
    "1951-07-32",
    "1951-07-13 25:00",
    "1951-07-13 3pm",
    "today",
    "1951-07-13 10:55 KST",
    "1951-07-13 10:55 Asia/Seul",
    "1951-07-13 10:55 J",
    "1951-07-25 / 1951-07-20",
    "1951-07-20 ± 1 day",
    "2024-03-31 02:30",
)


def time_forms() -> str:
    """Return what can be written with the instants that it means in UTC."""
    rows = ["| written | says | in UTC |", "|---|---|---|"]
    for text, says in FORMS.items():
        ends = "` to<br>`".join(iso(read_time(text, ZONE)).split("/"))
        rows.append(f"| `{text}` | {says} | `{ends}` |")
    return "\n".join(rows)


def time_errors() -> str:
    """Return what cannot be written, with its message.

    Raises LookupError for an example that is no slip any more.
    """
    rows = ["| written | message | how to mend it |", "|---|---|---|"]
    for text in SLIPS:
        try:
            read_time(text, ZONE)
        except BadTime as error:
            rows.append(f"| `{text}` | {error.message} | {error.hint or '–'} |")
        else:
            raise LookupError(f"`{text}` is a good time: it shows no error")
    return "\n".join(rows)
