"""Minutes of an invented meeting, and the steps that tests take with them again and again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models.tables.meetings import Meeting, Obligation, Resolution
from tests.town import Human, Town

HEAD = """صورتجلسه چهارمین جلسه کارگروه سرمایه گذاری شهرستان بینالود
تاریخ جلسه: ۱۳۹۸/۰۷/۰۶
"""
LAND = """مصوبه ۱: مقرر شد شهرداری فهرست زمین‌های آماده واگذاری را تهیه کند.
مسئول: شهرداری
مهلت: دو هفته
"""
MAP = """مصوبه ۲: مقرر شد نقشه راه گردشگری منطقه تدوین شود.
مسئول: اداره میراث فرهنگی
مهلت: تا پایان آبان
"""
PROGRESS = """مصوبه ۳: مقرر شد گزارش پیشرفت پروژه‌ها ارسال شود.
مسئول: کلیه اعضای کارگروه
مهلت: مستمر تا دهم هر ماه
"""
WELL = """مصوبه ۴: مقرر شد مجوز بهره‌برداری چاه صادر شود.
مسئول: شرکت آب منطقه‌ای
مهلت: پس از تأمین اعتبار
"""
FOLLOW_UP = """مصوبه ۵: مقرر شد پیگیری‌های لازم انجام شود.
مسئول: شهرداری
مهلت: تا جلسه آینده
"""
MINUTES = "\n".join((HEAD, LAND, MAP, PROGRESS, WELL, FOLLOW_UP))
CLEAR = "\n".join((HEAD, LAND, MAP))


async def sends_minutes(maryam: Human, text: str = MINUTES) -> str:
    """Send the minutes as a text file; return the screen that the secretary sees when they are read."""
    await maryam.says("/minutes")
    return await maryam.sends_file("بینالود.txt", text.encode(), mime="text/plain")


async def issues(maryam: Human, text: str = CLEAR) -> str:
    """Issue the minutes in the shortest way; return the last screen that the secretary sees."""
    await sends_minutes(maryam, text)
    return await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")


async def resolutions(town: Town) -> dict[int, Resolution]:
    """Return the stored values of each resolution, by number."""
    async with town.app.db.read() as session:
        rows = await session.scalars(
            select(Resolution).order_by(Resolution.id).options(selectinload(Resolution.owners))
        )
        return {row.number: row for row in rows}


async def obligations(town: Town) -> Sequence[Obligation]:
    """Return the stored values of each obligation, with its agency and resolution."""
    async with town.app.db.read() as session:
        rows = await session.scalars(
            select(Obligation)
            .order_by(Obligation.id)
            .options(joinedload(Obligation.agency), joinedload(Obligation.resolution))
        )
        return rows.all()


async def meetings(town: Town) -> Sequence[Meeting]:
    """Return the stored values of each meeting."""
    async with town.app.db.read() as session:
        return (await session.scalars(select(Meeting).order_by(Meeting.id))).all()
