"""Ideas of members: sent step by step, followed, added to, withdrawn; and names that never leak to other members."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.ideas import Idea, IdeaState, IdeaSubject
from models.tables.people import Membership, Person
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
MARKET = "در هر محله بازارچهٔ کارهای خانگی برپا شود."
CANARY = "قناری ناشناس‌زاده"


async def suggested(who: Human, words: str = MARKET, name: str = "با نام من", subject: str = "کار در خانه") -> str:
    """Send an idea; return what its author sees then."""
    await who.says("/idea")
    if "ایدهٔ تازه" in who.buttons():
        await who.taps("ایدهٔ تازه")
    await who.taps(subject)
    await who.says(words)
    return await who.taps("رد کردن", name, "ارسال")


async def decided(maryam: Human, number: str, *taps: str) -> str:
    """Take the idea of that number from the whole list, and tap on its card; return what the secretary sees."""
    await maryam.says("/ideas")
    await maryam.taps("انتخاب وضعیت", "همهٔ وضعیت‌ها", f"ایدهٔ {number}")
    return await maryam.taps(*taps)


async def stored(town: Town) -> list[Idea]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Idea).order_by(Idea.id)))


async def test_an_idea_goes_its_way_from_bale_to_the_agenda_and_its_author_follows_it(both: Town) -> None:
    maryam = await both.secretary()
    sara = await both.representative_of(CITY, on="bale")
    await sara.opens("ایده و پیشنهاد")
    assert "ایدهٔ شما دربارهٔ چیست" in sara.sees()
    await sara.taps("کار در خانه")
    assert "برای نمونه" in sara.sees()
    await sara.says(MARKET)
    await sara.sends_photo("جای بازارچه")
    assert "دبیرخانه در هر حال نام شما را می‌بیند" in await sara.taps("ادامه")
    await sara.taps("بازگشت", "ادامه")
    summary = await sara.taps("با نام من")
    assert f"متن: {MARKET}" in summary
    assert "نام برای دیگر اعضا: با نام من" in summary
    assert "با شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    assert "۱ ایدهٔ تازه رسیده است" in maryam.everything()
    await maryam.taps("ایده‌های رسیده")
    seen = await maryam.taps("ایدهٔ ۱")
    assert "سارا محمدی" in seen
    assert "نمایندهٔ شهرداری مشهد" in seen
    assert "جای بازارچه" in await maryam.taps("دیدن پیوست‌ها (۱)")
    await maryam.taps("نمایش ایده", "پاسخ به پیشنهاددهنده")
    await maryam.says("در کدام محله آغاز شود؟")
    assert "برای پیشنهاددهنده فرستاده شد" in await maryam.taps("رد کردن", "ارسال")
    assert "در کدام محله آغاز شود؟" in sara.everything()
    await sara.taps("نمایش ایده", "افزودن به ایده")
    await sara.says("از محلهٔ قاسم‌آباد.")
    await sara.taps("رد کردن", "ارسال")
    assert "اکنون «در دستور جلسهٔ بعد» است" in await decided(maryam, "۱", "در دستور جلسهٔ بعد")
    assert f"وضعیت ایدهٔ شمارهٔ ۱ شما: در دستور جلسهٔ بعد\n«{MARKET}»" in sara.everything()
    await sara.says("/idea")
    seen = await sara.taps("ایدهٔ ۱")
    assert "از محلهٔ قاسم‌آباد." in seen
    assert "در دستور جلسهٔ بعد، دبیرخانه، شنبه ۱۳ مهر" in seen
    assert "مریم" not in sara.everything()


async def test_a_resolution_is_chosen_from_one_s_own_and_any_other_is_named(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع محله‌ها تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 8, "فهرست انجمن‌ها فرستاده شود.", CHAMBER, due="1398-07-20")
    await sara.says("/idea")
    await sara.taps("یک مصوبه")
    assert [label for label in sara.buttons() if label.startswith("مصوبه")] == [
        "مصوبهٔ ۷، جلسهٔ ۵: جدول منابع محله‌ها تکمیل شود."
    ]
    await sara.taps("مصوبهٔ ۷")
    await sara.says("جدول کوتاه‌تر شود.")
    await sara.taps("رد کردن", "با نام من", "ارسال")
    await sara.says("/idea")
    await sara.taps("ایدهٔ تازه", "یک مصوبه")
    await sara.says("مصوبهٔ ۳ سال گذشته")
    await sara.taps("همین ثبت شود")
    await sara.says("دوباره اجرا شود.")
    await sara.taps("رد کردن", "با نام من", "ارسال")
    first, second = await stored(town)
    assert (first.resolution_id is not None, first.topic[:9]) == (True, "مصوبهٔ ۷،")
    assert (second.resolution_id, second.topic) == (None, "مصوبهٔ ۳ سال گذشته")


async def test_a_facilitator_s_own_neighbourhood_comes_first(town: Town) -> None:
    hamid = await town.member("حمید توکلی", Role.FACILITATOR, "محلهٔ نوده")
    async with town.app.db.write() as session:
        (await session.scalars(select(Agency))).one().neighbourhood = True
        session.add(Agency(name="محلهٔ اسماعیل‌آباد", name_fold="محله اسماعیل اباد", neighbourhood=True))
    await hamid.says("/idea")
    await hamid.taps("یک محله")
    assert [label for label in hamid.buttons() if "محلهٔ" in label] == ["محلهٔ نوده", "محلهٔ اسماعیل‌آباد"]
    await hamid.taps("محلهٔ نوده")
    await hamid.says("در مسجد محله کارگاه خیاطی راه بیفتد.")
    await hamid.taps("رد کردن", "با نام من", "ارسال")
    [idea] = await stored(town)
    assert (idea.subject, idea.topic, idea.neighbourhood_id) == (IdeaSubject.NEIGHBOURHOOD, "محلهٔ نوده", 1)


@pytest.mark.parametrize("role", [Role.HEAD, Role.CHAIR, Role.SECRETARY])
async def test_every_member_may_send_one(town: Town, role: Role) -> None:
    who = await town.member("حسن ناظمی", role, CITY if role is Role.HEAD else "")
    assert "با شمارهٔ ۱ ثبت شد" in await suggested(who)


async def test_a_voice_alone_is_an_idea_and_nothing_at_all_is_none(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/idea")
    await sara.taps("موضوعی دیگر")
    await sara.taps("رد کردن", "رد کردن", "با نام من")
    assert "یکی از آن‌ها کافی است" in await sara.taps("ارسال")
    await sara.sends_files([("said.ogg", b"OggS", "audio/ogg")], "voice")
    await sara.taps("رد کردن")
    assert "با شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    [idea] = await stored(town)
    assert (idea.text, len(idea.attachments)) == ("", 1)


async def test_too_long_a_text_and_too_many_files_are_refused_in_words(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/idea")
    await sara.taps("موضوعی دیگر")
    assert "حداکثر ۳۰۰۰ نویسه" in await sara.says("بازارچه " * 400)
    await sara.says(MARKET)
    for _ in range(2):
        await sara.sends_photo(count=8)
    assert "حداکثر ۲۰ فایل" in await sara.sends_photo(count=5)
    await sara.taps("ادامه", "با نام من", "ارسال")
    [idea] = await stored(town)
    assert (idea.text, len(idea.attachments)) == (MARKET, 16)


async def test_a_draft_waits_and_the_words_that_nothing_asked_for_become_another_idea(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/idea")
    await sara.taps("کار خود کارگروه")
    await sara.says("نیمه‌تمام")
    await sara.says("/start", "چرا جلسه‌ها صبح برگزار نمی‌شود؟")
    await sara.taps("ایده و پیشنهاد", "کار خود کارگروه")
    await sara.taps("رد کردن", "با نام من", "ارسال")
    assert [idea.text for idea in await stored(town)] == ["چرا جلسه‌ها صبح برگزار نمی‌شود؟"]
    await sara.says("/start")
    assert "اگر عکس، صدا یا فایلی" in await sara.taps("ادامهٔ «ایده و پیشنهاد»")


async def test_it_is_withdrawn_while_new_and_not_later(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    await suggested(sara, "جلسه‌ها صبح برگزار شود.", subject="کار خود کارگروه")
    await sara.says("/idea")
    await sara.taps("ایدهٔ ۱", "پس گرفتن ایده")
    assert "پس گرفته شد" in await sara.taps("بله، پس می‌گیرم")
    assert "افزودن به ایده" not in sara.buttons()
    await sara.says("/idea")
    await sara.taps("ایدهٔ ۲", "پس گرفتن ایده")
    await decided(maryam, "۲", "در دست بررسی")
    assert "پس گرفته نمی‌شود" in await sara.taps("بله، پس می‌گیرم")
    assert [idea.state for idea in await stored(town)] == [IdeaState.WITHDRAWN, IdeaState.UNDER_STUDY]


async def test_a_name_that_is_not_to_be_shown_is_shown_to_the_secretariat_alone(town: Town) -> None:
    maryam = await town.secretary()
    canary = await town.member(CANARY, Role.REPRESENTATIVE, CITY)
    readers = [
        await town.representative_of(CHAMBER, "رضا احمدی"),
        await town.member("حمید توکلی", Role.FACILITATOR),
        await town.member("مهناز فرهمند", Role.CHAIR),
    ]
    await canary.says("/idea")
    await canary.taps("کار در خانه")
    await canary.says(MARKET)
    await canary.sends_file(f"{CANARY}.pdf", b"a letter")
    await canary.taps("ادامه", "بدون نام من")
    assert "نام شما به دیگر اعضا نشان داده نمی‌شود" in await canary.taps("ارسال")
    await suggested(canary, "جلسه‌ها صبح برگزار شود.")
    for number in ("۱", "۲"):
        seen = await decided(maryam, number, "پذیرش ایده")
        assert CANARY in seen
    await maryam.says("/ideas")
    await maryam.taps("ایدهٔ ۱", "پاسخ به پیشنهاددهنده")
    await maryam.says("سپاسگزاریم.")
    await maryam.taps("رد کردن", "ارسال")
    for reader in readers:
        await reader.says("/idea")
        assert MARKET in await reader.taps("ایده‌های دیگران")
        seen = await reader.taps("ایدهٔ شمارهٔ ۱")
        assert MARKET in seen
        assert "نام پیشنهاددهنده به خواست خودشان نشان داده نمی‌شود" in seen
        assert not any("پیوست" in label for label in reader.buttons())
        assert CANARY not in reader.everything()
        assert CITY not in reader.everything()
        await reader.taps("ایده‌های دیگران")
        assert CANARY in await reader.taps("ایدهٔ شمارهٔ ۲")


async def test_what_is_new_or_rejected_is_not_shown_to_others_and_a_stale_button_says_so(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await suggested(sara)
    await suggested(reza, "جلسه‌ها صبح برگزار شود.")
    await reza.says("/idea")
    assert "هنوز ایده‌ای از دیگران" in await reza.taps("ایده‌های دیگران")
    await decided(maryam, "۱", "در دست بررسی")
    await reza.taps("ایده‌های من", "ایده‌های دیگران")
    await decided(maryam, "۱", "نپذیرفتن با توضیح")
    await maryam.says("جای آن نیست.")
    await maryam.taps("ارسال")
    assert "دیگر در فهرست ایده‌های دیگران نیست" in await reza.taps("ایدهٔ شمارهٔ ۱")
    assert "جای آن نیست." in sara.everything()


async def test_an_idea_of_somebody_who_left_is_still_decided(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    async with town.app.db.write() as session:
        query = select(Membership).join(Person).where(Person.name == "سارا محمدی")
        (await session.scalars(query)).one().ended_at = town.clock.now()
    before = sara.everything()
    assert "این شخص دیگر عضو نیست" in await decided(maryam, "۱", "پذیرش ایده")
    assert sara.everything() == before


async def test_to_edit_a_message_of_an_idea_that_was_sent_is_answered_in_words(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/idea")
    await sara.taps("کار در خانه")
    message = await sara.starts_saying("بازارچه در هر محله")
    await town.quiet()
    await sara.taps("رد کردن", "با نام من", "ارسال")
    assert "ویرایش پیام، آن را تغییر نمی‌دهد" in await sara.edits(message, "بازارچه در دو محله")
    assert [idea.text for idea in await stored(town)] == ["بازارچه در هر محله"]
