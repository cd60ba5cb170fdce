"""Answers that come while their resolution is closed for a while: they count once it is open again."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.meetings import Obligation, ObligationState, Submission
from tests.answered import returned
from tests.handlers.secretariat.meetings.binalud import CLEAR, issues
from tests.published_forms import NEWS, attach, publish
from tests.town import Human, Town

CITY, TEXT = "شهرداری", "فهرست زمین‌ها آماده است."
TASK = "مصوبهٔ ۱"
Act = Callable[[Human], Awaitable[object]]


async def closes(maryam: Human) -> None:
    await opens(maryam)
    await maryam.taps("بستن مصوبه")


async def reopens(maryam: Human) -> None:
    await opens(maryam)
    await maryam.taps("بازگشایی")


async def removes_the_owner(maryam: Human) -> None:
    await opens(maryam)
    await maryam.taps("مسئولان", CITY, "حذف از مسئولان")


async def adds_the_owner(maryam: Human) -> None:
    await opens(maryam)
    await maryam.taps("مسئولان", "افزودن مسئول")
    await maryam.says(CITY)
    await maryam.taps(CITY)


async def withdraws(maryam: Human) -> None:
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "لغو ابلاغ", "بله، لغو شود")


async def issues_again(maryam: Human) -> None:
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "بازبینی و ابلاغ دوباره", "ادامهٔ بازبینی", "تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")


async def opens(maryam: Human) -> None:
    await maryam.says("/resolutions")
    await maryam.taps("همه", TASK)


async def accepts(maryam: Human) -> None:
    await maryam.says("/review")
    await maryam.taps("پذیرش")


async def with_a_report_in_hand(town: Town) -> tuple[Human, Human]:
    """Maryam, and Sara with a report that only has to be sent."""
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await town.representative_of("اداره میراث فرهنگی", "رضا احمدی")
    await issues(maryam, CLEAR)
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says(TEXT)
    await sara.taps("رد کردن", "رد کردن")
    return maryam, sara


async def state_of(town: Town) -> tuple[ObligationState, list[bool]]:
    """The state of Sara's task, and of each answer to it whether it is a supplement."""
    async with town.app.db.read() as session:
        [state] = await session.scalars(select(Obligation.state).where(Obligation.resolution_id == 1))
        answers = await session.scalars(select(Submission.supplement).order_by(Submission.id))
        return state, list(answers)


WAYS = pytest.mark.parametrize(
    ("ends", "begins_again"),
    [(closes, reopens), (removes_the_owner, adds_the_owner), (withdraws, issues_again)],
    ids=["closed", "owner", "withdrawn"],
)


@WAYS
async def test_what_is_accepted_after_the_task_is_open_again_answers_it(
    town: Town, ends: Act, begins_again: Act
) -> None:
    maryam, sara = await with_a_report_in_hand(town)
    await ends(maryam)
    assert "اگر اقدام دوباره باز شود، همین پاسخ آن است" in await sara.taps("ارسال")
    assert await state_of(town) == (ObligationState.CLOSED, [True])
    await begins_again(maryam)
    assert await state_of(town) == (ObligationState.ANSWERED, [False])
    assert TASK not in await sara.says("/tasks")
    await accepts(maryam)
    assert await state_of(town) == (ObligationState.ACCEPTED, [False])
    sara.marks()
    await town.clock.to("1398-07-20 12:00")
    assert "یادآوری" not in sara.sees()


@WAYS
async def test_what_was_accepted_while_the_task_was_closed_answers_it(town: Town, ends: Act, begins_again: Act) -> None:
    maryam, sara = await with_a_report_in_hand(town)
    await ends(maryam)
    await sara.taps("ارسال")
    await maryam.says("/review")
    assert "این پاسخ هنگامی رسید که اقدام بسته بود" in maryam.sees()
    await maryam.taps("پذیرش")
    await begins_again(maryam)
    assert await state_of(town) == (ObligationState.ACCEPTED, [False])
    assert TASK not in await sara.says("/tasks")


async def test_what_was_returned_while_the_task_was_closed_waits_for_its_correction(town: Town) -> None:
    maryam, sara = await with_a_report_in_hand(town)
    await closes(maryam)
    await sara.taps("ارسال")
    await returned(maryam, "نشانی زمین‌ها نیست.")
    await reopens(maryam)
    assert await state_of(town) == (ObligationState.RETURNED, [False])
    await sara.says("/tasks")
    assert "نشانی زمین‌ها نیست." in await sara.taps(TASK)


async def test_of_two_that_came_while_the_task_was_closed_the_first_answers_it(town: Town) -> None:
    maryam, sara = await with_a_report_in_hand(town)
    ali = await town.representative_of(CITY, "علی کریمی")
    await ali.says("/tasks")
    await ali.taps(TASK, "فاقد عملکرد")
    await ali.says("کاری نبود.")
    await closes(maryam)
    await sara.taps("ارسال")
    await ali.taps("ارسال")
    await reopens(maryam)
    assert await state_of(town) == (ObligationState.ANSWERED, [False, True])


async def test_what_adds_to_an_answer_stays_a_supplement_when_its_task_is_opened_again(town: Town) -> None:
    maryam, sara = await with_a_report_in_hand(town)
    await sara.taps("ارسال")
    await sara.says("/history")
    await sara.taps("گزارش شمارهٔ ۱", "نمایش اقدام", "ارسال پاسخ تکمیلی", "انجام شده")
    await sara.says("نشانی زمین‌ها هم آمد.")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    await maryam.says("/review")
    await maryam.taps("پذیرش؛ اقدام باز بماند")
    await closes(maryam)
    await reopens(maryam)
    assert await state_of(town) == (ObligationState.OPEN, [False, True])


async def test_nothing_to_report_while_the_task_was_closed_lets_it_stay_so(town: Town) -> None:
    maryam, sara = await with_a_report_in_hand(town)
    await sara.says("/tasks")
    await sara.taps(TASK, "فاقد عملکرد")
    await sara.says("کاری نبود.")
    await closes(maryam)
    await sara.taps("ارسال")
    await reopens(maryam)
    assert await state_of(town) == (ObligationState.CLOSED, [False])
    assert TASK not in await sara.says("/tasks")


async def test_an_unfinished_report_by_phone_lets_a_task_be_open_that_was_closed_when_it_came(town: Town) -> None:
    maryam, zahra = await town.secretary(), await town.member("زهرا کریمی", Role.SECRETARY)
    await town.representative_of(CITY)
    await issues(maryam, CLEAR)
    await maryam.opens("ثبت از طرف دستگاه")
    await maryam.taps(CITY, TASK, "تلفن", "گزارش", "در دست انجام", "۵۰ درصد")
    await maryam.says("فهرست سه محله آماده است.")
    await maryam.taps("رد کردن", "رد کردن")
    await closes(zahra)
    assert "ثبت شد" in await maryam.taps("ارسال")
    await reopens(zahra)
    assert await state_of(town) == (ObligationState.OPEN, [True])


async def test_a_form_that_was_sent_while_its_task_was_closed_is_not_asked_again(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await issues(maryam, CLEAR)
    await attach(town, await publish(town, NEWS, "خبر"), resolution=1)
    await sara.says("/tasks")
    await sara.taps(TASK, "پر کردن")
    await sara.says("زمین‌ها شناسایی شد", "سه زمین")
    await withdraws(maryam)
    assert "ثبت شد" in await sara.taps("ارسال")
    await issues_again(maryam)
    assert await state_of(town) == (ObligationState.ANSWERED, [False])
    assert "فرم در انتظار" not in await sara.says("/start")
