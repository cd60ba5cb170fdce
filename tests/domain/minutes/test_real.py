"""The minutes that Dabir was made for. The file is not ours to keep here; without it these tests are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.dates.working_days import Calendar, official_holidays
from domain.minutes import Reading
from services.document_reading import read_minutes
from tests.domain.minutes.paper import codes, due

MINUTES = Path(__file__).parents[3] / ".." / "shared" / "minutes" / "fifth-session-1398-07-13.txt"


@pytest.fixture(scope="module")
def reading() -> Reading:
    if not MINUTES.exists():
        pytest.skip("the real minutes are absent")
    calendar = Calendar({holiday.date: holiday for holiday in official_holidays(1398, 1399)})
    return read_minutes(MINUTES.name, MINUTES.read_bytes(), calendar)


def test_the_meeting(reading: Reading) -> None:
    meeting = reading.to_json()["meeting"]

    assert (meeting["number"], meeting["date"]) == (5, "1398-07-13")
    assert meeting["body"].startswith("کارگروه تخصصی اشتغال")
    assert meeting["title"].startswith("صورتجلسه و مصوبات پنجمین جلسه")


def test_eighteen_resolutions_in_order_with_their_deadlines(reading: Reading) -> None:
    assert [one.number for one in reading.resolutions] == list(range(1, 19))
    assert [due(one) for one in reading.resolutions] == [
        *("1398-07-15", "continuous", "1398-07-20", "1398-07-20", "1398-07-27", "1398-07-20"),
        *("1398-08-05", "1398-08-10", "none", "continuous", "1398-07-30", "continuous"),
        *("continuous", "continuous", "1398-07-27", "1398-07-30", "continuous", "1398-07-27"),
    ]
    rhythm = reading.resolutions[7].deadline.rhythm
    assert rhythm is not None
    assert rhythm.to_json() == {"every": 1, "unit": "month", "day": 10}


def test_the_owners_of_each(reading: Reading) -> None:
    counts = [len(one.responsible) for one in reading.resolutions]

    assert counts == [1, 2, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    assert reading.resolutions[1].responsible[0] == "دبیرخانه"
    assert "،" in reading.resolutions[10].responsible[0]


def test_of_two_associations_one_leads_and_one_helps(reading: Reading) -> None:
    assert [one.number for one in reading.resolutions if one.partners] == [18]
    assert reading.resolutions[17].partners == reading.resolutions[17].responsible[1:]


def test_six_sources_of_the_third(reading: Reading) -> None:
    items = reading.resolutions[2].items

    assert [len(item.responsible) for item in items] == [1, 1, 1, 4, 1, 1]
    assert all(item.text and item.label for item in items)


def test_the_seventh_refers_to_the_meeting_before(reading: Reading) -> None:
    refers = {one.number: one.refers for one in reading.resolutions if one.refers}

    assert [(one.meeting, one.resolution) for one in refers.pop(7)] == [(4, 17)]
    assert not refers


def test_the_table_of_the_fifteenth(reading: Reading) -> None:
    assert len(reading.resolutions[14].columns) == 7


def test_what_is_doubted(reading: Reading) -> None:
    """The text of 4 also charges the members, and that of 5 an office; both are absent in the owner column."""
    assert {one.number: codes(one) for one in reading.resolutions if one.doubts} == {
        4: {"owner_in_text"},
        5: {"owner_in_text"},
    }
    assert [doubt.code for doubt in reading.doubts] == ["cut"]


def test_the_duties_of_eleven_actor_kinds(reading: Reading) -> None:
    assert [len(one.duties) for one in reading.duties] == [2, 5, 3, 5, 6, 8, 5, 9, 2, 6, 2]
    assert all("<" not in duty for one in reading.duties for duty in one.duties)
