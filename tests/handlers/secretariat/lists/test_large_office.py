"""The secretary of 70 agencies and 18 resolutions: no more than two taps an item, and an Excel sheet of each list."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.people import Person
from tests import large_office
from tests.handlers.secretariat.lists.sheet_rows import SHEET, rows
from tests.large_office import AGENCIES, NEWCOMERS, OF_EACH, REPORTS, RESOLUTIONS, WISHES, agency_name
from tests.outgoing import post
from tests.town import Human, Town

pytestmark = pytest.mark.refused("chat not found", "no such group or user")
"""The many people of the office stand in its database alone; what they would be told is refused."""


async def secretary(town: Town) -> Human:
    maryam = await town.secretary()
    await large_office.fill(town)
    return maryam


async def test_thirty_reports_are_accepted_by_four_taps(town: Town) -> None:
    maryam = await secretary(town)
    await maryam.says("/review")
    seen = await maryam.taps("پذیرش چند مورد با هم", "همهٔ ۳۰ مورد", "ادامه", "پذیرش موارد انتخاب‌شده")
    assert "۳۰ مورد پذیرفته شد" in seen
    assert "گزارشی در انتظار بررسی نیست" in await maryam.says("/review")


async def test_ticks_are_found_by_typing_and_the_rest_waits(town: Town) -> None:
    maryam = await secretary(town)
    await maryam.says("/review")
    await maryam.taps("پذیرش چند مورد با هم")
    await maryam.says("اداره کل شمارهٔ ۱۳")
    await maryam.taps("○ اداره کل شمارهٔ ۱۳، ", "ادامه", "پذیرش موارد انتخاب‌شده")
    assert "بررسی گزارش‌ها، ۲۹ مورد در انتظار" in await maryam.says("/review")
    await maryam.taps("انتخاب از فهرست")
    await maryam.says("اداره کل شمارهٔ ۲۰")
    assert "اداره کل شمارهٔ ۲۰" in await maryam.taps("اداره کل شمارهٔ ۲۰، ")


async def test_requests_for_time_and_newcomers_are_decided_together(town: Town) -> None:
    maryam = await secretary(town)
    await maryam.says("/extensions")
    seen = await maryam.taps("موافقت با چند مورد با هم", "همهٔ ۱۲ مورد", "ادامه", "موافقت با موارد انتخاب‌شده")
    assert "با ۱۲ درخواست موافقت شد" in seen
    await maryam.says("/members")
    await maryam.taps("درخواست", "پذیرش چند نفر با هم", "همهٔ ۱۵ مورد", "ادامه")
    assert "۱۵ نفر پذیرفته شدند" in await maryam.taps("پذیرش افراد انتخاب‌شده")
    await maryam.says("/members")
    assert not [label for label in maryam.buttons() if "درخواست" in label]


async def test_what_a_colleague_decided_meanwhile_is_told_and_the_others_are_accepted(town: Town) -> None:
    maryam = await secretary(town)
    await maryam.says("/review")
    await maryam.taps("پذیرش چند مورد با هم", "همهٔ ۳۰ مورد", "ادامه")
    await maryam.taps("پذیرش")
    seen = await maryam.taps("پذیرش موارد انتخاب‌شده")
    assert "۲۹ مورد پذیرفته شد" in seen
    assert "پیش‌تر بررسی شده است" in seen


@pytest.mark.parametrize(
    ("way", "count", "head"),
    [
        pytest.param(("/status", SHEET), AGENCIES, "دستگاه", id="agencies"),
        pytest.param(("/status", "به ترتیب مصوبه", SHEET), RESOLUTIONS, "متن", id="resolutions by status"),
        pytest.param(("/resolutions", "همه", SHEET), RESOLUTIONS, "مسئولان", id="resolutions"),
        pytest.param(("/review", SHEET), REPORTS, "متن", id="reports"),
        pytest.param(("/extensions", SHEET), WISHES, "دلیل", id="extensions"),
        pytest.param(("/members", "درخواست", SHEET), NEWCOMERS, "نقش", id="requests"),
        pytest.param(("/members", SHEET), 51, "همراه", id="people"),
        pytest.param(("/calls", SHEET), None, "روز تأخیر", id="calls"),
        pytest.param(("/behalf", SHEET), RESOLUTIONS * OF_EACH - REPORTS, "مهلت", id="on behalf"),
        pytest.param(("/meetings", SHEET), 1, "شمار مصوبه‌ها", id="meetings"),
    ],
)
async def test_each_list_comes_whole_as_a_sheet(town: Town, way: tuple[str, ...], count: int | None, head: str) -> None:
    maryam = await secretary(town)
    command, *taps = way
    await maryam.says(command)
    await maryam.taps(*taps)
    found = await rows(maryam)
    assert len(found) == count or count is None
    assert found
    assert head in found[0]


async def test_an_agency_is_found_by_typing_in_the_status_and_the_calls(town: Town) -> None:
    maryam = await secretary(town)
    for command in ("/status", "/calls"):
        await maryam.says(command)
        await maryam.taps("جست‌وجوی دستگاه")
        await maryam.says("شمارهٔ ۶۷")
        assert agency_name(67) in await maryam.taps(agency_name(67))


async def test_a_chair_gets_the_lists_that_a_chair_reads_and_no_other(town: Town) -> None:
    await secretary(town)
    chair = await town.member("مهناز فرهمند", Role.CHAIR)
    await chair.says("/status")
    await chair.taps(SHEET)
    assert len(await rows(chair)) == AGENCIES
    async with town.app.db.write() as session:
        person_id = await session.scalar(select(Person.id).where(Person.name == "مهناز فرهمند"))
        screen = Screen(T("menu.button"), ((Button("فهرست افراد", Tap("list.sheet", arg="people")),),))
        await post(session, person_id or 0, screen, town.clock.now())
    await town.quiet()
    assert "برای نقش شما باز نیست" in await chair.taps("فهرست افراد")
