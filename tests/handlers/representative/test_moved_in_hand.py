"""Forms in hand about a task that was moved to another agency, and with which their person only helps since."""

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.followup import Extension, Snooze
from models.tables.meetings import Obligation, Owner, Submission
from services.context import ActionContext
from services.submissions import obligation_moves
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
NOT_YOURS = "برای نقش شما باز نیست"


@pytest.fixture
async def sara(town: Town) -> Human:
    """Return Sara of the city with its task open, beside two people of the chamber."""
    await town.secretary()
    sara = await town.representative_of(CITY)
    await town.representative_of(CHAMBER, "رضا احمدی")
    await town.representative_of(CHAMBER, "لیلا نوری")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷")
    return sara


async def is_moved(town: Town) -> None:
    """Move the task to the chamber, with the city as its partner."""
    async with town.app.db.write() as session:
        to = (await session.scalars(select(Agency.id).where(Agency.name == CHAMBER))).one()
        task = (await session.scalars(select(Obligation))).one()
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await obligation_moves.move(context, task.id, to, "اشتباه")
        await session.execute(update(Owner).values(partner=True))
        session.add(
            Owner(resolution_id=task.resolution_id, agency_id=to, name=CHAMBER, item="", place=1, partner=False)
        )


async def test_who_only_helps_puts_off_no_reminder_of_the_agency_that_owes_it(town: Town, sara: Human) -> None:
    await sara.taps("یادآوری شود")
    await is_moved(town)
    assert NOT_YOURS in await sara.says("یک هفته دیگر")
    async with town.app.db.read() as session:
        assert not (await session.scalars(select(Snooze))).all()


async def test_who_only_helps_is_shown_no_people_of_the_agency_that_owes_it(town: Town, sara: Human) -> None:
    await town.representative_of(CITY, "کاوه نخست")
    await sara.taps("سپردن")
    assert "کاوه نخست" in sara.everything() + str(sara.buttons())
    await is_moved(town)
    said = await sara.says("رضا")
    assert NOT_YOURS in said
    assert "احمدی" not in said + str(sara.buttons())


@pytest.mark.parametrize("what", ["report", "extension"])
async def test_who_answers_for_both_agencies_sends_the_citys_words_for_the_city_alone(town: Town, what: str) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await town.member("سارا محمدی", Role.REPRESENTATIVE, CHAMBER)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")
    words = "ما در شهرداری جدول را می‌نویسیم."
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "گزارش" if what == "report" else "درخواست تمدید مهلت")
    if what == "report":
        await sara.taps("انجام شده")
    else:
        await sara.says("۱۳۹۸/۰۸/۲۵")
    await sara.says(words)
    await sara.taps("رد کردن", *(["رد کردن"] if what == "report" else []))
    await is_moved(town)
    said = await sara.taps("ارسال")
    assert f"این اقدام اکنون با {CHAMBER} است" in said
    assert words in said
    async with town.app.db.read() as session:
        assert not (await session.scalars(select(Submission))).all()
        assert not (await session.scalars(select(Extension))).all()
