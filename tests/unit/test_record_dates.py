"""Times as documents write them."""

from __future__ import annotations

import pytest

from parley.record.layouts.dates import find_times


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("received 1500 13 July 1951", "1951-07-13T15:00", "minute"),
        ("received at 1135 19 October 1951", "1951-10-19T11:35", "minute"),
        ("received 11:30 30.6.1951", "1951-06-30T11:30", "minute"),
        ("received 19:55 13.June.1951", "1951-06-13T19:55", "minute"),
        ("принята 15 час. 00 мин. 13 июля 1951 г.", "1951-07-13T15:00", "minute"),
        ("поступила 15.00 13.VII.51", "1951-07-13T15:00", "minute"),
        ("Seoul, July 13, 1951—6 p.m.", "1951-07-13T18:00", "hour"),
        ("Seoul, July 13, 1951—6:05 p.m.", "1951-07-13T18:05", "minute"),
        ("12 a.m. 13 July 1951", "1951-07-13T00:00", "hour"),
        ("O 130700Z JUL 51", "1951-07-13T07:00Z", "minute"),
        ("130700K JUL 51", "1951-07-13T07:00+10:00", "minute"),
        ("13 July 1951, 15:00", "1951-07-13T15:00", "minute"),
        ("13 July 1951 at 1500", "1951-07-13T15:00", "minute"),
        ("1951-07-13", "1951-07-13", "day"),
        ("1951-07-13T15:00Z", "1951-07-13T15:00Z", "minute"),
        ("Sept. 3, 2031", "2031-09-03", "day"),
        ("July 1951", "1951-07", "month"),
        ("14 Jul 2031 10:30:00 +0200", "2031-07-14T10:30+02:00", "minute"),
        ("7/13/1951", "1951-07-13", "day"),
        ("13/7/1951", "1951-07-13", "day"),
        ("2400 13 July 1951", "1951-07-13T24:00", "minute"),
    ],
)
def test_a_time(text: str, value: str, precision: str) -> None:
    """Each style is read, as far as it is known."""
    assert [(one.value, one.precision) for one in find_times(text)] == [(value, precision)]


@pytest.mark.parametrize(
    "text",
    ["3/4/1951", "31 June 1951", "No. 1500", "38.5 percent", "13 July", "1500", "f. 558, op. 11"],
)
def test_what_is_no_time_or_could_be_two(text: str) -> None:
    """A day that could be a month is not guessed, nor a day that there was not, nor a year."""
    assert find_times(text) == ()


def test_a_year_from_elsewhere() -> None:
    """A date without a year takes that of the document; two digits take its century."""
    assert find_times("Deciphered 1615 13 July", 1951)[0].value == "1951-07-13T16:15"
    assert find_times("13.7.51", 1951)[0].value == "1951-07-13"
    assert find_times("13.7.29")[0].value == "2029-07-13"


def test_a_number_beside_a_date_is_no_time_of_day() -> None:
    """A count after a date and a number before it stay what they are; the span is exact."""
    text = "On 13 July 1951 25 men came; No. 3557 14 July 1951"
    found = find_times(text)
    assert [text[one.start : one.end] for one in found] == ["13 July 1951", "14 July 1951"]
