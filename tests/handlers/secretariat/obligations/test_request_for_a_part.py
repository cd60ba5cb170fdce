"""A sub-item is taken away while its owner waits for more time: the request ends with it, and the owner is told."""

from sqlalchemy import select

from domain.access.member import Role
from models.tables.followup import Extension, ExtensionState
from models.tables.meetings import Obligation, Owner, Resolution
from services.context import ActionContext
from services.obligations import creation
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
ITEMS = [{"label": "الف", "text": "آمار اصناف"}, {"label": "ب", "text": "فهرست بازارها"}]


async def asks_for_a_part(town: Town) -> tuple[Human, Human]:
    """Let Sara, who owes one part and the whole, ask for more time for the part."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20", items=ITEMS, item="الف")
    async with town.app.db.write() as session:
        resolution = (await session.scalars(select(Resolution))).one()
        agency_id = (await session.scalars(select(Obligation.agency_id))).one()
        session.add(Owner(resolution_id=resolution.id, agency_id=agency_id, name=CITY, place=1))
        await session.flush()
        await creation.make(ActionContext(session, town.app.organisation, None, town.clock.now()), resolution.id)
    await sara.says("/tasks")
    await sara.taps("بند الف", "درخواست تمدید مهلت")
    await sara.says("۱۳۹۸/۰۸/۲۵", "منتظر مصوبهٔ شورا هستیم")
    await sara.taps("رد کردن", "ارسال")
    return maryam, sara


async def takes_away(maryam: Human) -> None:
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "بندها")
    await maryam.says("ب: فهرست بازارها")
    await maryam.taps("خیر، تنها اصلاح نگارشی است", "ثبت")


async def states(town: Town) -> list[ExtensionState]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Extension.state).order_by(Extension.id)))


async def test_a_request_for_a_part_that_is_taken_away_ends_and_sara_asks_for_the_whole(town: Town) -> None:
    maryam, sara = await asks_for_a_part(town)
    sara.marks()
    await takes_away(maryam)
    seen = sara.sees()
    assert "مصوبهٔ ۷، بند الف" in seen
    assert "درخواست تمدید مهلت آن تا شنبه ۲۵ آبان ۱۳۹۸ برداشته شد" in seen
    assert "برای کل مصوبه درخواست کنید" in seen
    assert await states(town) == [ExtensionState.WITHDRAWN]
    await sara.taps("نمایش اقدام", "درخواست تمدید مهلت")
    await sara.says("۱۳۹۸/۰۸/۲۵", "منتظر مصوبهٔ شورا هستیم")
    await sara.taps("رد کردن", "ارسال")
    assert "۱ مورد در انتظار" in await maryam.says("/extensions")


async def test_maryam_decides_no_request_for_a_part_that_a_colleague_took_away(town: Town) -> None:
    maryam, _ = await asks_for_a_part(town)
    await maryam.says("/extensions")
    await takes_away(await town.member("گلی صادقی", Role.SECRETARY))
    seen = await maryam.taps("موافقت تا")
    assert "چون دیگر لازم نبود، برداشته شد" in seen
    assert "در انتظار تصمیم نیست" in await maryam.says("/extensions")
    assert await states(town) == [ExtensionState.WITHDRAWN]
