"""A partner's part in a task: sent to the lead, taken into the report, seen by the secretariat."""

from sqlalchemy import delete, insert, select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.conversations import Draft
from models.tables.followup import Contribution, Extension, ExtensionState
from models.tables.meetings import Owner, Submission
from services.submissions import contributions, extension_requests
from tests.answered import reported, returned
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def test_a_partners_words_and_files_go_into_the_leads_report(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20", partners=(CHAMBER,))
    await reza.says("/tasks")
    await reza.taps("همکاری با دیگران (۱)", "مصوبهٔ ۱۸", "ارسال مشارکت")
    await reza.says("فهرست هفت عضو اتاق فکر پیوست است.")
    await reza.sends_photo()
    await reza.taps("ادامه")
    assert f"مشارکت شما در مصوبهٔ ۱۸، جلسهٔ ۵ برای {CITY} فرستاده شد" in await reza.taps("ارسال")
    assert f"{CHAMBER} در مصوبهٔ ۱۸، جلسهٔ ۵ همکاری کرد" in sara.everything()
    assert "پیوست‌ها: ۱" in sara.everything()
    await reza.says("/idea")
    assert "مصوبهٔ ۱۸، جلسهٔ ۵: اتاق فکر پوشاک برپا شود." in await reza.taps("یک مصوبه") + str(reza.buttons())
    seen = await sara.taps("مشارکت همکاران")
    assert "فهرست هفت عضو اتاق فکر پیوست است." in seen
    assert f"مشارکت {CHAMBER}، پیوست ۱ از ۱" in await sara.taps("پیوست‌ها")
    assert "مشارکت دستگاه همکار به گزارش شما افزوده شد" in await sara.taps("افزودن به گزارش")
    summary = await sara.taps("انجام شده", "رد کردن")
    assert f"شرح اقدام: به گزارش {CHAMBER}: فهرست هفت عضو" in summary
    assert "پیوست‌ها: ۱ مورد" in summary
    assert "پیش‌تر به گزارش شما افزوده شده است" in await sara.taps("افزودن به گزارش")
    await sara.taps("ارسال")
    async with town.app.db.read() as session:
        assert len((await session.get_one(Submission, 1)).attachments) == 1
    await maryam.says("/review")
    assert "فهرست هفت عضو" in await maryam.taps("مشارکت همکاران (۱)")
    assert "افزودن به گزارش" not in maryam.buttons()
    await reza.taps("نمایش اقدام")
    assert "ارسال مشارکت" not in reza.buttons()


async def test_a_draft_of_the_lead_keeps_its_words_beside_those_of_two_partners(town: Town) -> None:
    sara, relief = await town.representative_of(CITY), "کمیتهٔ امداد"
    partners = [
        await town.representative_of(CHAMBER, "رضا احمدی"),
        await town.representative_of(relief, "نرگس صالحی"),
    ]
    await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20", partners=(CHAMBER, relief))
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("نشست نخست برگزار شد.")
    for partner, words in zip(partners, ("سهم اتاق", "سهم کمیته"), strict=True):
        await partner.says("/tasks")
        await partner.taps("همکاری با دیگران", "مصوبهٔ ۱۸", "ارسال مشارکت")
        await partner.says(words)
        await partner.taps("رد کردن", "ارسال")
    await partners[1].taps("نمایش اقدام")
    assert "سهم اتاق" not in await partners[1].taps("مشارکت همکاران (۱)")
    await sara.taps("مشارکت همکاران", "افزودن به گزارش")
    await sara.taps("پیشین", "افزودن به گزارش")
    summary = await sara.taps("رد کردن", "رد کردن")
    done = summary[summary.index("شرح اقدام") :]
    assert done.index("نشست نخست") < done.index("سهم کمیته") < done.index("سهم اتاق")


async def test_who_is_no_partner_and_what_is_answered_are_refused(town: Town) -> None:
    sara = await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20", partners=(CHAMBER,))
    await reza.says("/tasks")
    await reza.taps("همکاری با دیگران", "مصوبهٔ ۱۸", "ارسال مشارکت")
    await reza.says("سهم ما")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱۸", "فاقد عملکرد", "رد کردن", "ارسال")
    assert "دیگر مشارکتی نمی‌پذیرد" in await reza.taps("رد کردن", "ارسال")


async def test_a_partner_does_not_read_what_the_secretariat_told_the_lead(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20", partners=(CHAMBER,))
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱۸", "درخواست تمدید مهلت")
    await sara.says("۲۰ آبان", "بودجهٔ شهرداری نرسیده است.")
    await sara.taps("رد کردن", "ارسال")
    await maryam.says("/extensions")
    await maryam.taps("موافقت تا")
    await reported(sara, "نشست برگزار شد.")
    await returned(maryam, "فهرست اعضا ناقص است.")
    await sara.says("/tasks")
    own = await sara.taps("مصوبهٔ ۱۸")
    assert "فهرست اعضا ناقص است." in own
    assert "بودجهٔ شهرداری نرسیده است." in own
    await reza.says("/tasks")
    seen = await reza.taps("همکاری با دیگران (۱)", "مصوبهٔ ۱۸")
    assert "اتاق فکر پوشاک برپا شود." in seen
    assert "فهرست اعضا ناقص است." not in seen
    assert "بودجهٔ شهرداری نرسیده است." not in seen


async def contributes(partner: Human, words: str) -> str:
    await partner.says("/tasks")
    await partner.taps("همکاری با دیگران", "مصوبهٔ ۱۸", "ارسال مشارکت")
    await partner.says(words)
    return await partner.taps("رد کردن", "ارسال")


async def test_what_a_partner_sends_without_end_is_one_notice_and_full_at_some_time(town: Town) -> None:
    sara, reza = await town.representative_of(CITY), await town.representative_of(CHAMBER, "رضا احمدی")
    [number] = await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20", partners=(CHAMBER,))
    for words in ("سهم نخست", "سهم دوم", "سهم سوم"):
        await contributes(reza, words)
    assert "سهم نخست" in sara.everything()
    assert "سهم سوم" not in sara.everything()
    await town.clock.to("1398-07-14 10:00")
    assert "سهم دوم" not in sara.everything()
    assert "سهم سوم" in sara.everything()
    assert "پیش از این نیز ۲ مشارکت" in sara.everything()
    assert "سهم دوم" in await sara.taps("مشارکت همکاران", "پیشین")
    async with town.app.db.write() as session:
        [*_, last] = await session.scalars(select(Contribution))
        same = {"agency_id": last.agency_id, "person_id": last.person_id, "sent_at": last.sent_at}
        many = [{**same, "obligation_id": number, "words": "و این", "attachments": []}] * (contributions.MOST - 3)
        await session.execute(insert(Contribution), many)
    assert "بیش از این پذیرفته نمی‌شود" in await contributes(reza, "و باز هم")
    async with town.app.db.read() as session:
        kept = await session.scalars(select(Draft.state))
        assert [state["answers"]["words"] for state in kept] == ["و باز هم"]


async def test_requests_that_are_withdrawn_each_time_have_an_end(town: Town) -> None:
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20")
    now = town.clock.now()
    asked = {"obligation_id": number, "asked_at": now, "until": now.date(), "state": ExtensionState.WITHDRAWN}
    async with town.app.db.write() as session:
        await session.execute(insert(Extension), [asked] * extension_requests.MOST)
    await sara.says("/tasks")
    assert "درخواست دیگری پذیرفته نمی‌شود" in await sara.taps("مصوبهٔ ۱۸", "درخواست تمدید مهلت")


async def of_two(town: Town) -> tuple[Human, Human]:
    """Return Narges, who leads, and Sara, who answers for both partners and has begun the part of the city."""
    narges, sara = await town.representative_of("بهزیستی", "نرگس احمدی"), await town.representative_of(CITY)
    await town.member("سارا محمدی", Role.REPRESENTATIVE, CHAMBER)
    await issue(town, 18, "جدول منابع تکمیل شود.", "بهزیستی", due="1398-07-20", partners=(CITY, CHAMBER))
    await sara.says("/tasks")
    assert f"دستگاه: {CITY}" in await sara.taps("همکاری با دیگران", "مصوبهٔ ۱۸", "ارسال مشارکت")
    await sara.says("سهم شهرداری سه محله است.")
    return narges, sara


async def test_who_helps_for_two_agencies_sends_a_part_for_the_one_it_was_begun_for(town: Town) -> None:
    narges, sara = await of_two(town)
    await sara.says("/tasks")
    await sara.taps(f"اقدام‌های {CHAMBER}")
    await sara.says("/start")
    await sara.taps("ادامه", "رد کردن", "ارسال")
    assert f"{CITY} در مصوبهٔ ۱۸، جلسهٔ ۵ همکاری کرد" in narges.everything()
    assert f"{CHAMBER} در مصوبهٔ ۱۸" not in narges.everything()


async def test_the_part_of_the_chamber_begins_without_the_words_of_the_city(town: Town) -> None:
    narges, sara = await of_two(town)
    await sara.says("/tasks")
    await sara.taps(f"اقدام‌های {CHAMBER}")
    said = await sara.taps("همکاری با دیگران", "مصوبهٔ ۱۸", "ارسال مشارکت")
    assert f"دستگاه: {CHAMBER}" in said
    assert "سهم شهرداری سه محله است." in said
    await sara.says("سهم اتاق دو محله است.")
    await sara.taps("رد کردن", "ارسال")
    assert f"{CHAMBER} در مصوبهٔ ۱۸، جلسهٔ ۵ همکاری کرد" in narges.everything()
    assert "شهرداری سه" not in narges.everything()


async def test_a_part_of_an_agency_that_helps_no_more_is_sent_for_no_other(town: Town) -> None:
    narges, sara = await of_two(town)
    async with town.app.db.write() as session:
        city = select(Agency.id).where(Agency.name == CITY).scalar_subquery()
        await session.execute(delete(Owner).where(Owner.agency_id == city))
    await sara.taps("رد کردن")
    said = await sara.taps("ارسال")
    assert "دیگر همکار این اقدام نیست" in said
    assert "سهم شهرداری سه محله است." in said
    assert "همکاری کرد" not in narges.everything()
