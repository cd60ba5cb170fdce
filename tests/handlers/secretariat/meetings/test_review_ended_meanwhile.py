"""Forms of a review that are open while a colleague ends it, or drops what they are about."""

import pytest

from domain.access.member import Role
from models.tables.meetings import ResolutionState
from tests.handlers.secretariat.meetings.binalud import CLEAR, resolutions, sends_minutes
from tests.town import PNG, Human, Town

UNSENT = "این نوشتهٔ شما جایی ثبت نشد:\n"
FORMS = [
    ("اصلاح متن", "متن تازهٔ گلی برای این مصوبه است."),
    ("بندها", "الف: آمار زمین‌ها\nب: نقشهٔ آن‌ها"),
    ("ملاحظات", "سند آن پیوست است."),
    ("مهلت", "تا پایان دی"),
]


async def opens(who: Human, number: str, *then: str) -> None:
    await who.says("/meetings")
    await who.taps("جلسهٔ ۴", "ادامهٔ بازبینی", "فهرست مصوبه‌ها", f"{number}، ", *then)


async def both(town: Town, *form: str) -> tuple[Human, Human]:
    """Let Maryam and Goli review one set of minutes, Goli with a form of the second resolution open."""
    maryam, goli = await town.secretary(), await town.member("گلی صادقی", Role.SECRETARY)
    await sends_minutes(maryam, CLEAR)
    await opens(goli, "۲", *form)
    return maryam, goli


@pytest.mark.parametrize(("form", "words"), FORMS)
async def test_what_is_written_for_discarded_minutes_is_said_back(town: Town, form: str, words: str) -> None:
    maryam, goli = await both(town, form)
    before = (await resolutions(town))[2]
    await maryam.taps("کنار گذاشتن", "بله، کنار گذاشته شود")
    seen = await goli.says(words)
    assert "بازبینی آن پایان یافته است" in seen
    assert f"{UNSENT}{words}" in seen
    assert goli.buttons() == ["منوی اصلی"]
    after = (await resolutions(town))[2]
    assert (after.text, after.items, after.remark) == (before.text, before.items, before.remark)


@pytest.mark.parametrize(("form", "words"), [*FORMS, ("تفکیک", "بخش دوم آن")])
async def test_what_is_written_for_a_resolution_that_was_merged_is_said_back(town: Town, form: str, words: str) -> None:
    maryam, goli = await both(town, form)
    await opens(maryam, "۱", "ادغام با بعدی")
    seen = await goli.says(words)
    assert "حذف یا در مصوبهٔ دیگری ادغام شده است" in seen
    assert "ابلاغ شده است" not in seen
    assert f"{UNSENT}{words}" in seen
    dropped = (await resolutions(town))[2]
    assert dropped.state is ResolutionState.DROPPED
    assert (dropped.items, dropped.remark) == ([], "")
    assert words not in dropped.text


@pytest.mark.parametrize(("form", "words"), FORMS[:2])
async def test_the_words_of_a_resolution_that_was_issued_meanwhile_stay_binding(
    town: Town, form: str, words: str
) -> None:
    maryam, goli = await both(town, form)
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    seen = await goli.says(words)
    assert "این بخش ابلاغ شده است" in seen
    assert f"{UNSENT}{words}" in seen
    binding = (await resolutions(town))[2]
    assert "نقشه راه گردشگری" in binding.text
    assert binding.items == []
    # Opened anew, it asks whether the owners are told.
    await goli.says("/resolutions")
    await goli.taps("مصوبهٔ ۲", form)
    await goli.says(words)
    assert "به مسئولان" in await goli.taps(next(label for label in goli.buttons() if "خبر" in label))


async def test_a_deadline_that_waits_to_be_confirmed_ends_with_its_minutes(town: Town) -> None:
    maryam, goli = await both(town, "مهلت")
    await goli.says("تا پایان دی")
    await maryam.taps("کنار گذاشتن", "بله، کنار گذاشته شود")
    seen = await goli.taps("همین مهلت ثبت شود")
    assert "بازبینی آن پایان یافته است" in seen
    assert "مهلت ثبت شد" not in seen


async def test_an_owner_and_a_template_for_discarded_minutes_are_not_taken(town: Town) -> None:
    maryam, goli = await both(town, "مسئولان", "افزودن مسئول")
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await opens(zahra, "۲", "فایل نمونه")
    await maryam.taps("کنار گذاشتن", "بله، کنار گذاشته شود")
    await goli.says("بنیاد مسکن")
    seen = await goli.taps("همین ثبت شود")
    assert "بازبینی آن پایان یافته است" in seen
    seen = await zahra.sends_file("نمونه.xlsx", PNG)
    assert "بازبینی آن پایان یافته است" in seen
    assert "۱ فایل شما جایی ثبت نشد" in seen
