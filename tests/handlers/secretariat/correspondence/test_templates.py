"""The Word templates of the secretariat: looked at, taken, changed in Word, put back, and given up again."""

import aiohttp
import pytest

from domain.access.member import Role
from tests.services.rendering.test_word import docx, read
from tests.town import Human, Town

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def document(town: Town, human: Human) -> bytes:
    """The newest file that the bot sent to somebody."""
    newest = next(message for message in reversed(human.messages()) if "document" in message)
    address = f"{town.server.url}/api/files/{newest['document']['file_id']}"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return await answer.read()


async def puts(human: Human, data: bytes, name: str = "سربرگ.docx") -> str:
    """Send a template for the letter of membership."""
    await human.says("/templates")
    await human.taps("ابلاغیهٔ عضویت", "گذاشتن قالب دیگر")
    return await human.sends_file(name, data, mime=DOCX)


async def test_maryam_puts_the_offices_own_template_in_and_goes_back(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/templates")
    seen = await maryam.taps("ابلاغیهٔ عضویت")
    assert "قالب آمادهٔ دستیار" in seen
    assert "{{ امضاکننده }}" in seen
    await maryam.taps("دریافت قالب کنونی")
    assert "{{ موضوع }}" in " ".join(read(await document(town, maryam)))

    seen = await puts(maryam, docx("استانداری", "{{ گیرنده }}، {{ دستگاه }}"))
    assert "در قالب شما نیست" in seen
    assert "امضاکننده" in seen
    assert read(await document(town, maryam)) == ["استانداری", "جناب آقای نمونه، دستگاه نمونه"]
    seen = await maryam.taps("به کار بردن")
    assert "قالب سازمان شما به کار می‌رود" in seen
    assert "سربرگ.docx" in seen

    await maryam.taps("دریافت قالب کنونی")
    assert read(await document(town, maryam))[0] == "استانداری"
    await maryam.taps("بازگشت به «ابلاغیهٔ عضویت»")
    assert "قالب آمادهٔ دستیار" in await maryam.taps("بازگشت به قالب آماده")


@pytest.mark.ci
@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (docx("{{ گیرنده }} {{ مبلغ }} {{ نام_رئیس }}"), "«مبلغ»، «نام_رئیس»"),
        (docx("{{ گیرنده.__class__ }}"), "جز پر کردن فیلدها"),
        (docx("{{ گیرنده }"), "نشانه‌گذاری قالب"),
        (docx("متن بی‌فیلد"), "هیچ‌یک از فیلدهای این قالب نیست"),
        (b"%PDF-1.7", "سند ورد (docx) نیست"),
        (docx("{{ گیرنده }}")[:-100], "آسیب دیده"),
        (b"PK" + bytes(10 * 1024 * 1024), "۵ مگابایت"),
    ],
    ids=["unknown", "attribute", "syntax", "no fields", "pdf", "damaged", "large"],
)
async def test_a_template_that_is_not_right_says_why_and_changes_nothing(town: Town, data: bytes, answer: str) -> None:
    maryam = await town.secretary()
    assert answer in await puts(maryam, data)
    assert "قالب خود را" in await maryam.taps("فرستادن فایل دیگر")
    await maryam.says("/templates")
    assert "قالب آمادهٔ دستیار" in await maryam.taps("ابلاغیهٔ عضویت")


@pytest.mark.ci
async def test_two_secretaries_do_not_overwrite_each_others_template(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await puts(maryam, docx("الف {{ گیرنده }}"), "الف.docx")
    await puts(zahra, docx("ب {{ گیرنده }}"), "ب.docx")
    assert "ب.docx" in await zahra.taps("به کار بردن")
    assert "همکار دیگری این قالب را تغییر داده است" in await maryam.taps("به کار بردن")
