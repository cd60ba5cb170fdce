"""«همین فهرست در اکسل» under the lists of letters, questions, ideas, forms, groups, neighbourhoods and meetings."""

from typing import Any

import pytest
from sqlalchemy import update

from bot import job_worker
from domain.access.member import Role
from models.tables.people import Membership
from tests.handlers.ideas.test_idea import MARKET, suggested
from tests.handlers.ideas.test_question import ASKED, asked
from tests.handlers.representative.forms.test_filling import HOUSES, ONE
from tests.handlers.secretariat.correspondence.test_letters import plans
from tests.handlers.secretariat.directory.test_neighbourhoods import lists
from tests.handlers.secretariat.lists.sheet_rows import SHEET, rows
from tests.handlers.secretariat.planning.test_plans import planning
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Town

CITY, ROADS = "شهرداری مشهد", "ادارهٔ کل راه"


async def test_ideas_and_questions_come_as_sheets(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    await suggested(sara, "جلسه‌ها صبح زود باشد.", subject="کار خود کارگروه")
    await asked(sara)
    await maryam.says("/ideas")
    await maryam.taps("انتخاب موضوع", "کار در خانه", SHEET)
    [idea] = await rows(maryam)
    assert (idea["متن"], idea["نام"], idea["وضعیت"]) == (MARKET, "سارا محمدی", "تازه")
    await maryam.says("/questions")
    await maryam.taps(SHEET)
    [question] = await rows(maryam)
    assert (question["متن"], question["پاسخ"]) == (ASKED, None)


async def test_letters_come_as_a_sheet_before_and_after_they_have_a_number(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 3, "آمار محلات هدف ارسال شود", CITY, ROADS, due="1398-07-20")
    await town.clock.to("1398-08-02 10:00")
    for agency in (CITY, ROADS):
        await plans(maryam, agency)
        await maryam.taps("ساختن نامه")
        await maryam.downloads(".docx")
    await maryam.says("/letters")
    await maryam.taps("ثبت شماره و تاریخ نامه‌ها", SHEET)
    assert {row["دستگاه"] for row in await rows(maryam)} == {CITY, ROADS}
    await plans(maryam, CITY)
    await maryam.taps("ثبت شماره و تاریخ")
    await maryam.says("۱۲/۳۴۵۶", "دیروز")
    await maryam.says("/letters")
    await maryam.taps("نامه‌های ارسال‌شده", SHEET)
    [letter] = await rows(maryam)
    assert (letter["شمارهٔ نامه"], letter["تاریخ نامه"]) == ("۱۲/۳۴۵۶", "۱۳۹۸/۰۸/۰۱")


async def test_forms_and_what_was_sent_with_one_come_as_sheets(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await publish(town, HOUSES)
    await attach(town, await publish(town, ONE, "خبر محله"))
    await sara.says("/data")
    await sara.taps("خبر محله")
    await sara.says("بازارچه باز شد.")
    await sara.taps("ارسال")
    await maryam.says("/forms")
    await maryam.taps(SHEET)
    form = {row["فرم"]: row for row in await rows(maryam)}["خبر محله"]
    assert (form["فرم"], form["رسیده"], form["در انتظار بررسی"]) == ("خبر محله", 1, 1)
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده (۱)")
    assert "پذیرش چند مورد با هم" not in maryam.buttons()
    await maryam.taps(SHEET)
    [filled] = await rows(maryam)
    assert (filled["فرم"], filled["نام"]) == ("خبر محله", "سارا محمدی")


async def test_groups_and_neighbourhoods_come_as_sheets_and_the_choice_below_goes_on(town: Town) -> None:
    maryam = await lists(town, "گلشهر، منطقهٔ ۵", "طلاب")
    await maryam.taps("فهرست و جست‌وجو", SHEET)
    assert [(row["محله"], row["منطقه"]) for row in await rows(maryam)] == [
        ("محلهٔ طلاب", None),
        ("محلهٔ گلشهر", "منطقهٔ ۵"),
    ]
    await maryam.says("/members")
    await maryam.taps("گروه‌ها", SHEET)
    assert {row["دستگاه"] for row in await rows(maryam)} == {"محلهٔ طلاب", "محلهٔ گلشهر"}
    assert "بانوان کارآفرین" in await maryam.says("بانوان کارآفرین")


async def test_meetings_come_as_a_sheet_with_who_has_seen_them_and_those_to_come_with_hour_and_place(
    town: Town,
) -> None:
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع ارسال شود.", CITY, due="1398-07-20")
    await planning(maryam)
    await maryam.says("/meetings")
    await maryam.taps(SHEET)
    [meeting] = await rows(maryam)
    assert (meeting["شمار مصوبه‌ها"], meeting["وضعیت"]) == (1, "ابلاغ شده")
    await maryam.says("/meetings")
    await maryam.taps("همهٔ جلسه‌های برنامه‌ریزی‌شده", SHEET)
    [plan] = await rows(maryam)
    assert (plan["ساعت"], plan["محل"]) == ("۱۰:۳۰", "سالن جلسات استانداری")


async def test_a_sheet_of_people_is_not_for_who_became_the_chair_meanwhile(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.representative_of(CITY)
    zahra, talk = await town.member("زهرا کریمی", Role.SECRETARY), job_worker.Child.talk

    async def after_her_role(child: job_worker.Child, *arguments: Any) -> Any:
        async with town.app.db.write() as session:
            await session.execute(update(Membership).where(Membership.role == Role.SECRETARY).values(role=Role.CHAIR))
        return await talk(child, *arguments)

    monkeypatch.setattr(job_worker.Child, "talk", after_her_role)
    await zahra.says("/members")
    seen = await zahra.taps(SHEET)
    assert "برای نقش شما باز نیست" in seen
    assert not [message for message in zahra.messages() if "document" in message]
