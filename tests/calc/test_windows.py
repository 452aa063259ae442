"""Service windows: 7x24 and 5x9 clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.china_time import CHINA
from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.windows import add_within, elapsed_within, format_window, parse_window
from svcdocs.calc.workdays import Calendar, CalendarUnavailable
from svcdocs.model.quantity import Quantity, ServiceWindow, Unit

pytestmark = pytest.mark.usefixtures("english")

CALENDAR = Calendar()
ALWAYS = parse_window("7x24")
OFFICE = parse_window("5x9")
HALF_AN_HOUR = parse_quantity("30 minutes")

WINDOWS = (
    st.tuples(st.sampled_from([5, 7]), st.integers(0, 1439), st.integers(1, 1440))
    .filter(lambda window: window[1] < window[2])
    .map(lambda window: ServiceWindow(*window))
)
MOMENTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the time zone
    datetime(2025, 6, 30),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([CHINA, UTC]),
)


def china(text: str) -> datetime:
    """A moment on China's clock: `2026-09-30 17:50`."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("7x24", ServiceWindow(7, 0, 1440)),
        ("7×24 小时", ServiceWindow(7, 0, 1440)),
        ("7 * 24", ServiceWindow(7, 0, 1440)),
        ("７Ｘ２４小时", ServiceWindow(7, 0, 1440)),
        ("5x9", ServiceWindow(5, 540, 1080)),
        ("5x9 09:00-18:00", ServiceWindow(5, 540, 1080)),
        ("5×9 小时（工作日 9:00–18:00）", ServiceWindow(5, 540, 1080)),
        ("5x8 9:00至17:00", ServiceWindow(5, 540, 1020)),
        ("5x8.5 08:30-17:00", ServiceWindow(5, 510, 1020)),
        ("7x12 8:00~20:00", ServiceWindow(7, 480, 1200)),
        ("7x4 20:00-24:00", ServiceWindow(7, 1200, 1440)),
    ],
)
def test_spellings(text: str, window: ServiceWindow) -> None:
    """Every spelling that policies and tenders use."""
    assert parse_window(text) == window


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not a service window"),
        ("6x8 09:00-17:00", "is not a service window"),
        ("24 hours", "is not a service window"),
        ("5x8", "does not say from when to when"),
        ("5x8 17:00-09:00", "ends before it begins"),
        ("5x9 09:00-17:00", "says 9 hours, but 09:00 to 17:00 are 8"),
        ("5x9 09:00-24:30", "there is no time 24:30"),
        ("5x9 09:60-18:60", "there is no time 09:60"),
        ("7x9 工作日 9:00-18:00", "says 7 days a week and 工作日"),
    ],
)
def test_faults_are_named(text: str, fault: str) -> None:
    """Each slip gets the sentence that fits it."""
    with pytest.raises(ValueError, match=fault):
        parse_window(text)


def test_forms() -> None:
    """As documents print them, and as policies are written."""
    assert format_window(ALWAYS) == "7×24 小时"
    assert format_window(OFFICE) == "5×9 小时（工作日 9:00–18:00）"
    assert format_window(ServiceWindow(7, 480, 1200)) == "7×12 小时（每天 8:00–20:00）"
    assert format_window(OFFICE, "en") == "5x9 09:00-18:00"
    with pytest.raises(ValueError, match="fr"):
        format_window(OFFICE, "fr")


@given(WINDOWS, st.sampled_from(["zh", "en"]))
def test_what_is_written_reads_back(window: ServiceWindow, language: str) -> None:
    """Any window survives, in both languages."""
    assert parse_window(format_window(window, language)) == window


@pytest.mark.parametrize(
    ("start", "always", "office"),
    [
        ("2026-09-30 17:50", "2026-09-30 18:20", "2026-10-08 09:20"),  # over 国庆
        ("2026-09-19 10:00", "2026-09-19 10:30", "2026-09-20 09:30"),  # Sunday is made up
        ("2026-09-30 17:30", "2026-09-30 18:00", "2026-09-30 18:00"),  # exactly at closing
        ("2026-09-28 07:00", "2026-09-28 07:30", "2026-09-28 09:30"),
        ("2026-09-28 18:00", "2026-09-28 18:30", "2026-09-29 09:30"),
    ],
)
def test_half_an_hour(start: str, always: str, office: str) -> None:
    """The vectors of the domain notes and the window's edges."""
    assert add_within(china(start), HALF_AN_HOUR, ALWAYS, CALENDAR) == china(always)
    assert add_within(china(start), HALF_AN_HOUR, OFFICE, CALENDAR) == china(office)


def test_the_limit_itself_is_in_time() -> None:
    """民法典 1259: “‘以上’、‘以下’、‘以内’、‘届满’，包括本数”."""
    start = china("2026-09-30 17:50")
    limit = add_within(start, HALF_AN_HOUR, OFFICE, CALENDAR)

    assert elapsed_within(start, limit, OFFICE, CALENDAR) == HALF_AN_HOUR
    late = elapsed_within(start, limit + timedelta(seconds=1), OFFICE, CALENDAR)
    assert (late.amount, late.unit) == (Decimal(1801), Unit.SECOND)


def test_a_limit_longer_than_a_day_of_service() -> None:
    """What is left after closing runs on at the next opening."""
    start = china("2026-09-24 17:00")  # 中秋 follows: 09-25 to 09-27

    assert add_within(start, parse_quantity("11 hours"), OFFICE, CALENDAR) == china(
        "2026-09-29 10:00"
    )


def test_the_result_keeps_the_time_zone_and_counts_chinas_hours() -> None:
    """Office hours are those of the customer's wall clock."""
    start = datetime(2026, 9, 30, 9, 50, tzinfo=UTC)  # 17:50 in China
    limit = add_within(start, HALF_AN_HOUR, OFFICE, CALENDAR)

    assert limit == china("2026-10-08 09:20")
    assert limit.tzinfo is UTC


def test_a_moment_without_time_zone_is_chinas_clock() -> None:
    """And the result has none either."""
    naive = datetime(2026, 9, 30, 17, 50)  # noqa: DTZ001 - that is the point

    limit = add_within(naive, HALF_AN_HOUR, OFFICE, CALENDAR)

    assert limit == datetime(2026, 10, 8, 9, 20)  # noqa: DTZ001 - the same


def test_outside_the_window_no_time_passes() -> None:
    """A week of holidays costs no minute."""
    elapsed = elapsed_within(china("2026-09-30 18:00"), china("2026-10-08 09:00"), OFFICE, CALENDAR)

    assert elapsed.amount == 0
    assert (
        elapsed_within(china("2026-10-03 10:00"), china("2026-10-03 11:00"), OFFICE, CALENDAR)
        == elapsed
    )


def test_an_earlier_end_is_negative() -> None:
    """Stamps out of order show as such."""
    elapsed = elapsed_within(china("2026-09-28 10:00"), china("2026-09-28 09:30"), OFFICE, CALENDAR)

    assert (elapsed.amount, elapsed.unit) == (Decimal(-30), Unit.MINUTE)


def test_working_hours_past_the_last_notice_are_never_guessed() -> None:
    """5x9 raises or says so; 7x24 needs no calendar."""
    start = china("2026-12-31 17:50")
    with pytest.raises(CalendarUnavailable):
        add_within(start, HALF_AN_HOUR, OFFICE, CALENDAR)
    assert add_within(start, HALF_AN_HOUR, ALWAYS, CALENDAR) == china("2026-12-31 18:20")

    provisional = CALENDAR.provisional()
    assert add_within(start, HALF_AN_HOUR, OFFICE, provisional) == china("2027-01-01 09:20")
    assert provisional.assumed == date(2027, 1, 1)


def test_days_are_no_hours_of_service() -> None:
    """Days are added with `periods.add`."""
    with pytest.raises(TypeError, match="3 days is counted in days"):
        add_within(china("2026-09-30 17:50"), parse_quantity("3 days"), OFFICE, CALENDAR)


@pytest.mark.parametrize(
    "window", [ALWAYS, ServiceWindow(7, 720, 1080), ServiceWindow(7, 720, 1440)]
)
@pytest.mark.parametrize(
    ("start", "hours"), [("2026-09-30 17:50", 999_999_999), ("9999-12-28 10:00", 90)]
)
def test_too_far_is_said(window: ServiceWindow, start: str, hours: int) -> None:
    """Past year 9999 there is a sentence, not an OverflowError."""
    limit = Quantity(Decimal(hours), Unit.HOUR)
    with pytest.raises(ValueError, match="outside the calendar"):
        add_within(china(start), limit, window, CALENDAR)


def test_a_negative_limit_is_refused() -> None:
    """No promise is kept before it is asked for."""
    with pytest.raises(ValueError, match="a time limit of -30 minutes is negative"):
        add_within(china("2026-09-30 17:50"), Quantity(Decimal(-30), Unit.MINUTE), OFFICE, CALENDAR)


@given(MOMENTS, st.integers(0, 60 * 24 * 14), WINDOWS.filter(lambda w: w.end - w.start >= 60))
def test_adding_and_measuring_are_inverse(
    start: datetime, minutes: int, window: ServiceWindow
) -> None:
    """What was added is what is measured, forward and back."""
    quantity = Quantity(Decimal(minutes), Unit.MINUTE)
    end = add_within(start, quantity, window, CALENDAR)

    assert elapsed_within(start, end, window, CALENDAR) == quantity
    assert elapsed_within(end, start, window, CALENDAR) == Quantity(Decimal(-minutes), Unit.MINUTE)


@given(MOMENTS, MOMENTS, MOMENTS, WINDOWS)
def test_spans_add_up(
    first: datetime, second: datetime, third: datetime, window: ServiceWindow
) -> None:
    """No minute is lost or counted twice at a seam."""
    first, second, third = sorted([first, second, third])
    spans = (
        elapsed_within(start, end, window, CALENDAR).base[1]
        for start, end in ((first, second), (second, third))
    )

    assert elapsed_within(first, third, window, CALENDAR).base[1] == sum(spans)
