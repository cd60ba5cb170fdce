"""The status of a whole resolution: worked out, set by the secretariat for a reason, and taken back."""

import pytest
from sqlalchemy import delete, select

from domain.access.member import Role
from models.tables.meetings import OwnStatus, Resolution, ResolutionState
from models.tables.organisation import Audit
from services.obligations import resolution_status
from services.obligations.status import Stage, Tally
from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TABLE = "جدول منابع محله‌های هدف تکمیل شود."


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        ({Stage.OPEN: 2}, OwnStatus.NOT_BEGUN),
        ({Stage.UNDATED: 1}, OwnStatus.NOT_BEGUN),
        ({Stage.OPEN: 1, Stage.ANSWERED: 1}, OwnStatus.UNDER_WAY),
        ({Stage.OPEN: 1, Stage.FINISHED: 3}, OwnStatus.UNDER_WAY),
        ({Stage.RETURNED: 1}, OwnStatus.UNDER_WAY),
        ({Stage.ANSWERED: 1, Stage.FINISHED: 3}, OwnStatus.UNDER_WAY),
        ({Stage.OVERDUE: 1, Stage.FINISHED: 3}, OwnStatus.OVERDUE),
        ({Stage.FINISHED: 3}, OwnStatus.DONE),
    ],
)
def test_the_status_of_the_whole_follows_from_its_obligations(
    counts: dict[Stage, int], expected: OwnStatus | None
) -> None:
    standing = resolution_status.standing(Tally(dict.fromkeys(Stage, 0) | counts), None, "")
    assert (standing and standing.status) == expected


@pytest.mark.rows
async def test_a_status_is_worked_out_then_set_by_the_secretary_and_taken_back(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    await maryam.says("/status")
    assert "آغاز نشده؛ ۲ مهلت دارد" in await maryam.taps("به ترتیب مصوبه")
    await reported(sara, "جدول شش محله")
    await maryam.says("/status")
    assert "در دست انجام؛" in await maryam.taps("به ترتیب مصوبه")
    assert "وضعیت مصوبه: در دست انجام" in await maryam.taps("مصوبهٔ ۷")
    await maryam.taps("متن کامل مصوبه", "تعیین وضعیت مصوبه", "متوقف")
    await maryam.says("به تصمیم استاندار تا تأمین اعتبار متوقف ماند.")
    seen = await maryam.taps("ثبت")
    judged = "به تشخیص دبیرخانه: متوقف (به تصمیم استاندار تا تأمین اعتبار متوقف ماند.)"
    assert f"وضعیت مصوبه: {judged}" in seen
    await maryam.says("/status")
    seen = await maryam.taps("به ترتیب مصوبه")
    assert f"{judged}؛" in seen
    seen = await maryam.taps("مصوبهٔ ۷")
    assert judged in seen
    assert "• شهرداری مشهد: پاسخ در انتظار بررسی" in seen
    await maryam.taps("متن کامل مصوبه")
    assert "وضعیت مصوبه: در دست انجام" in await maryam.taps("بازگشت به وضعیت خودکار")
    assert "بازگشت به وضعیت خودکار" not in maryam.buttons()
    async with town.app.db.read() as session:
        changes = await session.scalars(select(Audit.details).where(Audit.action == "status").order_by(Audit.id))
        assert [change["to"] for change in changes] == ["stopped", None]


async def test_a_chair_reads_the_status_and_one_on_record_gets_none(town: Town) -> None:
    maryam = await town.secretary()
    chair = await town.member("حسین رضایی", Role.CHAIR)
    await issue(town, 7, TABLE, CITY, due="1398-07-16")
    await town.clock.to("1398-07-20 10:00")
    await chair.says("/resolutions")
    assert "وضعیت مصوبه: معوق" in await chair.taps("مصوبهٔ ۷")
    assert "تعیین وضعیت مصوبه" not in chair.buttons()
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "تعیین وضعیت مصوبه", "انجام‌شده")
    async with town.app.db.write() as session:
        resolution = await session.scalar(select(Resolution))
        assert resolution
        resolution.state = ResolutionState.RECORD
    await maryam.says("گزارش شفاهی شد.")
    assert "تنها برای مصوبه‌ای که ابلاغ شده است" in await maryam.taps("ثبت")


@pytest.mark.rows
async def test_a_second_status_says_which_one_it_replaces_and_both_are_kept(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    for who in (maryam, zahra):
        await who.says("/resolutions")
        await who.taps("مصوبهٔ ۷", "تعیین وضعیت مصوبه")
    await maryam.taps("متوقف")
    await maryam.says("اعتبار نیست.")
    assert "پیش از این" not in await maryam.taps("ثبت")
    await zahra.taps("انجام‌شده")
    await zahra.says("گزارش شفاهی شد.")
    seen = await zahra.taps("ثبت")
    assert "پیش از این «متوقف: اعتبار نیست.» بود که مریم رضایی در" in seen
    assert "اکنون «انجام‌شده: گزارش شفاهی شد.» است؛ زهرا کریمی" in await maryam_asks(maryam)
    await maryam.says("انصراف", "/resolutions")
    await maryam.taps("مصوبهٔ ۷")
    seen = await maryam.taps("سابقهٔ وضعیت")
    assert seen.index("زهرا کریمی: انجام‌شده") < seen.index("مریم رضایی: متوقف: اعتبار نیست.")
    await maryam.taps("بازگشت به مصوبه")
    assert "پیش از این «انجام‌شده: گزارش شفاهی شد.» بود" in await maryam.taps("بازگشت به وضعیت خودکار")


async def maryam_asks(maryam: Human) -> str:
    """Ask for another status; return what is said of the present one."""
    await maryam.says("/resolutions")
    return await maryam.taps("مصوبهٔ ۷", "تعیین وضعیت مصوبه")


async def test_a_status_whose_entries_the_retention_has_deleted_is_changed_and_taken_back_all_the_same(
    town: Town,
) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    for status in ("متوقف", "انجام شده"):
        await maryam.says("/resolutions")
        await maryam.taps("مصوبهٔ ۷", "تعیین وضعیت مصوبه", status)
        await maryam.says("به تصمیم استاندار.")
        assert "به تشخیص دبیرخانه" in await maryam.taps("ثبت")
        async with town.app.db.write() as session:
            await session.execute(delete(Audit))
    assert "خطایی" not in await maryam.taps("سابقهٔ وضعیت")
    await maryam.taps("بازگشت")
    assert "خطایی" not in await maryam.taps("بازگشت به وضعیت خودکار")
    async with town.app.db.read() as session:
        assert await session.scalar(select(Resolution.set_status)) is None
