"""Neighbourhoods as the secretariat keeps them, and facilitators who answer for them."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Group
from models.tables.meetings import Owner
from models.tables.people import Person
from services.context import ActionContext
from services.directory import neighbourhoods
from services.obligations import creation
from tests.handlers.account.test_registration import fill
from tests.issued import issue
from tests.town import Human, Town

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "آمار و اطلاعات محله را بفرستند."


async def lists(town: Town, *names: str) -> Human:
    """Return the secretary, who has added some neighbourhoods."""
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "افزودن محله")
    await maryam.says("\n".join(names))
    return maryam


async def asks_facilitators(town: Town) -> None:
    """Issue a resolution whose owners are the facilitators, after their neighbourhoods are listed."""
    await issue(town, 3, TEXT, "شهرداری", due="1398-07-20")
    async with town.app.db.write() as session:
        [owner] = (await session.scalars(select(Owner))).all()
        group = (await session.scalars(select(Group))).one()
        owner.agency_id, owner.group_id = None, group.id
        await session.flush()
        await creation.make(ActionContext(session, town.app.organisation, None, town.clock.now()), owner.resolution_id)


async def test_neighbourhoods_are_added_corrected_and_retired(town: Town) -> None:
    maryam = await lists(town, "۱. گلشهر، منطقهٔ ۵", "- محله‌ی طلاب", "گل شهر", "")
    assert "۲ محلهٔ تازه افزوده شد: محلهٔ گلشهر، محلهٔ طلاب" in maryam.sees()
    assert "۲ محله هنوز تسهیلگر ندارد" in maryam.sees()
    await maryam.taps("افزودن محله")
    seen = await maryam.says("گلشهری\nقائم ۱\nقائم ۲\nطلاب")
    assert "«گلشهری» مانند «محلهٔ گلشهر»" in seen
    assert "۲ محلهٔ تازه افزوده شد: محلهٔ قائم ۱، محلهٔ قائم ۲" in maryam.everything()
    assert "۱ محله از پیش در فهرست بود: محلهٔ طلاب" in maryam.everything()
    assert "افزوده نشد" in await maryam.taps("نه، همان است")
    await maryam.taps("فهرست و جست‌وجو")
    await maryam.says("منطقه 5")
    assert "ناحیه: منطقهٔ ۵" in await maryam.taps("محلهٔ گلشهر")
    await maryam.taps("اصلاح نام و ناحیه", "اصلاح نام")
    await maryam.says("طلاب")
    assert "«محلهٔ طلاب» از پیش در فهرست است" in await maryam.taps("ثبت")
    await maryam.taps("اصلاح نام")
    await maryam.says("گلشهر شمالی")
    assert "محلهٔ گلشهر شمالی" in await maryam.taps("ثبت")
    assert "کنار گذاشته شد" in await maryam.taps("کنار گذاشتن")
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "کنار گذاشته‌شده‌ها (۱)", "محلهٔ گلشهر شمالی")
    assert "بازگردانده شد" in await maryam.taps("بازگرداندن")


async def test_a_neighbourhood_is_given_and_taken_by_ticks_and_its_facilitator_answers(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب")
    await asks_facilitators(town)
    await maryam.taps("فهرست و جست‌وجو", "محلهٔ طلاب")
    assert "هنوز تسهیلگری عضو نیست" in await maryam.taps("این محله با کیست؟")
    mohsen = await town.member("محسن صادقی", Role.FACILITATOR)
    nadia = await town.member("نادیا کرمی", Role.FACILITATOR)
    assert "هنوز محله‌ای برای شما ثبت نشده" in await mohsen.says("/tasks")
    await mohsen.taps("محله‌های من")
    await maryam.taps("این محله با کیست؟", "محسن صادقی", "نادیا کرمی")
    assert "خبر دادیم" in await maryam.taps("ادامه")
    assert "افزوده شد: محلهٔ طلاب" in mohsen.sees()
    assert TEXT in mohsen.sees()
    await maryam.taps("این محله با کیست؟", "● نادیا کرمی", "ادامه")
    assert "برداشته شد: محلهٔ طلاب" in nadia.sees()
    assert "محلهٔ طلاب" in await mohsen.says("/tasks")
    await mohsen.says("/report")
    await mohsen.taps("انجام شده")
    await mohsen.says("آمار ۳۲۰ کارگاه پیوست است.")
    await mohsen.taps("رد کردن", "رد کردن")
    assert "ثبت شد" in await mohsen.taps("ارسال")
    assert "محلهٔ طلاب" in await maryam.says("/review")
    assert "آمار ۳۲۰ کارگاه" in maryam.everything()
    assert "مصوبهٔ ۳" in await mohsen.says("/history")


async def test_a_facilitator_registers_with_neighbourhoods_and_changes_them(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب", "قائم")
    await asks_facilitators(town)
    mohsen = town.person("محسن صادقی")
    await mohsen.says("/start")
    await mohsen.taps("ثبت‌نام", "تسهیلگر محله")
    await mohsen.says("گلشهر")
    await mohsen.taps("محلهٔ گلشهر", "ادامه")
    assert "محلهٔ گلشهر" in await fill(mohsen, name="محسن صادقی")
    await mohsen.taps("ارسال")
    assert "محله‌ها: محلهٔ گلشهر" in await maryam.taps("بررسی درخواست‌ها")
    await maryam.taps("پذیرش")
    assert "تسهیلگر محلهٔ گلشهر" in mohsen.sees()
    assert TEXT in mohsen.sees()
    await mohsen.says("/start")
    assert "محلهٔ گلشهر: ۱ اقدام باز" in await mohsen.taps("محله‌های من")
    await mohsen.taps("افزودن یا برداشتن محله", "○ محلهٔ قائم", "○ محلهٔ طلاب", "● محلهٔ گلشهر")
    assert "در انتظار تأیید دبیرخانه: محلهٔ طلاب، محلهٔ قائم" in await mohsen.taps("ادامه")
    told = maryam.sees()
    assert "محسن صادقی محله‌های خود را تغییر داد" in told
    assert "برداشته شد: محلهٔ گلشهر\nبدون تسهیلگر ماند: محلهٔ گلشهر" in told
    assert "محلهٔ قائم" not in await mohsen.says("/tasks")
    await maryam.says("/members")
    assert "محله‌ها: محلهٔ طلاب، محلهٔ قائم" in await maryam.taps("درخواست")
    # What was asked for is changed before the decision, which the secretary has to see first.
    await mohsen.taps("محله‌های من", "افزودن یا برداشتن محله", "● محلهٔ طلاب", "ادامه")
    assert "محله‌ها: محلهٔ قائم" in await maryam.taps("پذیرش")
    await maryam.taps("پذیرش")
    assert "تسهیلگر محلهٔ قائم" in mohsen.sees()
    await mohsen.says("/start")
    await mohsen.taps("محله‌های من", "اقدام‌های محلهٔ قائم")
    assert "محلهٔ قائم" in mohsen.sees()

    await mohsen.says("/start")
    await mohsen.taps("محله‌های من", "افزودن یا برداشتن محله", "○ محلهٔ طلاب", "ادامه")
    await maryam.says("/members")
    await maryam.taps("درخواست", "نپذیرفتن")
    await maryam.says("تسهیلگر طلاب خانم کرمی است.")
    await maryam.taps("ارسال")
    assert "تسهیلگر طلاب خانم کرمی است." in mohsen.sees()
    await mohsen.taps("محله‌های من", "افزودن یا برداشتن محله", "○ محلهٔ طلاب", "ادامه")
    seen = await mohsen.taps("پس گرفتن درخواست محله")
    assert "در انتظار تأیید" not in seen
    await mohsen.says("/start")
    await mohsen.taps("محله‌های من", "افزودن یا برداشتن محله", "پاک کردن همه", "بدون انتخاب، ادامه")
    assert "هنوز محله‌ای انتخاب نکرده‌اید" in mohsen.sees()


async def test_the_secretary_sees_all_neighbourhoods_that_were_given_and_whose_number_it_is(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب")
    await town.representative_of("شهرداری")
    mohsen = town.person("محسن صادقی")
    async with town.app.db.write() as session:
        sara = (await session.scalars(select(Person).where(Person.name == "سارا محمدی"))).one()
        sara.phone = f"+{mohsen.chat.phone}"
    await mohsen.says("/start")
    await mohsen.taps("ثبت‌نام", "تسهیلگر محله", "همهٔ ۲ مورد", "ادامه")
    await fill(mohsen, name="محسن صادقی")
    await mohsen.taps("ارسال")
    assert "همین شماره برای سارا محمدی هم ثبت شده است" in await maryam.taps("بررسی درخواست‌ها")
    assert "تسهیلگر محلهٔ گلشهر، محلهٔ طلاب" in await maryam.taps("پذیرش")
    assert "درخواست بعدی" not in maryam.buttons()


async def test_one_link_serves_all_facilitators_on_either_platform_and_a_named_one_lets_in_at_once(both: Town) -> None:
    maryam = await lists(both, "گلشهر", "طلاب")
    await maryam.taps("پیوند همگانی تسهیلگران")
    nadia = both.person("نادیا کرمی", on="bale")
    await nadia.opens_link(maryam.link())
    await nadia.taps("بدون انتخاب، ادامه")
    await fill(nadia, name="نادیا کرمی")
    await nadia.taps("ارسال")
    assert "محله‌ای نگفته است" in await maryam.taps("بررسی درخواست‌ها")
    await maryam.taps("پذیرش")
    assert "محله‌های خود را انتخاب کنید" in nadia.sees()
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "فهرست و جست‌وجو", "محلهٔ طلاب", "دعوت تسهیلگر", "یک هفته", "ساختن دعوت‌نامه")
    mohsen = both.person("محسن صادقی")
    assert "تسهیلگر محلهٔ طلاب" in await mohsen.opens_link(maryam.link())
    assert "مریم رضایی" not in await nadia.opens_link(maryam.link())
    assert "پیش‌تر به کار رفته است" in nadia.sees()
    async with both.app.db.read() as session:
        assert await neighbourhoods.counts(session) == (2, 1)


def workbook(*rows: tuple[object, ...], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = "فهرست"
    for row in rows:
        book.active.append(list(row))
    if merged:
        book.active.merge_cells(merged)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


async def test_a_sheet_brings_neighbourhoods_and_links_for_their_facilitators(town: Town) -> None:
    maryam = await lists(town, "طلاب")
    nadia = await town.member("نادیا کرمی", Role.FACILITATOR)
    await maryam.taps("ورود از اکسل", "دریافت کاربرگ اکسل")
    files = [message["document"]["file_name"] for message in maryam.messages() if "document" in message]
    assert files == ["محله‌ها و تسهیلگران.xlsx"]
    data = workbook(
        ("محله", "ناحیه", "تسهیلگر", "تلفن تسهیلگر"),
        ("گلشهر", "منطقهٔ ۵", "محسن صادقي", 9151234567),
        ("قائم", None, "محسن صادقی", "۰۹۱۵۱۲۳۴۵۶۷"),
        ("طلاب", "منطقهٔ ۴", "نادیا کرمی", None),
        ("طلابی", None, None, None),
        ("نوده", None, "سارا محمدی", "۱۲۳"),
        merged="B2:B3",
    )
    await maryam.taps("ارسال کاربرگ")
    seen = await maryam.sends_file("محله‌ها.xlsx", data, mime=XLSX)
    assert "۲ مورد نیاز به اصلاح دارد" in seen
    assert "فهرست!A5: «طلابی» بسیار نزدیک به «محلهٔ طلاب» است" in seen
    assert "فهرست!D6: «۱۲۳» شمارهٔ همراه نیست" in seen
    assert "فهرست!B2:B3: این خانه‌ها ادغام شده است؛ «منطقهٔ ۵» برای همهٔ سطرهای آن گرفته شد" in seen
    assert "۲ محلهٔ تازه: محلهٔ گلشهر، محلهٔ قائم" in seen
    assert "دعوت ۱ تسهیلگر: محسن صادقی" in seen
    assert "محلهٔ تازه برای ۱ تسهیلگر کنونی: نادیا کرمی" in seen
    seen = await maryam.taps("ثبت ردیف‌های درست")
    assert "۲ محلهٔ تازه افزوده شد" in seen
    assert "دعوت‌نامهٔ ۱ تسهیلگر ساخته شد" in seen
    assert "افزوده شد: محلهٔ طلاب" in nadia.sees()
    await maryam.says("/members")
    await maryam.taps("دعوت‌نامه‌های باز", "محسن صادقی")
    mohsen = town.person("محسن صادقی")
    assert "تسهیلگر محلهٔ گلشهر، محلهٔ قائم" in await mohsen.opens_link(maryam.link())
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "ورود از اکسل", "ارسال کاربرگ")
    seen = await maryam.sends_file("محله‌ها.xlsx", data, mime=XLSX)
    assert "همهٔ محله‌ها و تسهیلگران این فهرست ثبت شده‌اند" in seen
    assert "ثبت" not in "".join(maryam.buttons())


async def test_a_number_that_another_wrote_is_said_and_what_a_sheet_adds_is_added_to_the_link(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب")
    ali = await town.member("علی بدخواه", Role.FACILITATOR)
    async with town.app.db.write() as session:
        written = (await session.scalars(select(Person).where(Person.name == "علی بدخواه"))).one()
        written.phone, written.phone_verified = "+989151112233", False
    zahra = ("زهرا نوری", "۰۹۱۵۱۱۱۲۲۳۳")
    for names, seen, done in (
        (["طلاب"], "را «علی بدخواه» هم، بی‌آنکه تأیید شده باشد", "دعوت‌نامهٔ ۱ تسهیلگر ساخته شد"),
        (["طلاب", "گلشهر"], "محلهٔ تازه در دعوت‌نامهٔ ۱ تسهیلگر: زهرا نوری", "به دعوت‌نامهٔ ۱ تسهیلگر افزوده شد"),
    ):
        await maryam.says("/members")
        await maryam.taps("محله‌ها", "ورود از اکسل", "ارسال کاربرگ")
        data = workbook(("محله", "تسهیلگر", "تلفن تسهیلگر"), *((name, *zahra) for name in names))
        assert seen in await maryam.sends_file("محله‌ها.xlsx", data, mime=XLSX)
        assert done in await maryam.taps("ثبت")
    assert "افزوده شد" not in ali.everything()


@pytest.mark.ci
async def test_what_is_no_sheet_of_neighbourhoods_is_refused_with_what_to_do(town: Town) -> None:
    maryam = await lists(town, "طلاب")
    await maryam.taps("ورود از اکسل", "ارسال کاربرگ")
    assert "کاربرگ اکسل (xlsx) نیست" in await maryam.sends_file("فهرست.xlsx", b"PK\x03\x04broken", mime=XLSX)
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "ورود از اکسل", "ارسال کاربرگ")
    data = workbook(("نام",), ("گلشهر",))
    assert "در فهرست!A1 سرستون «محله» نیست" in await maryam.sends_file("فهرست.xlsx", data, mime=XLSX)
    await maryam.taps("ارسال فهرست اصلاح‌شده")
    assert "در این کاربرگ محله‌ای نیافتیم" in await maryam.sends_file("فهرست.xlsx", workbook(("محله",)), mime=XLSX)


async def test_a_facilitator_is_found_and_given_several_neighbourhoods_at_once(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب", "قائم")
    assert "هنوز تسهیلگری عضو نیست" in await maryam.taps("تسهیلگران")
    mohsen = await town.member("محسن صادقی", Role.FACILITATOR, "محلهٔ گلشهر")
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "تسهیلگران")
    await maryam.says("صادقي")
    assert "محله‌ها: محلهٔ گلشهر" in await maryam.taps("محسن صادقی")
    await maryam.taps("محله‌های ایشان", "● محلهٔ گلشهر", "○ محلهٔ طلاب", "○ محلهٔ قائم")
    assert "محله‌ها: محلهٔ طلاب، محلهٔ قائم" in await maryam.taps("ادامه")
    told = mohsen.sees()
    assert "افزوده شد: محلهٔ طلاب، محلهٔ قائم" in told
    assert "برداشته شد: محلهٔ گلشهر" in told
    await maryam.taps("تسهیلگر محلهٔ طلاب", "پایان دادن به این نقش", "بله، پایان یابد")
    assert "تسهیلگر محلهٔ طلاب» از سوی دبیرخانه پایان یافت" in mohsen.sees()
