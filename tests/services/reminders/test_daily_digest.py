"""The digest of a morning and of a week: what changed since the last one, and nothing when nothing did."""

import pytest
from sqlalchemy import update

from domain.access.member import Role
from domain.chat.screens import Screen, T, Tap
from models.tables.correspondence import ListState, RepresentativeList
from models.tables.people import Account
from models.tables.questions import Question
from models.tables.queues import OutboxState
from services.messaging import outbox
from services.reminders.messages import daily_digest
from tests.services.desk import Desk


async def morning(desk: Desk, jalali: str) -> int:
    """Run the digest at nine on a day; return the number of its lines."""
    desk.to(jalali)
    return await daily_digest.digest(desk.db, desk.organisation, desk.now())


async def week(desk: Desk, jalali: str) -> int:
    desk.to(jalali)
    return await daily_digest.weekly(desk.db, desk.organisation, desk.now())


async def ask(desk: Desk, person_id: int) -> None:
    async with desk.db.write() as session:
        session.add(Question(person_id=person_id, text="جدول کجاست؟", asked_at=desk.now(), waiting_since=desk.now()))


async def test_agencies_become_unreachable_once(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    blocked = await desk.person("رضا کریمی", relief, reachable=False)
    await desk.issue(7, "تا ۲۱ آبان", city, relief)
    await desk.issue(11, "تا ۳۰ آذر", city)
    assert await morning(desk, "1398-08-18") == 4
    (words,) = await desk.written_to(maryam)
    assert "شهرداری: ۱ اقدام" in words
    assert "کمیتهٔ امداد: ۱ اقدام" in words
    assert await morning(desk, "1398-08-18 12:00") == 0
    # Yesterday's list is not repeated; who was reached in between and is lost again is news.
    async with desk.db.write() as session:
        await session.execute(update(Account).where(Account.person_id == blocked).values(reachable=True))
    assert await morning(desk, "1398-08-19") == 0
    async with desk.db.write() as session:
        await session.execute(update(Account).where(Account.person_id == blocked).values(reachable=False))
    assert await morning(desk, "1398-08-20") == 3
    words = (await desk.written_to(maryam))[-1]
    assert "کمیتهٔ امداد" in words
    assert "شهرداری" not in words


async def test_a_morning_tells_what_is_due_and_what_became_overdue(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    for agency in (city, relief):
        await desk.person(f"نمایندهٔ {agency}", agency)
    late, *_ = await desk.issue(7, "تا ۲۰ آبان", city)
    await desk.issue(8, "تا ۲۱ آبان", relief)
    assert await morning(desk, "1398-08-19") == 0
    assert await morning(desk, "1398-08-20") == 1
    assert "سررسید امروز: ۱ اقدام از شهرداری" in (await desk.written_to(maryam))[-1]
    assert await morning(desk, "1398-08-21") == 3
    words = (await desk.written_to(maryam))[-1]
    assert "سررسید امروز: ۱ اقدام از کمیتهٔ امداد" in words
    assert "تازه معوق: ۱ اقدام از شهرداری" in words
    await desk.answer(late)
    assert await morning(desk, "1398-08-22") == 2
    words = (await desk.written_to(maryam))[-1]
    assert "گزارش برای بررسی" not in words
    assert "تازه معوق: ۱ اقدام از کمیتهٔ امداد" in words
    # A Friday is off, and what became overdue before it is told on Saturday no more.
    assert await morning(desk, "1398-08-24") == 0
    assert await morning(desk, "1398-08-25") == 0


async def test_a_question_is_in_every_digest_until_it_is_answered(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری"))
    desk.to("1398-08-18 10:00")
    await ask(desk, sara)
    for day in ("1398-08-19", "1398-08-20"):
        assert await morning(desk, day)
        assert "۱ پرسش بی‌پاسخ، قدیمی‌ترین از شنبه ۱۸ آبان ۱۳۹۸" in (await desk.written_to(maryam))[-1]
    async with desk.db.write() as session:
        await session.execute(update(Question).values(waiting_since=None))
    assert await morning(desk, "1398-08-21") == 0


async def test_a_chair_hears_once_a_week(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city)
    chair = await desk.person("آقای رئیس", None, role=Role.CHAIR)
    desk.to("1398-08-18")
    await week(desk, "1398-08-18")
    await desk.issue(7, "تا ۲۰ آبان", city)
    assert await week(desk, "1398-08-22") == 0
    assert await week(desk, "1398-08-25") == 5
    assert "شهرداری: ۱ اقدام" in (await desk.written_to(chair))[-1]
    assert await week(desk, "1398-08-26") == 0
    assert await week(desk, "1398-09-02") == 5


async def test_names_with_commas_stand_in_quotes_and_the_rest_is_counted(desk: Desk) -> None:
    names = ("اداره کل تعاون، کار و رفاه اجتماعی", "شهرداری", "بهزیستی", "اتاق اصناف", "کمیتهٔ امداد", "دانشگاه")
    owing = [await desk.agency(name) for name in names]
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    chair = await desk.person("آقای رئیس", None, role=Role.CHAIR)
    for agency in owing:
        await desk.person(f"نمایندهٔ {agency}", agency)
    desk.to("1398-08-18")
    await week(desk, "1398-08-18")
    await morning(desk, "1398-08-18")
    await desk.issue(7, "تا ۲۰ آبان", *owing)
    await morning(desk, "1398-08-21")
    told = (await desk.written_to(maryam))[-1]
    assert "«اداره کل تعاون، کار و رفاه اجتماعی»، «شهرداری»، «بهزیستی»، «اتاق اصناف»، و ۲ دستگاه دیگر" in told
    await week(desk, "1398-08-25")
    assert "و ۲ دستگاه دیگر." in (await desk.written_to(chair))[-1]


@pytest.mark.rows
async def test_a_chair_hears_of_the_list_that_waits_for_approval_and_opens_it(desk: Desk) -> None:
    chair = await desk.person("آقای رئیس", None, role=Role.CHAIR)
    await week(desk, "1398-08-18")
    async with desk.db.write() as session:
        session.add(RepresentativeList(memberships=[1, 2], asked_at=desk.now()))
    assert await week(desk, "1398-08-25") == 1
    [told] = await desk.screens_for(chair)
    assert "در انتظار تأیید شما: فهرست ۲ نماینده، از شنبه ۱۸ آبان ۱۳۹۸" in (await desk.written_to(chair))[-1]
    assert told.buttons[0][0].tap == Tap("nominees.list", 1)
    async with desk.db.write() as session:
        (await session.get_one(RepresentativeList, 1)).state = ListState.APPROVED
    assert await week(desk, "1398-09-02") == 0


async def test_a_morning_counts_what_did_not_arrive(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری"))
    desk.to("1398-08-18 10:00")
    async with desk.db.write() as session:
        rows = [outbox.row(Screen(T("menu.tasks")), desk.now(), person_id=sara, state=OutboxState.FAILED)]
        await outbox.write(session, rows)
    assert await morning(desk, "1398-08-19") == 1
    assert "۱ پیام پس از خلاصهٔ پیشین به گیرنده نرسید" in (await desk.written_to(maryam))[-1]
    assert await morning(desk, "1398-08-20") == 0
