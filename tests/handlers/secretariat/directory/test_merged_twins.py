"""Forms and requests of two obligations that become one when their agencies are merged."""

import pytest

from models.tables.forms import FormTarget
from services.context import ActionContext
from services.forms import assignments
from services.forms.assignments import Target
from tests.answered import reported
from tests.handlers.representative.forms.test_filling import ONE
from tests.handlers.secretariat.directory.test_agency_merge import CITY, TWIN, both_agencies, merges
from tests.issued import issue
from tests.published_forms import publish
from tests.town import Human, Town


async def attached_to_both(town: Town) -> tuple[Human, Human]:
    """Return Sara and Reza, whose agencies owe the same and have the same form on it, each on its own."""
    sara, reza = await both_agencies(town)
    owed = await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    form_id = await publish(town, ONE, "خبر محله")
    for obligation_id in owed:
        async with town.app.db.write() as session:
            context = ActionContext(session, town.app.organisation, None, town.clock.now())
            await assignments.attach(context, form_id, Target(FormTarget.OBLIGATION, obligation_id=obligation_id))
    return sara, reza


async def forms_of(human: Human) -> int:
    """Return the number of forms that wait for somebody."""
    await human.says("/data")
    return sum("خبر محله" in label for label in human.buttons())


@pytest.mark.rows
async def test_a_form_that_both_twins_had_is_asked_for_once_with_what_was_begun(town: Town) -> None:
    sara, reza = await attached_to_both(town)
    await reza.says("/data")
    await reza.taps("خبر محله")
    await reza.says("آب شرب قطع است.")
    await merges(town)
    assert await forms_of(sara) == 1
    assert await forms_of(reza) == 1
    assert "آب شرب قطع است." in await reza.taps("خبر محله")
    assert "ثبت شد" in await reza.taps("ارسال")
    assert "در انتظار پر کردن" not in await sara.says("/data")


@pytest.mark.rows
async def test_a_form_that_the_twin_has_sent_is_asked_for_no_more(town: Town) -> None:
    sara, reza = await attached_to_both(town)
    await reza.says("/data")
    await reza.taps("خبر محله")
    await reza.says("آب شرب قطع است.")
    await reza.taps("ارسال")
    await merges(town)
    assert "در انتظار پر کردن" not in await sara.says("/data")
    assert await forms_of(sara) == 1
    assert "آب شرب قطع است." in await sara.taps("خبر محله")


async def asks_for_time(human: Human, day: str) -> None:
    await human.says("/tasks")
    await human.taps("مصوبهٔ ۷", "درخواست تمدید مهلت")
    await human.says(day, "داده‌ها نرسیده است.")
    await human.taps("رد کردن", "ارسال")
    human.marks()


@pytest.mark.rows
async def test_whoever_asked_for_more_time_is_told_which_of_two_requests_waits_on(town: Town) -> None:
    sara, reza = await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await asks_for_time(sara, "۲۸ مهر")
    await asks_for_time(reza, "۳۰ مهر")
    await merges(town)
    assert "درخواست تمدید مصوبهٔ ۷، جلسهٔ ۵ تا سه‌شنبه ۳۰ مهر ۱۳۹۸" in reza.sees()
    assert "درخواست دیگر آن تا یکشنبه ۲۸ مهر ۱۳۹۸" in reza.sees()
    assert "پس گرفته شد" not in sara.sees()
    assert "مصوبهٔ ۷" in await reza.taps("نمایش اقدام")


@pytest.mark.rows
async def test_whoever_asked_for_more_time_is_told_that_the_twin_s_answer_needs_none(town: Town) -> None:
    sara, reza = await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await asks_for_time(sara, "۲۸ مهر")
    await reported(reza, "انجام شد.")
    await merges(town)
    assert "تا یکشنبه ۲۸ مهر ۱۳۹۸ با یکی شدن دو دستگاه پس گرفته شد، چون این اقدام دیگر باز نیست" in sara.sees()
