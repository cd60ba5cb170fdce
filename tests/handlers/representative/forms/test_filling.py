"""Attached forms: filled in by those who get them, sent, reviewed, returned, replaced while they are filled in."""

import itertools
import json
import time

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormRhythm
from models.tables.meetings import Obligation, ObligationState, Submission, Verdict
from models.tables.people import Membership
from models.tables.queues import Inbox
from services.context import ActionContext
from services.submissions import obligation_moves
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town
from tests.xlsforms import workbook

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
NUMBERS = itertools.count(800_000_000)
PEOPLE = (("۳", "رضا احمدی"), ("۴", "مینا رضوی"))
TABLE = "جدول خانه‌ها تکمیل شود."
HOUSES = """
survey:
type|name|label
text|who|نام سرپرست
select_one roof|roof|نوع سقف
begin repeat|room|اتاق‌ها
integer|area|متراژ اتاق
end repeat||
choices:
list_name|name|label
roof|flat|تخت
roof|dome|گنبدی
settings:
form_id|form_title|version
houses|خانه‌ها|1
"""
RENEWED = HOUSES.replace("roof|dome|گنبدی", "roof|tile|سفالی").replace("خانه‌ها|1", "خانه‌ها|2")
ONE = """
survey:
type|name|label
text|word|چه خبر؟
settings:
form_id|form_title
news|خبر محله
"""


async def filled(town: Town) -> list[FilledForm]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(FilledForm).order_by(FilledForm.id)))


async def fills_houses(human: Human, who: str, roof: str = "گنبدی", *areas: str) -> str:
    """Answer the questions of the form, up to the summary; return the last screen."""
    await human.says(who)
    seen = await human.taps(roof)
    for place, area in enumerate(areas):
        if place:
            await human.taps("ردیف تازه")
        seen = await human.says(area)
    if areas:
        seen = await human.taps("تمام")
    return seen


@pytest.mark.rows
async def test_a_form_on_a_resolution_is_its_report(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    await publish(town, HOUSES)
    await maryam.says("/forms")
    await maryam.taps("خانه‌ها", "گیرندگان فرم")
    await maryam.taps("پیوست به …", "مصوبه یا بندی از آن")
    # The resolution has no sub-items and comes once: nothing else is asked.
    seen = await maryam.taps("مصوبهٔ ۷")
    assert f"به ۲ مورد می‌رسد و به ۱ نفر خبر داده می‌شود: {CHAMBER}؛ {CITY}" in seen
    assert "فرم پیوست شد: مصوبهٔ ۷" in await maryam.taps("پیوست شود")
    assert "فرم «خانه‌ها» گذاشته شده است" in sara.everything()
    seen = await sara.says("/tasks")
    assert "فرم: خانه‌ها" in seen
    await sara.taps("مصوبهٔ ۷")
    seen = await sara.taps("پر کردن فرم «خانه‌ها»")
    assert "نام سرپرست" in seen
    await fills_houses(sara, "رضا کریمی", "گنبدی", "۱۲")
    seen = await sara.taps("ارسال")
    assert "فرم «خانه‌ها» با شمارهٔ پیگیری ۱" in seen
    [report] = await submissions(town)
    assert (report.form, report.verdict) == ("filled", Verdict.WAITING)
    seen = await sara.taps("دیدن فرم پرشده")
    assert "اتاق‌ها، ردیف ۱\nمتراژ اتاق: ۱۲" in seen
    seen = await maryam.says("/review")
    assert "گزارش شمارهٔ ۱" in seen
    assert "فرم: خانه‌ها" in seen
    assert "نوع سقف: گنبدی" in await maryam.taps("دیدن فرم پرشده")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.says("متراژ را درست کنید.")
    await maryam.taps("ارسال")
    seen = await sara.taps("اصلاح و ارسال دوباره")
    assert "متراژ را درست کنید." in seen
    assert "نام سرپرست: رضا کریمی" in seen
    await sara.taps("اصلاح نوع سقف")
    await sara.taps("تخت", "ارسال")
    seen = await maryam.says("/review")
    assert "گزارش شمارهٔ ۱، ۱۳۹۸/۰۷/۱۳، ساعت ۱۸:۰۰، برای اصلاح برگشت" in seen
    await maryam.taps("پذیرش")
    assert "پذیرفته شد" in sara.sees()
    async with town.app.db.read() as session:
        states = await session.scalars(select(Obligation.state).order_by(Obligation.agency_id))
        assert set(states) == {ObligationState.ACCEPTED, ObligationState.OPEN}
    assert [one.answers["roof"] for one in await filled(town)] == ["dome", "flat"]
    await maryam.says("/forms")
    seen = await maryam.taps("خانه‌ها", "پاسخ‌ها")
    assert "شهرداری مشهد" in seen


async def submissions(town: Town) -> list[Submission]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Submission).order_by(Submission.id)))


@pytest.mark.rows
async def test_a_facilitator_fills_a_form_for_each_neighbourhood_every_month(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    await attach(town, await publish(town, HOUSES), role=Role.FACILITATOR, rhythm=FormRhythm.MONTH, carry_over=True)
    await reza.says("/start")
    seen = await reza.taps("فرم‌های من (۲)")
    assert "سیدی" in seen
    assert seen.count("خانه‌ها، مهر ۱۳۹۸: آغاز نشده، مهلت سه‌شنبه ۳۰ مهر ۱۳۹۸") == 2
    await reza.taps("۲. پر کردن: خانه‌ها")
    await fills_houses(reza, "مینا", "تخت", "۱۲", "۲۰")
    seen = await reza.taps("ارسال")
    assert "دوره: مهر ۱۳۹۸\nبرای: طبرسی" in seen
    await reza.taps("فرم‌های من")
    await reza.taps("۱. پر کردن: خانه‌ها")
    await reza.says("علی")
    seen = await reza.says("/data")
    assert "نیمه‌کاره" in seen
    assert "فرستاده‌شده، در انتظار بررسی" in seen
    assert "۱ فرم پرشده در انتظار بررسی است" in maryam.everything()
    seen = await maryam.taps("فرم‌های رسیده")
    assert "شمارهٔ ف-۱، خانه‌ها: طبرسی، مهر ۱۳۹۸" in seen
    await maryam.taps("شمارهٔ ف-۱: طبرسی", "برگشت برای اصلاح")
    await maryam.says("اتاق دوم را بیفزایید.")
    assert "فرم شمارهٔ ف-۱ برای اصلاح برگشت" in await maryam.taps("ارسال")
    assert "اتاق دوم را بیفزایید." in reza.everything()
    assert "برگشته برای اصلاح" in await reza.says("/data")
    await reza.taps("اصلاح و ارسال دوباره", "ارسال")
    await maryam.says("/review")
    await maryam.taps("فرم‌های رسیده (۱)", "شمارهٔ ف-۲: طبرسی", "پذیرش")
    assert "فرم «خانه‌ها» برای «طبرسی» با شمارهٔ ف-۲ پذیرفته شد" in reza.everything()
    # The next month begins with the rows of this one; what was not sent of this one may still be.
    await town.clock.to("1398-08-06 10:00")
    assert "یادآوری فرم‌هایی که در انتظار پر کردن شماست:\n\n• «خانه‌ها»، سیدی، ۶ روز از مهلت گذشته" in reza.everything()
    seen = await reza.says("/data")
    assert seen.count("خانه‌ها، آبان ۱۳۹۸: آغاز نشده") == 2
    assert "۱. خانه‌ها، مهر ۱۳۹۸: نیمه‌کاره، ۶ روز از مهلت گذشته" in seen
    assert "مهر ۱۳۹۸" in await reza.taps("۱. پر کردن: خانه‌ها")
    await reza.says("/data")
    seen = await reza.taps("۳. پر کردن: خانه‌ها")
    assert "ردیف‌های دورهٔ پیش آورده شد" in seen
    assert "۲ ردیف" in seen
    assert {one.period for one in await filled(town)} == {"1398-07"}


async def test_a_form_that_is_replaced_goes_on_or_is_carried_over(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.representative_of(CHAMBER, "علی کاظمی")
    [city, _] = await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    form = await publish(town, HOUSES)
    await attach(town, form, resolution=1)
    for human in (sara, ali):
        await human.says("/data")
        await human.taps("پر کردن: خانه‌ها")
        await human.says("رضا کریمی")
        await human.taps("گنبدی")
    await publish_as(maryam, RENEWED)
    for human in (sara, ali):
        assert "نسخهٔ تازه‌ای دارد" in human.everything()
    seen = await sara.taps("بردن پاسخ‌ها به نسخهٔ تازه")
    assert "پاسخ‌های شما به نسخهٔ تازه برده شد" in seen
    assert "این پرسش‌ها عوض شده‌اند و دوباره پرسیده می‌شوند: «نوع سقف»" in seen
    await sara.taps("سفالی")
    await sara.says("۱۲")
    await sara.taps("تمام", "ارسال")
    # Another opens the form anew and is asked there, too.
    await ali.says("/data")
    assert "نسخهٔ تازه‌ای دارد" in await ali.taps("پر کردن: خانه‌ها")
    await ali.taps("ادامه با نسخهٔ پیشین")
    await ali.says("۱۲")
    await ali.taps("تمام", "ارسال")
    assert [(one.version_id, one.answers["roof"]) for one in await filled(town)] == [(2, "tile"), (1, "dome")]
    assert city


async def publish_as(maryam: Human, tables: str) -> None:
    """Replace the form by a file that a secretary sends."""
    await maryam.says("/forms")
    await maryam.taps("خانه‌ها", "فرستادن نسخهٔ تازه")
    await maryam.sends_file("خانه‌ها.xlsx", workbook(tables))
    assert "از ۲ نفر که فرم را نیمه‌کاره دارند پرسیدیم" in await maryam.taps("جایگزینی با این نسخه")


@pytest.mark.rows
async def test_of_two_forms_on_one_obligation_the_second_adds_to_the_answer(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await attach(town, await publish(town, ONE, "خبر محله"), resolution=1)
    await attach(town, await publish(town, HOUSES), resolution=1)
    await sara.says("/data")
    await sara.taps("پر کردن: خبر محله")
    await sara.says("همه چیز خوب است.")
    await sara.taps("ارسال")
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    assert "۱ فرم در انتظار پر کردن شماست" in await sara.says("/data")
    await sara.taps("پر کردن: خانه‌ها")
    await fills_houses(sara, "رضا کریمی", "گنبدی", "۱۲")
    assert "شمارهٔ پیگیری ۲" in await sara.taps("ارسال")
    assert [report.supplement for report in await submissions(town)] == [False, True]
    # One that was sent is only looked at, and one of an obligation that has ended is not listed.
    await sara.says("/data")
    assert [label for label in sara.buttons() if "پر کردن" in label] == []
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    await attach(town, await publish(town, ONE.replace("news", "more"), "خبر دیگر"), resolution=1)
    assert "۱ فرم در انتظار پر کردن شماست" in await sara.says("/data")
    async with town.app.db.write() as session:
        [obligation] = await session.scalars(select(Obligation))
        obligation.state = ObligationState.CLOSED
    assert "خبر دیگر" not in await sara.says("/data")


async def test_a_form_on_no_obligation_is_found_from_the_open_obligations(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    assert "فرم‌های من" not in await sara.says("/tasks")
    await attach(town, await publish(town, ONE, "خبر محله"), role=Role.REPRESENTATIVE)
    await sara.says("/tasks")
    assert "خبر محله" in await sara.taps("فرم‌های من (۱)")


async def test_all_who_have_begun_a_form_are_told_at_once_when_it_is_withdrawn(town: Town) -> None:
    maryam = await town.secretary()
    sara, mina = await town.representative_of(CITY), await town.representative_of(CITY, "مینا رضوی")
    await attach(town, await publish(town, ONE, "خبر محله"))
    await sara.says("/data")
    await sara.taps("پر کردن: خبر محله")
    await sara.says("همه چیز خوب است.")
    await maryam.says("/forms")
    await maryam.taps("خبر محله", "امتحان فرم", "خروج از امتحان")
    await maryam.says("/forms")
    # The secretary's own trial is no draft, and who has not begun is not told.
    assert "به ۱ نفر که آن را نیمه‌کاره دارند خبر دادیم" in await maryam.taps("خبر محله", "کنار گذاشتن")
    seen = sara.sees()
    assert "فرم «خبر محله» کنار گذاشته شد و دیگر لازم نیست آن را پر کنید" in seen
    assert "در پیش‌نویس شما می‌ماند" in seen
    assert "کنار گذاشته شد" not in mina.everything()
    assert "همه چیز خوب است." in await sara.taps("دیدن پیش‌نویس من")
    assert "به ۱ نفر که آن را نیمه‌کاره دارند خبر دادیم" in await maryam.taps("بازگرداندن فرم")
    assert "دوباره باز است" in sara.sees()
    assert "همه چیز خوب است." in await sara.taps("ادامهٔ تکمیل")
    await maryam.taps("گیرندگان فرم")
    assert "به ۱ نفر که آن را نیمه‌کاره دارند خبر دادیم" in await maryam.taps("جدا کردن از همهٔ اعضا")
    assert "دیگر از شما خواسته نمی‌شود" in sara.sees()
    await maryam.taps("بازگرداندن پیوست")
    assert "شمارهٔ پیگیری ف-۱" in await sara.taps("ادامهٔ تکمیل", "ارسال")


@pytest.mark.ci
async def test_a_form_that_is_withdrawn_or_detached_is_not_sent_and_not_lost(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await attach(town, await publish(town, ONE, "خبر محله"))
    await sara.says("/data")
    await sara.taps("پر کردن: خبر محله")
    await sara.says("همه چیز خوب است.")
    await maryam.says("/forms")
    await maryam.taps("خبر محله", "کنار گذاشتن")
    seen = await sara.taps("ارسال")
    assert "کنار گذاشته شده است و فرستاده نمی‌شود" in seen
    await maryam.taps("بازگرداندن فرم", "گیرندگان فرم", "جدا کردن از همهٔ اعضا")
    assert "دیگر از شما خواسته نمی‌شود" in await sara.taps("ارسال")
    assert "فرم پیوست شد: همهٔ اعضا" in await maryam.taps("بازگرداندن پیوست")
    assert "شمارهٔ پیگیری ف-۱" in await sara.taps("ارسال")
    assert len(await filled(town)) == 1
    # A second tap on the old button sends nothing more.
    assert "فرستاده‌شده" in await sara.says("/data")


@pytest.mark.ci
async def test_who_has_lost_the_role_sends_nothing(town: Town) -> None:
    await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    await attach(town, await publish(town, ONE, "خبر محله"), role=Role.FACILITATOR)
    await reza.says("/data")
    await reza.taps("۲. پر کردن: خبر محله")
    await reza.says("کوچه‌ها آسفالت شد.")
    async with town.app.db.write() as session:
        held = await session.scalar(select(Membership).order_by(Membership.id.desc()).where(Membership.agency_id == 1))
        assert held
        held.ended_at = town.clock.now()
    assert "این فرم برای شما نیست یا دیگر باز نیست" in await reza.taps("ارسال")
    assert not await filled(town)


@pytest.mark.ci
async def test_of_two_colleagues_the_second_is_told(town: Town) -> None:
    await town.secretary()
    sara, mina = await town.representative_of(CITY), await town.representative_of(CITY, "مینا رضوی")
    await attach(town, await publish(town, ONE, "خبر محله"), role=Role.REPRESENTATIVE)
    for human in (sara, mina):
        await human.says("/data")
        await human.taps("پر کردن: خبر محله")
        await human.says("همه چیز خوب است.")
    await sara.taps("ارسال")
    seen = await mina.taps("ارسال")
    assert "همکار شما شنبه ۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰ با شمارهٔ ف-۱ فرستاده است" in seen
    assert len(await filled(town)) == 1


@pytest.mark.rows
async def test_a_branch_gives_rows_and_the_parent_sends_them(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    reza = await town.representative_of("شهرداری منطقهٔ ۳", "رضا احمدی")
    async with town.app.db.write() as session:
        rows = {row.name: row for row in await session.scalars(select(Agency))}
        rows["شهرداری منطقهٔ ۳"].parent_id = rows[CITY].id
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await attach(town, await publish(town, HOUSES), resolution=1)
    seen = await reza.says("/data")
    assert f"بخشی از مصوبهٔ ۷، جلسهٔ ۵ ({CITY})" in seen
    await reza.taps("پر کردن: خانه‌ها")
    await fills_houses(reza, "مینا", "تخت", "۱۲", "۲۰")
    assert "ردیف‌های شما در فرم «خانه‌ها» به همکارتان داده شد" in await reza.taps("ارسال")
    assert "رضا احمدی از «شهرداری منطقهٔ ۳» ردیف‌های خود را برای فرم «خانه‌ها» فرستادند" in sara.everything()
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پر کردن فرم «خانه‌ها»")
    await fills_houses(sara, "سارا", "گنبدی", "۹")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷")
    seen = await sara.taps("سهم همکاران")
    assert "شمارهٔ ف-۱: شهرداری منطقهٔ ۳، رضا احمدی، ۲ ردیف" in seen
    assert "متراژ اتاق: ۲۰" in await sara.taps("دیدن شمارهٔ ف-۱")
    seen = await sara.taps("سهم همکاران", "افزودن شمارهٔ ف-۱ به فرم")
    assert "ردیف‌های همکارتان به فرم افزوده شد" in seen
    assert "پیش‌تر به فرم افزوده شده است" in await sara.taps("افزودن شمارهٔ ف-۱ به فرم")
    await sara.says("/tasks")
    assert "به فرم شما افزوده شده است" in await sara.taps("مصوبهٔ ۷", "سهم همکاران")
    await sara.taps("ادامهٔ فرم «خانه‌ها»", "ارسال")
    part, whole = await filled(town)
    assert part.part
    assert part.verdict is None
    assert {name: whole.answers[name] for name in whole.answers if "area" in name} == {
        "room[1]/area": "9",
        "room[2]/area": "12",
        "room[3]/area": "20",
    }
    assert whole.answers["who"] == "سارا"
    assert whole.rows["room"] == 3


async def test_a_row_that_two_give_is_told_and_words_to_be_mended_stay(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    branches = [await town.representative_of(f"شهرداری منطقهٔ {place}", name) for place, name in PEOPLE]
    async with town.app.db.write() as session:
        rows = {row.name: row for row in await session.scalars(select(Agency))}
        for place, _ in PEOPLE:
            rows[f"شهرداری منطقهٔ {place}"].parent_id = rows[CITY].id
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await attach(town, await publish(town, HOUSES), resolution=1)
    for human, areas in zip(branches, (("۱۲", "۲۰"), ("۲۰", "۳۰")), strict=True):
        await human.says("/data")
        await human.taps("پر کردن: خانه‌ها")
        await fills_houses(human, "مینا", "تخت", *areas)
        await human.taps("ارسال")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پر کردن فرم «خانه‌ها»")
    await sara.says("سارا")
    await sara.taps("گنبدی")
    assert "نوشته بودید: زیاد" in await sara.says("۹\nزیاد")
    await sara.says("/tasks")
    seen = await sara.taps("مصوبهٔ ۷", "سهم همکاران", "افزودن شمارهٔ ف-۱ به فرم")
    # The row whose answer is still to be mended is nobody else's.
    assert "نوشته بودید: زیاد" in seen
    assert "همانند" not in seen
    await sara.says("۷")
    assert sara.buttons()[:4] == ["۱. ۹", "۲. ۷", "۳. ۱۲", "۴. ۲۰"]
    await sara.says("/tasks")
    seen = await sara.taps("مصوبهٔ ۷", "سهم همکاران", "افزودن شمارهٔ ف-۲ به فرم")
    assert "۱ ردیف آن همانند ردیفی است که پیش‌تر در فرم بود" in seen
    assert sara.buttons()[4:6] == ["۵. ۲۰", "۶. ۳۰"]


@pytest.mark.refused("query is too old")
@pytest.mark.ci
async def test_others_can_neither_open_nor_read_a_form(town: Town) -> None:
    await town.secretary()
    sara, ali = await town.representative_of(CITY), await town.representative_of(CHAMBER, "علی کاظمی")
    [city] = await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await attach(town, await publish(town, HOUSES), resolution=1)
    await sara.says("/data")
    await sara.taps("پر کردن: خانه‌ها")
    await fills_houses(sara, "محرمانه", "تخت", "۱۲")
    await sara.taps("ارسال")
    assert "اکنون فرمی برای پر کردن ندارید" in await ali.says("/data")
    for tap in (
        f"fill:1:0:{city}.1",
        f"fill:1:0:{city}.2.p",
        "fill:1:0:x",
        "filled:1:0:",
        "filled.again:1:0:",
        "filled.files:1:0:",
        "fill.take:1:0:",
    ):
        await presses(town, ali, tap)
        assert "محرمانه" not in ali.everything()
        assert "نام سرپرست" not in ali.everything()


async def presses(town: Town, who: Human, data: str) -> None:
    """Press a button that no message has."""
    number = next(NUMBERS)
    sender = {"id": who.chat.id, "first_name": "x", "is_bot": False}
    raw = json.dumps({"update_id": number, "callback_query": {"id": str(number), "from": sender, "data": data}})
    async with town.app.db.write() as session:
        session.add(Inbox(platform=who.platform, update_id=number, chat=who.user, raw=raw, arrived=time.time()))
    await town.quiet()


@pytest.mark.ci
async def test_a_secretary_tries_a_form_and_nothing_is_kept(town: Town) -> None:
    maryam = await town.secretary()
    await publish(town, HOUSES)
    await maryam.says("/forms")
    await maryam.taps("خانه‌ها", "امتحان فرم")
    seen = await fills_houses(maryam, "مینا", "تخت", "۱۲")
    # Nothing on the way promises that anything is sent or kept.
    assert "ارسال" not in seen
    assert "بعداً ادامه می‌دهم" not in maryam.buttons()
    seen = await maryam.taps("پایان امتحان")
    assert "امتحان فرم «خانه‌ها» به پایان رسید" in seen
    assert "۳ پرسش را پاسخ دادید. این فقط امتحان بود: چیزی ثبت یا فرستاده نشد." in seen
    assert "هنوز از کسی خواسته نمی‌شود" in seen
    assert not await filled(town)
    assert "این فرم به چه چیزی پیوست شود؟" in await maryam.taps("پیوست به …")
    await maryam.says("/forms")
    await maryam.taps("خانه‌ها", "امتحان فرم")
    await maryam.says("مینا")
    # A question that takes no answer is hers to mend.
    seen = await maryam.says("شیروانی", "سفالی", "حلبی")
    assert "نوع یا شرط (constraint) آن را در فایل فرم اصلاح کنید" in seen
    assert "نگه داشتن و خبر به دبیرخانه" not in maryam.buttons()
    assert "چیزی ثبت یا فرستاده نشد" in await maryam.says("خروج از امتحان")
    assert "خانه‌ها" in await maryam.taps("صفحهٔ فرم")


async def test_whoever_tried_a_form_publishes_it_from_there(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/forms")
    await maryam.taps("فرم تازه")
    await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    await maryam.taps("امتحان فرم")
    await fills_houses(maryam, "مینا", "تخت", "۱۲")
    seen = await maryam.taps("پایان امتحان")
    assert "هنوز منتشر نشده است و کسی آن را نمی‌بیند" in seen
    assert "فرم منتشر شد" in await maryam.taps("انتشار")
    await maryam.taps("فرستادن نسخهٔ تازه")
    await maryam.sends_file("خانه‌ها.xlsx", workbook(RENEWED))
    await maryam.taps("امتحان فرم")
    await fills_houses(maryam, "مینا", "تخت", "۱۲")
    assert "دیگران نسخهٔ پیشین را پر می‌کنند" in await maryam.taps("پایان امتحان")
    assert "نسخهٔ تازه جایگزین شد" in await maryam.taps("جایگزینی با این نسخه")


@pytest.mark.ci
async def test_whoever_has_the_obligation_later_reads_the_form_only_once_it_is_accepted(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.representative_of(CHAMBER, "علی کاظمی")
    [obligation] = await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await attach(town, await publish(town, HOUSES), resolution=1)
    await sara.says("/data")
    await sara.taps("پر کردن: خانه‌ها")
    await fills_houses(sara, "محرمانه", "تخت", "۱۲")
    await sara.taps("ارسال")
    await maryam.says("/review")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.says("به اتاق بازرگانی سپرده شد.")
    await maryam.taps("ارسال")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        to = (await session.scalars(select(Agency.id).where(Agency.name == CHAMBER))).one()
        await obligation_moves.move(context, obligation, to, "کار آنجاست.")
    await ali.says("/data")
    seen = await ali.taps("پر کردن: خانه‌ها")
    assert "نام سرپرست" in seen
    assert "محرمانه" not in ali.everything()
    assert "برای نقش شما باز نیست" in await sara.taps("اصلاح و ارسال دوباره")


@pytest.mark.ci
async def test_a_form_begun_before_a_colleague_answered_otherwise_is_a_supplement(town: Town) -> None:
    await town.secretary()
    sara, mina = await town.representative_of(CITY), await town.representative_of(CITY, "مینا رضوی")
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await attach(town, await publish(town, ONE, "خبر محله"), resolution=1)
    await sara.says("/data")
    await sara.taps("پر کردن: خبر محله")
    await sara.says("همه چیز خوب است.")
    await mina.says("/tasks")
    await mina.taps("مصوبهٔ ۷", "فاقد عملکرد", "رد کردن", "ارسال")
    assert "به‌عنوان پاسخ تکمیلی" in sara.everything()
    assert "شمارهٔ پیگیری ۲" in await sara.taps("ارسال")
    assert [report.supplement for report in await submissions(town)] == [False, True]


@pytest.mark.ci
async def test_a_secretary_enters_a_form_that_came_on_paper(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await maryam.says("/behalf")
    await maryam.taps(CITY, "مصوبهٔ ۷", "مکاتبهٔ کاغذی")
    assert "به این اقدام فرمی پیوست نشده است" in await maryam.taps("فرم پیوست‌شده")
    await attach(town, await publish(town, HOUSES), resolution=1)
    await maryam.taps("فرم پیوست‌شده", "پر کردن فرم «خانه‌ها»")
    await fills_houses(maryam, "رضا کریمی", "گنبدی", "۱۲")
    assert "شمارهٔ پیگیری ۱" in await maryam.taps("ارسال")
    assert "مکاتبهٔ کاغذی" in await maryam.taps("دیدن فرم پرشده")
    [report] = await submissions(town)
    assert (report.channel, report.verdict) == ("paper", Verdict.ACCEPTED)


SPOTS = """
survey:
type|name|label|required|relevant
hidden|neighbourhood|
begin repeat|spot|مکان‌ها
text|title|نام مکان|yes
text|hood|محله|yes|${neighbourhood} = ''
integer|area|مساحت|yes
end repeat||
settings:
form_id|form_title
spots|مکان‌های خالی
"""


async def test_a_facilitator_is_not_asked_for_the_neighbourhood_that_the_form_is_for(town: Town) -> None:
    await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    sara = await town.representative_of(CITY)
    form = await publish(town, SPOTS, "مکان‌های خالی")
    for role in (Role.FACILITATOR, Role.REPRESENTATIVE):
        await attach(town, form, role=role)
    await reza.says("/data")
    seen = await reza.taps("پر کردن: مکان‌های خالی")
    assert "به این ترتیب و با «؛» میانشان: نام مکان؛ مساحت" in seen
    seen = await reza.says("سالن بهار؛ ۱۲۰\nغرفهٔ شرق؛ ۱۲")
    await reza.taps("تمام", "ارسال")
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
    assert (filled.answers["neighbourhood"], filled.answers["spot[2]/area"]) == ("طبرسی", "12")
    # An agency, which works in many, is asked.
    await sara.says("/data")
    await sara.taps("پر کردن: مکان‌های خالی")
    assert "محله" in await sara.says("سالن مهر")


GROUPED = HOUSES.replace("begin repeat|room", "begin group|inside|درون خانه\nbegin repeat|room").replace(
    "choices:", "end group||\nchoices:"
)


async def test_a_table_that_moved_into_a_group_keeps_its_rows(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    form = await publish(town, HOUSES)
    await attach(town, form, role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: خانه‌ها")
    await sara.says("رضا کریمی")
    await sara.taps("گنبدی")
    await sara.says("۱۲")
    await publish(town, GROUPED, form_id=form)
    await sara.says("/data")
    await sara.taps("ادامهٔ خانه‌ها")
    seen = await sara.taps("بردن پاسخ‌ها به نسخهٔ تازه")
    assert "پاسخ‌های شما به نسخهٔ تازه برده شد" in seen
    assert "دوباره پرسیده می‌شوند" not in seen
    await sara.taps("تمام", "ارسال")
    [sent] = await filled(town)
    assert sent.answers["inside/room[1]/area"] == "12"
