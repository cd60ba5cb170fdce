"""A sheet of a review that comes back after a colleague went on with the review in the chat."""

from typing import Any

from models.tables.meetings import ResolutionState
from services.context import ActionContext
from services.meetings import resolutions as resolution_service
from tests.handlers.secretariat.meetings.binalud import resolutions, sends_minutes
from tests.handlers.secretariat.meetings.test_review_excel import corrected, sheet_of
from tests.town import Human, Town


async def begins(town: Town) -> tuple[Human, bytes]:
    """Have Maryam begin the review, and get its sheet."""
    maryam = await town.secretary()
    await sends_minutes(maryam)
    return maryam, await sheet_of(town, maryam)


def to_the_fourth(sheet: Any) -> None:
    sheet["D5"] = "پایان آبان"


async def test_what_a_colleague_corrected_meanwhile_stays(town: Town) -> None:
    maryam, sheet = await begins(town)
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        second = await resolution_service.get(session, (await resolutions(town))[2].id)
        await resolution_service.set_text(context, second, "مقرر شد نقشهٔ گردشگری چاپ شود.")
    seen = await maryam.sends_file("بازبینی.xlsx", corrected(sheet, to_the_fourth))
    assert "۱ تفاوت" in seen
    await maryam.taps("اعمال تغییرها")
    kept = await resolutions(town)
    assert kept[2].text == "مقرر شد نقشهٔ گردشگری چاپ شود."
    assert kept[4].due is not None


async def test_what_a_colleague_added_or_dropped_meanwhile_stays_so(town: Town) -> None:
    maryam, sheet = await begins(town)
    await maryam.taps("افزودن مصوبه")
    await maryam.says("مقرر شد دبیرخانه نتیجه را اعلام کند.", "یک ماه")
    await maryam.taps("ثبت")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await resolution_service.drop(context, await resolution_service.get(session, (await resolutions(town))[1].id))
    seen = await maryam.sends_file("بازبینی.xlsx", corrected(sheet, to_the_fourth))
    assert "۱ تفاوت" in seen
    await maryam.taps("اعمال تغییرها")
    kept = await resolutions(town)
    assert kept[1].state is ResolutionState.DROPPED
    assert kept[6].state is not ResolutionState.DROPPED
