"""Calendar files, read back by the library that other programs use."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.planning.calendar_file import MOST_OCTETS, Event, write

NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
MEETING = Event(
    "one@dabir",
    datetime(2019, 11, 11, 6, 30, tzinfo=UTC),
    "جلسهٔ ۶؛ کارگروه اشتغال, مشهد",
    sequence=2,
    place="سالن جلسات\nاستانداری",
    details="1. زمین\\ها; نقشه",
    organiser='دبیرخانهٔ "کارگروه"',
)


def test_a_meeting_says_all_that_a_calendar_needs() -> None:
    calendar = Calendar.from_ical(write([MEETING], NOW))
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(event["STATUS"]), event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 2)
    assert (event.decoded("DTSTART"), event["UID"]) == (MEETING.begins, "one@dabir")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (MEETING.title, MEETING.place)
    assert str(event["DESCRIPTION"]) == MEETING.details
    assert event["ORGANIZER"].params["CN"] == "دبیرخانهٔ کارگروه"


def test_a_cancelled_meeting_is_taken_out_of_the_calendar() -> None:
    calendar = Calendar.from_ical(write([Event("one", date(2019, 11, 11), "جلسه", cancelled=True)], NOW, cancels=True))
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")


def test_a_deadline_lasts_its_whole_day_and_keeps_nobody_busy() -> None:
    (event,) = Calendar.from_ical(write([Event("due", date(2019, 10, 27), "مصوبهٔ ۳")], NOW)).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2019, 10, 27), date(2019, 10, 28))
    assert str(event["TRANSP"]) == "TRANSPARENT"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200))
def test_any_words_come_back_as_they_were_and_no_line_is_too_long(words: str) -> None:
    written = write([Event("one", date(2019, 10, 27), words, place=words)], NOW)
    assert all(len(line) <= MOST_OCTETS for line in written.split(b"\r\n"))
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (words, words)
