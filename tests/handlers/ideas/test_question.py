"""Questions to the secretariat: asked from anywhere, answered once, asked on, closed; and nothing typed is lost."""

import pytest
from sqlalchemy import insert, select

from domain.access.member import Role
from models.tables.conversations import Draft
from models.tables.people import Membership, Person
from models.tables.questions import Question, QuestionEntry
from services.ideas.questions import MOST_ENTRIES
from tests.issued import issue
from tests.town import OWNER_ID, Human, Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."
ASKED = "جدول مصوبهٔ ۷ برای کدام سال تکمیل شود؟"


async def asked(who: Human, words: str = ASKED) -> None:
    await who.says("/question")
    if "پرسش تازه" in who.buttons():
        await who.taps("پرسش تازه")
    await who.says(words)
    await who.taps("رد کردن", "ارسال")


async def answered(who: Human, words: str) -> str:
    """Answer the question whose card is the newest; return what the secretary sees."""
    await who.taps("پاسخ به پرسش")
    await who.says(words)
    return await who.taps("رد کردن", "ارسال")


async def stored(town: Town) -> list[Question]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Question).order_by(Question.id)))


async def test_a_question_is_answered_asked_on_and_closed_on_two_platforms(both: Town) -> None:
    maryam = await both.secretary()
    sara = await both.representative_of(CITY, on="bale")
    assert "پرسش خود را بنویسید" in await sara.opens("پرسش از دبیرخانه")
    await sara.says(ASKED)
    await sara.sends_photo("نمونهٔ جدول")
    assert "پرسش: " + ASKED in await sara.taps("ادامه")
    assert "با شمارهٔ ۱ برای دبیرخانه فرستاده شد" in await sara.taps("ارسال")
    assert "۱ پرسش در انتظار پاسخ شماست" in maryam.everything()
    assert "قدیمی‌ترین از شنبه ۱۳ مهر" in await maryam.taps("پرسش‌های رسیده")
    seen = await maryam.taps("پرسش ۱")
    assert "سارا محمدی" in seen
    assert "نمایندهٔ شهرداری مشهد" in seen
    assert "نمونهٔ جدول" in await maryam.taps("دیدن پیوست‌ها")
    await maryam.taps("نمایش پرسش")
    assert "برای پرسشگر فرستاده شد" in await answered(maryam, "برای سال ۱۳۹۷.")
    assert "برای سال ۱۳۹۷." in sara.everything()
    assert "مریم" not in sara.everything()
    await sara.taps("نمایش پرسش", "ادامهٔ پرسش")
    await sara.says("برای شهرستان‌ها هم؟")
    await sara.taps("رد کردن", "ارسال")
    seen = await maryam.says("/questions")
    assert "در انتظار پاسخ" in seen
    await maryam.taps("پرسش ۱")
    await answered(maryam, "بله.")
    await sara.says("/question")
    seen = await sara.taps("پرسش ۱")
    assert "برای شهرستان‌ها هم؟" in seen
    assert "بله." in seen
    assert "بسته شد" in await sara.taps("بستن پرسش")
    assert "همهٔ پرسش‌ها پاسخ داده شده است" in await maryam.says("/questions")


async def test_a_question_about_a_task_names_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/tasks")
    assert "مصوبهٔ ۷" in await sara.taps("مصوبهٔ ۷", "پرسش از دبیرخانه")
    await sara.says("ستون سوم چیست؟")
    await sara.taps("رد کردن", "ارسال")
    await maryam.says("/questions")
    assert f"دربارهٔ مصوبهٔ ۷، جلسهٔ ۵، {CITY}" in await maryam.taps("پرسش ۱")


async def test_words_that_nothing_asked_for_become_a_question_and_a_draft_of_another_stays(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/question", "نخستین پرسش نیمه‌تمام")
    await sara.says("/start")
    assert "اگر پرسش یا پیشنهادی برای دبیرخانه است" in await sara.says("جلسه کی است؟")
    assert "پرسش: جلسه کی است؟" in await sara.taps("پرسش از دبیرخانه", "رد کردن")
    await sara.taps("ارسال")
    assert [one.text for one in await stored(town)] == ["جلسه کی است؟"]
    await sara.says("/start")
    assert "ادامهٔ «پرسش از دبیرخانه»" in sara.buttons()


async def test_a_file_that_nothing_asked_for_goes_with_a_facilitator_s_question(town: Town) -> None:
    hamid = await town.member("حمید توکلی", Role.FACILITATOR)
    await hamid.sends_photo("این برگه را چه کنم؟")
    await hamid.taps("پرسش از دبیرخانه")
    await hamid.taps("ارسال")
    [question] = await stored(town)
    assert (question.text, len(question.attachments)) == ("این برگه را چه کنم؟", 1)


async def test_an_empty_question_is_refused_and_what_was_typed_after_it_is_taken(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/question")
    assert "یکی از آن‌ها کافی است" in await sara.taps("رد کردن", "رد کردن", "ارسال")
    await sara.says("جلسه کی است؟")
    assert "با شمارهٔ ۱" in await sara.taps("ارسال")


async def test_a_thread_without_end_is_full_at_some_time_and_the_words_stay(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await asked(sara)
    [question] = await stored(town)
    said = {"question_id": question.id, "person_id": question.person_id, "answer": False, "at": town.clock.now()}
    async with town.app.db.write() as session:
        await session.execute(insert(QuestionEntry), [{**said, "text": "و این"}] * MOST_ENTRIES)
    await sara.says("/question")
    await sara.taps("جدول مصوبه", "ادامهٔ پرسش")
    await sara.says("و سال آینده؟")
    assert "این گفت‌وگو پر شده است" in await sara.taps("رد کردن", "ارسال")
    async with town.app.db.read() as session:
        kept = await session.scalars(select(Draft.state))
        assert [state["answers"]["text"] for state in kept] == ["و سال آینده؟"]


async def test_a_second_secretary_sees_the_answer_of_the_first_and_adds_to_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    await asked(sara)
    for secretary in (maryam, reza):
        await secretary.says("/questions")
        await secretary.taps("پرسش ۱", "پاسخ به پرسش")
    await reza.says("برای سال ۱۳۹۸.")
    await reza.taps("رد کردن")
    await maryam.says("برای سال ۱۳۹۷.")
    await maryam.taps("رد کردن", "ارسال")
    seen = await reza.taps("ارسال")
    assert "این پرسش را مریم رضایی در شنبه ۱۳ مهر" in seen
    assert "برای سال ۱۳۹۷." in seen
    assert "افزودن به پاسخ" in seen
    assert "پاسخ: برای سال ۱۳۹۸." in seen
    assert "برای سال ۱۳۹۸" not in sara.everything()
    await reza.taps("ارسال")
    assert "برای سال ۱۳۹۸." in sara.everything()


async def test_a_stale_button_to_answer_shows_who_answered(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    await asked(sara)
    for secretary in (maryam, reza):
        await secretary.says("/questions")
        await secretary.taps("پرسش ۱")
    await answered(maryam, "برای سال ۱۳۹۷.")
    assert "این پرسش را مریم رضایی" in await reza.taps("پاسخ به پرسش")
    assert "افزودن به پاسخ" in reza.buttons()


async def test_a_question_is_not_closed_over_words_that_the_secretary_has_not_seen(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await asked(sara)
    await maryam.says("/questions")
    await maryam.taps("پرسش ۱")
    assert "بستن پرسش" not in maryam.buttons()
    await answered(maryam, "برای سال ۱۳۹۷.")
    await maryam.taps("نمایش پرسش")
    await sara.taps("نمایش پرسش", "ادامهٔ پرسش")
    await sara.says("برای شهرستان‌ها هم؟")
    await sara.taps("رد کردن", "ارسال")
    assert "برای شهرستان‌ها هم؟" in await maryam.taps("بستن پرسش")
    [question] = await stored(town)
    assert question.closed_at is None


@pytest.mark.parametrize("again", [False, True])
async def test_words_that_came_while_an_answer_was_written_still_wait_for_one(town: Town, again: bool) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await asked(sara)
    await maryam.says("/questions")
    await maryam.taps("پرسش ۱")
    if again:
        await answered(maryam, "برای سال ۱۳۹۷.")
        await maryam.taps("نمایش پرسش")
    await maryam.taps("افزودن به پاسخ" if again else "پاسخ به پرسش")
    await sara.says("/question")
    await sara.taps("پرسش ۱", "ادامهٔ پرسش")
    await sara.says("برای شهرستان‌ها هم؟")
    await sara.taps("رد کردن", "ارسال")
    await maryam.says("برای همان سال.")
    seen = await maryam.taps("رد کردن", "ارسال")
    assert "همچنان در انتظار پاسخ است" in seen
    assert "برای شهرستان‌ها هم؟" in seen
    assert "برای همان سال." in sara.everything()
    [question] = await stored(town)
    assert question.waiting_since
    assert "فرستاده شد" in await answered(maryam, "برای شهرستان‌ها هم.")
    [question] = await stored(town)
    assert question.waiting_since is None


async def test_whoever_left_is_answered_without_a_message(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await asked(sara)
    async with town.app.db.write() as session:
        query = select(Membership).join(Person).where(Person.name == "سارا محمدی")
        (await session.scalars(query)).one().ended_at = town.clock.now()
    await maryam.says("/questions")
    assert "این شخص دیگر عضو نیست" in await maryam.taps("پرسش ۱")
    assert "پیامی فرستاده نشد" in await answered(maryam, "برای سال ۱۳۹۷.")
    assert "برای سال ۱۳۹۷" not in sara.everything()


async def test_unanswered_questions_stand_first_and_are_found_by_number_words_and_name(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    for number in range(9):
        await asked(sara, f"پرسش دربارهٔ {'بودجه' if number == 4 else 'مهلت'}؟")
    await maryam.says("/questions")
    await maryam.taps("پرسش ۱")
    await answered(maryam, "تا پایان مهر.")
    seen = await maryam.says("/questions")
    assert seen.index("شمارهٔ ۲") < seen.index("شمارهٔ ۸")
    assert "شمارهٔ ۱،" not in seen
    assert "شمارهٔ ۱، پاسخ داده شد" in await maryam.taps("صفحهٔ بعد")
    await maryam.taps("جست‌وجوی پرسش")
    await maryam.says("بودجه")
    assert [label for label in maryam.buttons() if label.startswith("پرسش ")] == ["پرسش ۵: پرسش دربارهٔ بودجه؟"]
    await maryam.says("محمدی ۹")
    assert "پرسش ۹: پرسش دربارهٔ مهلت؟" in maryam.buttons()
    assert "پرسش شمارهٔ ۹" in await maryam.taps("پرسش ۹")


async def test_another_s_question_stays_closed_to_members(town: Town) -> None:
    sara = await town.representative_of(CITY)
    hamid = await town.member("حمید توکلی", Role.FACILITATOR)
    await asked(sara)
    await asked(hamid, "سلام؟ فرم محله کجاست؟")
    await hamid.says("/question")
    assert ASKED not in await hamid.taps("پرسش ۲")
    assert hamid.user != f"{hamid.platform}:{OWNER_ID}"
