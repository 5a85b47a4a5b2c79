"""What holds for every time, in every zone, across every clock change."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from parley.kernel.errors import BadTime
from parley.kernel.times import (
    INF,
    NEG_INF,
    Span,
    iso,
    read_duration,
    read_time,
    show_time,
    valid_zone,
    zone_hint,
)

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
# With each zone a day on which its clocks changed: also at midnight, by half an hour, by a day.
CHANGES = {
    "UTC": date(1972, 6, 30),
    "K": date(1951, 7, 13),
    "-03:30": date(1951, 7, 13),
    "Asia/Seoul": date(1951, 5, 6),
    "Asia/Tokyo": date(1951, 5, 6),
    "Asia/Pyongyang": date(2015, 8, 15),
    "America/New_York": date(1951, 9, 30),
    "America/Sao_Paulo": date(2017, 10, 15),
    "America/St_Johns": date(2006, 10, 29),
    "America/Juneau": date(1867, 10, 18),
    "Europe/London": date(1947, 4, 13),
    "Europe/Moscow": date(1919, 7, 1),
    "Africa/Casablanca": date(2012, 7, 20),
    "Africa/Monrovia": date(1972, 1, 7),
    "Asia/Tehran": date(2021, 3, 22),
    "Australia/Lord_Howe": date(2021, 4, 4),
    "Pacific/Apia": date(2011, 12, 30),
    "Pacific/Kwajalein": date(1993, 8, 21),
}

zones = st.sampled_from(sorted(CHANGES))
distant = st.dates(date(1600, 1, 1), date(2200, 1, 1))
microseconds = st.integers(
    (datetime(1600, 1, 1) - EPOCH) // MICROSECOND, (datetime(2200, 1, 1) - EPOCH) // MICROSECOND
)


@st.composite
def days_in_zones(draw: st.DrawFn) -> tuple[date, str]:
    """A zone, and a day that is often near one of its clock changes."""
    zone = draw(zones)
    near = st.integers(-3, 3).map(lambda days: CHANGES[zone] + timedelta(days=days))
    return draw(near | distant), zone


@st.composite
def walls_in_zones(draw: st.DrawFn) -> tuple[str, str]:
    """A zone, and a time of day without a zone, to the minute or second."""
    day, zone = draw(days_in_zones())
    clock = draw(st.times())
    precision = draw(st.sampled_from(["minutes", "seconds"]))
    return f"{day}{draw(st.sampled_from('T '))}{clock.isoformat(precision)}", zone


WORDS = (
    "1951|2011|0001|9999|-07|-13|-12-31|-01-01|T| |15:00|24:00|00:00|:30|.5|Z|K|J|+09:00|-0900|"
    "Asia/Tokyo|Pacific/Apia| ± |+-|+/-|1d|2h|9999999w| / |/|..|not before |not after "
)
time_like = st.lists(st.sampled_from(WORDS.split("|")), max_size=9).map("".join)


def outcome(text: str, zone: str) -> Span | str:
    """The time, or the message of its refusal."""
    try:
        return read_time(text, zone)
    except BadTime as refused:
        return str(refused)


@given(st.text() | time_like, zones | st.text(max_size=8))
@example("9999-12-31T24:00", "-12:00")
@example("0001-01-01", "+14:00")
@example("0001-12-30 ± 9999d", "UTC")
@example("\ud800", "\ud800")
@example("1951-07-13 15:00 \x00", "\x00")
def test_reading_raises_nothing_but_bad_time(text: str, zone: str) -> None:
    """Whatever stands in the place of a time or zone, it is read, or refused with a hint."""
    try:
        span = read_time(text, zone)
    except BadTime as refused:
        assert refused.message
        assert refused.hint
    else:
        assert NEG_INF <= span.earliest <= span.latest <= INF
        assert read_time(iso(span), "Asia/Tokyo") == span


@given(st.text() | time_like)
def test_zones_and_durations_raise_nothing_but_bad_time(text: str) -> None:
    """Hints and checks of zones never fail; a duration is read or refused."""
    hint = zone_hint(text)
    assert hint is None or isinstance(hint, str)
    assert isinstance(valid_zone(text), bool)
    try:
        assert read_duration(text) >= 0
    except BadTime as refused:
        assert refused.hint


@given(microseconds, zones)
def test_an_exact_instant_reads_back_from_what_is_shown(instant: int, zone: str) -> None:
    """Shown in any zone, also in an hour that came twice, it names the same instant."""
    span = Span(instant, instant)
    assert read_time(show_time(span, zone), "UTC") == span
    assert read_time(iso(span), zone) == span


@given(walls_in_zones())
def test_an_exact_wall_clock_time_reads_back_in_its_own_words(pair: tuple[str, str]) -> None:
    """What is read in a zone is shown there so that it reads as the same time again."""
    text, zone = pair
    try:
        span = read_time(text, zone)
    except BadTime:
        assume(False)
    assert read_time(show_time(span, zone), "UTC") == span


@given(st.integers(), st.integers(), zones)
@example(NEG_INF, INF, "UTC")
@example(-62_135_596_800_000_002, -62_135_596_800_000_001, "-03:30")
@example(INF, INF + 1, "UTC")
def test_every_span_can_be_shown(one: int, other: int, zone: str) -> None:
    """Also those that no text can name."""
    span = Span(min(one, other), max(one, other))
    assert show_time(span, zone)
    assert iso(span)


@given(days_in_zones(), st.integers(1, 40))
def test_days_tile_the_calendar(pair: tuple[date, str], count: int) -> None:
    """Each day begins where the one before ended; a day that was skipped is refused."""
    first, zone = pair
    spans = [outcome(str(first + timedelta(days=nth)), zone) for nth in range(count)]
    read = [span for span in spans if isinstance(span, Span)]
    assert all(isinstance(span, Span) or "skipped" in span for span in spans)
    assert len(spans) - len(read) <= 1
    for before, after in pairwise(read):
        assert before.latest + 1 == after.earliest


@given(days_in_zones())
def test_a_month_is_its_days(pair: tuple[date, str]) -> None:
    """It begins with its first day and ends with its last."""
    day, zone = pair
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    month = read_time(str(day)[:7], zone)
    ends = outcome(str(day.replace(day=1)), zone), outcome(str(last), zone)
    assume(isinstance(ends[0], Span) and isinstance(ends[1], Span))
    assert isinstance(ends[0], Span)
    assert isinstance(ends[1], Span)
    assert month == Span(ends[0].earliest, ends[1].latest)


@given(days_in_zones(), st.times())
def test_a_time_of_day_is_on_its_day(pair: tuple[date, str], clock: object) -> None:
    """Unless clocks skipped it, it overlaps the day that it names."""
    day, zone = pair
    at = outcome(f"{day} {clock}", zone)
    if isinstance(at, Span):
        assert at.overlaps(read_time(str(day), zone))


@given(days_in_zones())
def test_a_day_stays_a_day_when_shown_in_its_zone(pair: tuple[date, str]) -> None:
    """It is shown as that day, and not as hours."""
    day, zone = pair
    span = outcome(str(day), zone)
    assume(isinstance(span, Span))
    assert isinstance(span, Span)
    assert show_time(span, zone) == f"{day} {zone}"


@given(
    walls_in_zones() | days_in_zones().map(lambda pair: (str(pair[0]), pair[1])),
    st.integers(0, 400),
    st.sampled_from("smhdw"),
)
def test_widening_contains(pair: tuple[str, str], count: int, unit: str) -> None:
    """A time with an uncertainty covers the time without it, and more uncertainty covers less."""
    text, zone = pair
    plain = outcome(text, zone)
    assume(isinstance(plain, Span))
    assert isinstance(plain, Span)
    less = read_time(f"{text} ± {count}{unit}", zone)
    more = read_time(f"{text} +- {count + 1}{unit}", zone)
    assert more.earliest <= less.earliest <= plain.earliest
    assert plain.latest <= less.latest <= more.latest
    if unit in "smh":  # a day more adds nothing where the calendar skipped that day
        assert more.earliest < less.earliest
        assert less.latest < more.latest


@given(walls_in_zones() | days_in_zones().map(lambda pair: (str(pair[0]), pair[1])))
@example(("1951-02-30", "UTC"))
@example(("1951-02-30T12:00", "UTC"))
@example(("1951-00-10", "UTC"))
@example(("0001-12-31T23:00", "-03:30"))
@example(("9998-12-31", "-03:30"))
def test_the_short_way_of_reading_is_the_long_way(pair: tuple[str, str]) -> None:
    """Plain texts are read by tables; a space before them sends them the long way round."""
    text, zone = pair
    assert outcome(text, zone) == outcome(" " + text, zone)
    named = outcome(f"{text} {zone}", "UTC")
    assert named == outcome(f" {text} {zone}", "UTC")
    if isinstance(named, Span):
        assert named == outcome(text, zone)
