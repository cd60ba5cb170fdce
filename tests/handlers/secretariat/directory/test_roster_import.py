"""The import of seventy invitees on the first day, from a sheet or from pasted lines."""

import io

import aiohttp
import openpyxl
import pytest
from sqlalchemy import select

from domain.persian.text import fold
from models.tables.agencies import ActorKind, Agency, Group
from models.tables.meetings import Owner, Resolution
from models.tables.people import Person
from tests.issued import issue
from tests.town import Town

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(*rows: tuple[object, ...], merged: str = "") -> bytes:
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


async def test_seventy_agencies_come_in_by_a_sheet_and_their_people_are_invited(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of("ادارهٔ شمارهٔ ۱")
    rows = [(f"ادارهٔ شمارهٔ {n}", "کلیهٔ مدعوین", f"کارمند {n}", 9150000000 + n) for n in range(1, 71)]
    data = sheet(("صورت مدعوین",), ("نام دستگاه", "گروه", "نام نماینده", "همراه"), *rows)
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    seen = await maryam.sends_file("مدعوین.xlsx", data, mime=XLSX)
    assert "۶۹ دستگاه تازه" in seen
    assert "۱ دستگاه از پیش در فهرست است" in seen
    assert "گروه تازه: کلیهٔ مدعوین" in seen
    assert "۷۰ نفر دعوت می‌شوند" in seen
    assert "۷۰ نفر دعوت شدند" in await maryam.taps("ثبت همه")
    files = [message["document"]["file_name"] for message in maryam.messages() if "document" in message]
    assert files == ["دعوت‌نامه‌ها.xlsx"]
    assert "۷۰ دستگاه، ۱ گروه" in await maryam.says("/members")
    await maryam.taps("دعوت‌نامه‌های باز", "کارمند ۷۰")
    person = town.person("کارمند")
    assert "نمایندهٔ ادارهٔ شمارهٔ 70" in await person.opens_link(maryam.link())


async def test_what_contradicts_the_members_is_named_and_the_rest_is_taken(town: Town) -> None:
    maryam, _ = await town.secretary(), await town.representative_of("شهرداری مشهد")
    async with town.app.db.write() as session:
        sara = (await session.scalars(select(Person).where(Person.name == "سارا محمدی"))).one()
        sara.phone = "+989151234567"
        city = (await session.scalars(select(Agency))).one()
        kind = ActorKind(name="شهرداری‌ها")
        session.add(kind)
        await session.flush()
        city.kind_id = kind.id
    data = sheet(
        ("نام دستگاه", "نوع دستگاه", "نام", "همراه", "نقش"),
        ("شهرداری مشهد", "بانک‌ها", "رضا احمدی", "09151234567", ""),
        ("شهرداری مشهد", "", "سارا محمدی", "", "مدیر"),
        ("بهزیستی", "", "مینا صادقی و علی نوری", "", ""),
    )
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    seen = await maryam.sends_file("a.xlsx", data, mime=XLSX)
    assert "فهرست!B2: نوع این دستگاه در فهرست «شهرداری‌ها» است و «بانک‌ها» جای آن را نمی‌گیرد" in seen
    assert "نوع تازه" not in seen
    assert "فهرست!D2: شمارهٔ +989151234567 از آن «سارا محمدی» است" in seen
    assert "فهرست!E3: «سارا محمدی» با نقش دیگری عضو یا دعوت شده است" in seen
    assert "فهرست!C4: «مینا صادقی و علی نوری» چند نفر شمرده شد" in seen
    assert "۲ نفر دعوت می‌شوند" in seen
    assert "۱ دستگاه افزوده شد و ۲ نفر دعوت شدند" in await maryam.taps("ثبت همه")


@pytest.mark.ci
async def test_the_same_list_twice_invites_nobody_twice(town: Town) -> None:
    maryam = await town.secretary()
    data = sheet(("دستگاه", "نام"), ("شهرداری مشهد", "سارا محمدی"))
    for seen in ("۱ نفر دعوت شدند", "ثبت شده‌اند"):
        await maryam.says("/members")
        await maryam.taps("ورود گروهی", "ارسال فهرست")
        await maryam.sends_file("a.xlsx", data, mime=XLSX)
        assert seen in await maryam.taps("ثبت همه")


async def test_wrong_cells_are_named_and_the_right_rows_can_still_be_taken(town: Town) -> None:
    maryam = await town.secretary()
    data = sheet(
        ("نام دستگاه", "نام", "همراه", "نقش"),
        ("شهرداری مشهد", "سارا محمدی", "۰۹۱۵۱۲۳۴۵۶۷", "نماینده"),
        ("اتاق بازرگانی", "علی کریمی", "ندارد", "رابط"),
        ("", "رضا احمدی", "", "معاون"),
    )
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    seen = await maryam.sends_file("a.xlsx", data, mime=XLSX)
    assert "۳ مورد نیاز به اصلاح دارد" in seen
    assert "فهرست!C3: «ندارد» شمارهٔ همراه نیست" in seen
    assert "فهرست!A4: نام دستگاه نوشته نشده است" in seen
    assert "فهرست!D4: نقش «معاون» شناخته نشد" in seen
    assert "۱ دستگاه افزوده شد" in await maryam.taps("ثبت ردیف‌های درست")


async def test_twins_and_merged_cells_are_named_before_anything_is_taken_in(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of("شهرداری مشهد", "علی اکبری")
    data = sheet(
        ("نام دستگاه", "نام", "همراه"),
        ("بهزيستي", "سارا محمدی", "۰۹۱۵۱۲۳۴۵۶۷"),
        ("", "رضا احمدی", "09151234568"),
        ("اتاق بازرگانی", "زهرا نوری", "09151234567"),
        ("شهردای مشهد", "مینا صادقی", ""),
        ("شهردای مشهد", "مینا صادقی", ""),
        merged="A2:A3",
    )
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    seen = await maryam.sends_file("a.xlsx", data, mime=XLSX)
    assert "فهرست!A2:A3: این خانه‌ها ادغام شده است؛ «بهزیستی» برای همهٔ سطرهای آن گرفته شد" in seen
    assert "در فهرست!C2 برای فرد دیگری آمده است" in seen
    assert "فهرست!A6: «مینا صادقی» در فهرست!A5 هم آمده و یک بار گرفته شد" in seen
    assert "فهرست!A5: «شهردای مشهد» نزدیک به «شهرداری مشهد» است" in seen
    assert "۳ نفر دعوت می‌شوند" in seen
    assert "۲ دستگاه افزوده شد و ۳ نفر دعوت شدند" in await maryam.taps("ثبت ردیف‌های درست")


@pytest.mark.ci
async def test_lines_are_pasted_over_two_messages(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    await maryam.says("۱. شهرداری مشهد، مدعوین، سارا محمدی، ۰۹۱۵۱۲۳۴۵۶۷\nفرمانداری مشهد")
    await maryam.says("اتاق بازرگانی، صنایع، معادن و کشاورزی\nدانشگاه | اعضا | دکتر کریمی | 09151112233")
    seen = await maryam.taps("تمام شد")
    assert "سطر ۳: «اتاق بازرگانی، صنایع، معادن و کشاورزی» به دو گونه خوانده می‌شود" in seen
    assert "۳ دستگاه تازه" in seen
    assert "۲ نفر دعوت می‌شوند" in seen


async def test_a_list_of_nobody_speaks_of_no_invitations(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    await maryam.says("بنیاد مسکن | اعضای کارگروه")
    seen = await maryam.taps("تمام شد")
    assert "۱ دستگاه تازه" in seen
    assert "دعوت می" not in seen


async def test_a_file_that_is_no_sheet_is_refused_with_what_to_do(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    assert "کاربرگ اکسل (xlsx) نیست" in await maryam.sends_file(
        "a.xls", b"not a sheet at all", mime="application/vnd.ms-excel"
    )


@pytest.mark.ci
async def test_the_template_can_be_filled_and_sent_back(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "دریافت کاربرگ اکسل")
    document = next(message["document"] for message in maryam.messages() if "document" in message)
    address = f"{town.server.url}/api/files/{document['file_id']}"
    async with aiohttp.ClientSession() as web, web.get(address) as answer:
        book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    assert book.active
    book.active.append(["شهرداری مشهد", "", "مدعوین", "", "", "خانم", "سارا محمدی", "", "جانشین", "09151234567"])
    filled = io.BytesIO()
    book.save(filled)
    await maryam.taps("ارسال فهرست")
    assert "۱ نفر دعوت می‌شوند" in await maryam.sends_file("b.xlsx", filled.getvalue(), mime=XLSX)


@pytest.mark.ci
async def test_an_invited_person_whose_name_is_known_only_shares_the_phone(town: Town) -> None:
    maryam = await town.secretary()
    data = sheet(
        ("دستگاه", "عنوان", "نام", "سمت", "همراه"),
        ("شهرداری مشهد", "سرکار خانم", "سارا محمدی", "کارشناس", "09151234567"),
    )
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    await maryam.sends_file("a.xlsx", data, mime=XLSX)
    await maryam.taps("ثبت همه", "دعوت‌نامه‌های باز", "سارا محمدی")
    sara = town.person("سارا م.")
    welcome = await sara.opens_link(maryam.link())
    assert "با سلام و احترام، سرکار خانم سارا محمدی" in welcome
    assert "شمارهٔ همراه خود را با دکمهٔ پایین صفحه بفرستید" in welcome
    assert "سرکار خانم سارا محمدی" in await sara.says("/start")
    assert "شمارهٔ همراه خود را" in await sara.taps("ادامهٔ «ثبت‌نام»")
    assert "شمارهٔ همراه دریافت شد" in await sara.shares_phone()
    assert "مشخصات شما ثبت شد" in await sara.taps("ثبت")


@pytest.mark.ci
async def test_whoever_is_imported_into_a_group_owes_what_the_group_owes(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of("شهرداری مشهد")
    await issue(town, 6, "پیشنهادهای خود را بفرستند.", "اتاق بازرگانی", due="1398-07-20")
    async with town.app.db.write() as session:
        resolution = await session.scalar(select(Resolution))
        assert resolution
        group = Group(name="کلیه مدعوین", name_fold=fold("کلیه مدعوین"))
        session.add(group)
        await session.flush()
        session.add(Owner(resolution_id=resolution.id, group_id=group.id))
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    await maryam.says("شهرداری مشهد، کلیهٔ مدعوین")
    await maryam.taps("تمام شد", "ثبت همه")
    assert "پیشنهادهای خود را بفرستند" in sara.sees()


async def test_the_long_name_of_an_agency_that_is_there_by_a_short_one_is_asked_about(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of("بهزیستی", "علی اکبری")
    data = sheet(("نام دستگاه", "نام", "همراه"), ("اداره کل بهزیستی استان", "سارا محمدی", ""))
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "ارسال فهرست")
    seen = await maryam.sends_file("a.xlsx", data, mime=XLSX)
    assert "«اداره کل بهزیستی استان» نزدیک به «بهزیستی» است" in seen
