"""All that is in hand about an obligation goes on when that becomes one with its twin's."""

from domain.access.member import Role
from tests.handlers.representative.forms.test_filling import ONE
from tests.handlers.secretariat.directory.test_agency_merge import CITY, TWIN, both_agencies, merges
from tests.handlers.secretariat.forms.test_attaching import opens_targets
from tests.issued import issue
from tests.published_forms import publish
from tests.town import Human, Town


async def test_a_question_on_the_task_of_the_twin_is_asked_about_what_it_became(town: Town) -> None:
    _, reza = await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await reza.says("/tasks")
    await reza.taps("مصوبهٔ ۷", "پرسش از دبیرخانه")
    await reza.says("جدول را از که بگیریم؟")
    await reza.taps("رد کردن")
    maryam = await merges(town)
    assert "با شمارهٔ ۱" in await reza.taps("ارسال")
    await maryam.says("/questions")
    assert f"مصوبهٔ ۷، جلسهٔ ۵، {CITY}" in await maryam.taps("جدول را از که")


async def test_a_form_is_attached_to_the_obligation_that_the_picked_one_became(town: Town) -> None:
    sara, _ = await both_agencies(town)
    goli = await secretary_beside(town)
    await picks_obligation(town, goli)
    await goli.taps(TWIN)
    await merges(town)
    await goli.taps("پیوست شود")
    assert "خبر محله" in await sara.says("/data")


async def test_a_row_of_a_list_that_was_shown_before_the_merge_is_no_obligation(town: Town) -> None:
    sara, _ = await both_agencies(town)
    goli = await secretary_beside(town)
    await picks_obligation(town, goli)
    await merges(town)
    assert "کدام" in await goli.taps(TWIN)
    await goli.taps(CITY, "پیوست شود")
    assert "خبر محله" in await sara.says("/data")


async def picks_obligation(town: Town, goli: Human) -> None:
    """Let Goli look at the list of obligations to one of which a form is to be attached."""
    await publish(town, ONE, "خبر محله")
    await opens_targets(goli)
    await goli.taps("پیوست به …", "اقدام یک دستگاه", "مصوبهٔ ۷")


async def secretary_beside(town: Town) -> Human:
    """Return Goli, another secretary, in whose office both agencies owe the same."""
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    return await town.member("گلی صادقی", Role.SECRETARY)


async def test_a_date_and_its_reason_are_for_the_obligation_that_stays(town: Town) -> None:
    sara, _ = await both_agencies(town)
    goli = await secretary_beside(town)
    await goli.says("/status")
    await goli.taps(TWIN, "مصوبهٔ ۷", "پیگیری این اقدام")
    await goli.taps("مهلت این دستگاه")
    await goli.says("۲۸ مهر", "داده‌ها دیر رسید.")
    await merges(town)
    assert "۲۸ مهر" in await goli.taps("ثبت")
    assert "داده‌ها دیر رسید." in sara.everything()
