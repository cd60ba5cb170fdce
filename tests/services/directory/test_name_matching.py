"""Names in minutes, matched to known agencies and groups: surely, perhaps, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access.member import Role
from domain.minutes.language.name_matching import Known, Matcher, OwnerKind
from domain.persian.text import fold
from models.tables.meetings import Owner
from services.directory import known_names
from tests.services.desk import Desk


def agency(number: int, name: str, *aliases: str) -> Known:
    return Known(OwnerKind.AGENCY, number, name, (name, *aliases))


def group(number: int, name: str) -> Known:
    return Known(OwnerKind.GROUP, number, name, (name,))


KNOWN = (
    agency(1, "شهرداری مشهد"),
    agency(2, "دانشگاه علوم پزشکی مشهد", "علوم پزشکی"),
    agency(3, "اداره کل میراث فرهنگی استان"),
    agency(4, "فرمانداری مشهد"),
    group(5, "اعضای کمیته امور اقتصادی"),
)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("شهرداري مشهد", 1),
        ("علوم پزشکی", 2),
        ("تمامی اعضای کمیته امور اقتصادی", 5),
        ("«فرمانداری مشهد»", 4),
    ],
)
def test_one_name_written_in_two_ways_is_one(name: str, number: int) -> None:
    match = Matcher(KNOWN).find(name)
    assert match is not None
    assert (match.known.id, match.sure) == (number, True)


@pytest.mark.parametrize(
    ("name", "number"),
    [("شهرداری", 1), ("میراث فرهنگی", 3), ("فرماندری مشهد", 4), ("اعضای کمیته امور اقتصادی طرح نجات", 5)],
)
def test_a_shorter_a_longer_or_a_misspelt_name_is_a_question(name: str, number: int) -> None:
    match = Matcher(KNOWN).find(name)
    assert match is not None
    assert (match.known.id, match.sure) == (number, False)


@pytest.mark.parametrize("name", ["بنیاد مسکن", "شهرداری نیشابور", "کلیه شهرداری‌ها", "اعضای شورای شهر"])
def test_another_body_is_not_taken_for_one_that_is_known(name: str) -> None:
    assert Matcher(KNOWN).find(name) is None


def test_one_that_was_just_made_is_known_from_then_on() -> None:
    matcher = Matcher(KNOWN)
    matcher.add(agency(9, "بنیاد مسکن"))
    match = matcher.find("بنیاد مسکن")
    assert match is not None
    assert match.known.id == 9


def test_a_settled_owner_is_no_question() -> None:
    assert Matcher(KNOWN).unsure(Owner(name="شهرداری", agency_id=7)) is None


names = st.text(st.sampled_from("ابپتسشکگ یوهن\u200c"), min_size=1, max_size=30).filter(lambda name: bool(fold(name)))


@given(names, st.lists(names, max_size=6))
def test_a_known_name_is_always_found_whatever_else_is_known(name: str, others: list[str]) -> None:
    known = [agency(number, other) for number, other in enumerate(others, 2)]
    match = Matcher([*known, agency(1, name)]).find(name)
    assert match is not None
    assert match.sure


@pytest.mark.parametrize("name", ["دبیرخانه", "دبیرخانه کارگروه", "دبیرخانهٔ کارگروه"])
async def test_the_secretariat_goes_by_its_short_names_and_is_made_once(desk: Desk, name: str) -> None:
    by = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        first = await known_names.make(desk.context(session, by), name, OwnerKind.AGENCY)
        second = await known_names.make(desk.context(session, by), "دبیرخانه", OwnerKind.AGENCY)
        assert first.id == second.id
        assert first.name == desk.organisation.name
        match = (await known_names.load(session, desk.organisation)).find(name)
        assert match is not None
        assert match.sure
