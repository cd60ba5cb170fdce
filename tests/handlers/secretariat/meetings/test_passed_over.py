"""Texts of minutes that were not taken for resolutions: each is seen, made one, added to one, and put back."""

from domain.access.member import Role
from models.tables.meetings import ResolutionState
from tests.handlers.secretariat.meetings.binalud import HEAD, LAND, MAP, meetings, resolutions, sends_minutes
from tests.town import Human, Town

TALKS = """حاضران: خانم مریم رضوی، آقای داود کریمی

مذاکرات:
شهرداری بینالود تا پایان آبان راه روستای گلدره را مرمت می‌کند.
آقای کریمی از کمبود آب گفت.

مصوبات:
"""
TALKED = "\n".join((HEAD, TALKS, LAND, MAP))
ONLY_TALKED = HEAD + TALKS.removesuffix("مصوبات:\n")
LIST = "متن‌هایی که مصوبه نشد"


async def opens_list(town: Town, text: str = TALKED) -> Human:
    """Return Maryam, who looks at the texts that were not taken for resolutions."""
    maryam = await town.secretary()
    await sends_minutes(maryam, text)
    await maryam.taps(LIST)
    return maryam


async def test_the_talks_come_first_and_the_plain_kinds_are_folded(town: Town) -> None:
    maryam = await opens_list(town)
    seen = await maryam.taps("خلاصهٔ بازبینی", LIST)
    assert "(مذاکرات) " in seen
    assert "مرمت می‌کند" in seen
    assert "حاضران) " not in seen
    assert "(حاضران) " in await maryam.taps("نمایش سربرگ")
    assert "(حاضران) " not in await maryam.taps("بدون سربرگ")


async def test_maryam_makes_a_resolution_of_a_text_and_puts_it_back(town: Town) -> None:
    maryam = await opens_list(town)
    before = (await meetings(town))[0].passed_over
    seen = await maryam.taps("شهرداری بینالود")
    assert "راه روستای گلدره را مرمت می‌کند" in seen
    seen = await maryam.taps("مصوبه شود")
    assert "این متن مصوبهٔ ۳ شد" in seen
    assert "شهرداری بینالود" in seen
    assert "تا پنجشنبه ۳۰ آبان ۱۳۹۸" in seen
    assert [owner.name for owner in (await resolutions(town))[3].owners] == ["شهرداری بینالود"]
    await maryam.taps("خلاصهٔ بازبینی")
    assert "مرمت" not in await maryam.taps(LIST)
    await maryam.taps("خلاصهٔ بازبینی")
    await maryam.taps("فهرست مصوبه‌ها", "۳، ")
    seen = await maryam.taps("بازگرداندن «")
    assert "متن به فهرست بازگشت" in seen
    assert "مرمت" in seen
    assert (await resolutions(town))[3].state is ResolutionState.DROPPED
    seen = await maryam.taps("شهرداری بینالود", "مصوبه شود")
    assert "این متن مصوبهٔ ۳ شد" in seen
    assert len(await resolutions(town)) == 3
    assert [one["text"] for one in (await meetings(town))[0].passed_over] == [one["text"] for one in before]


async def test_a_long_text_is_read_to_its_end_page_by_page(town: Town) -> None:
    spoken = " ".join(
        f"آقای کریمی از کمبود آب در روستای {number} گفت و راه‌های جبران آن را برشمرد." for number in range(90)
    )
    maryam = await opens_list(town, TALKED.replace("آقای کریمی از کمبود آب گفت.", spoken))
    seen = await maryam.taps("کریمی از کمبود")
    assert "مذاکرات، متن ۲ از ۲" in seen
    assert "روستای 0 گفت" in seen
    assert "صفحهٔ ۱ از ۲ این متن" in seen
    seen = await maryam.taps("صفحهٔ بعد")
    assert "روستای 89 گفت" in seen
    assert "صفحهٔ بعد" not in maryam.buttons()
    assert "روستای 89 گفت" not in await maryam.taps("صفحهٔ قبل")


async def test_maryam_walks_from_text_to_text_and_back_to_the_others_from_a_card(town: Town) -> None:
    maryam = await opens_list(town)
    await maryam.taps("شهرداری بینالود")
    assert "کمبود آب" in await maryam.taps("متن بعدی")
    assert "مرمت" in await maryam.taps("متن پیشین")
    await maryam.taps("مصوبه شود")
    seen = await maryam.taps("متن‌های دیگر (")
    assert "کمبود آب" in seen
    assert "مرمت" not in seen


async def test_maryam_adds_a_text_to_a_resolution_and_puts_it_back(town: Town) -> None:
    maryam = await opens_list(town)
    was = (await resolutions(town))[2].text
    await maryam.taps("شهرداری بینالود", "افزودن به مصوبهٔ")
    seen = await maryam.taps("مصوبهٔ ۲: ")
    assert "متن به پایان مصوبهٔ ۲ افزوده شد" in seen
    assert "مرمت" in seen
    assert "مرمت" in (await resolutions(town))[2].text
    assert "متن به فهرست بازگشت" in await maryam.taps("بازگرداندن «")
    assert (await resolutions(town))[2].text == was


async def test_a_text_that_was_corrected_after_it_was_added_is_told_of_when_it_is_put_back(town: Town) -> None:
    maryam = await opens_list(town)
    await maryam.taps("شهرداری بینالود", "افزودن به مصوبهٔ", "مصوبهٔ ۲: ", "اصلاح متن")
    await maryam.says("مقرر شد نقشه راه گردشگری و راه گلدره آماده شود.")
    assert "متن مصوبهٔ ۲ پس از افزودن اصلاح شده است" in await maryam.taps("بازگرداندن «")
    assert (await resolutions(town))[2].text == "مقرر شد نقشه راه گردشگری و راه گلدره آماده شود."


async def colleague_opens_text(town: Town) -> Human:
    """Return Zahra, a second secretary, who looks at the text of the same draft about the road."""
    zahra = await town.member("زهرا نادری", Role.SECRETARY)
    await zahra.says("/meetings")
    await zahra.taps("جلسهٔ ۴", "ادامهٔ بازبینی", LIST, "شهرداری بینالود")
    return zahra


async def test_what_a_colleague_took_meanwhile_is_not_taken_twice(town: Town) -> None:
    maryam = await opens_list(town)
    zahra = await colleague_opens_text(town)
    await maryam.taps("شهرداری بینالود", "مصوبه شود")
    assert "این متن دیگر در فهرست نیست" in await zahra.taps("مصوبه شود")
    assert len(await resolutions(town)) == 3


async def test_after_the_issue_no_text_becomes_a_resolution(town: Town) -> None:
    maryam = await opens_list(town)
    zahra = await colleague_opens_text(town)
    await maryam.taps("خلاصهٔ بازبینی", "پذیرش همهٔ موارد", "تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    assert "این صورتجلسه ابلاغ شده است" in await zahra.taps("مصوبه شود")
    assert len(await resolutions(town)) == 2


async def test_minutes_without_a_decision_are_reviewed_text_by_text(town: Town) -> None:
    maryam = await town.secretary()
    seen = await sends_minutes(maryam, ONLY_TALKED)
    assert "مصوبه‌ای پیدا نشد" in seen
    assert "هر یک را می‌توانید مصوبه کنید" in seen
    await maryam.taps(LIST, "شهرداری بینالود", "افزودن به مصوبهٔ")
    assert "این متن مصوبهٔ ۱ شد" in await maryam.taps("بازگشت به متن", "مصوبه شود")
    assert "مصوبه‌ای در این متن پیدا نشد" not in await maryam.taps("خلاصهٔ بازبینی")


async def test_of_two_texts_that_a_doubt_quotes_only_the_one_that_waits_is_left(town: Town) -> None:
    talks = TALKED.replace("آقای کریمی از کمبود آب گفت.", "دهیاری گلدره ظرف دو هفته پل چوبی را تعمیر نماید.")
    maryam = await opens_list(town, talks)
    seen = await maryam.taps("خلاصهٔ بازبینی")
    assert "مرمت می‌کند.»، «دهیاری گلدره" in seen
    await maryam.taps(LIST, "شهرداری بینالود", "مصوبه شود")
    seen = await maryam.taps("خلاصهٔ بازبینی")
    assert "پل چوبی" in seen
    assert "مرمت" not in seen
