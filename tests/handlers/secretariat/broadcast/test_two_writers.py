"""Two secretaries who write the message of one broadcast: the second is told, and nothing is replaced unseen."""

from domain.access.member import Role
from tests.handlers.secretariat.broadcast.broadcasting import drafts
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def both_write(town: Town) -> tuple[Human, Human]:
    """Let Maryam and Zahra begin to write over one draft, and Maryam be first."""
    maryam, zahra = await town.secretary(), await town.member("زهرا کریمی", Role.SECRETARY)
    await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await zahra.opens("اطلاع‌رسانی")
    await zahra.taps("جلسه به سه‌شنبه", "متن و پیوست")
    await maryam.taps("متن و پیوست")
    await maryam.says("جلسه به چهارشنبه افتاد.")
    return maryam, zahra


async def test_the_second_reads_the_first_one_s_words_and_leaves_them(town: Town) -> None:
    _, zahra = await both_write(town)
    seen = await zahra.says("جلسه لغو شد.")
    assert "همکار دیگری در همین فاصله" in seen
    assert "جلسه به چهارشنبه افتاد." in seen
    seen = await zahra.taps("نوشتهٔ همکارم بماند")
    assert "جلسه به چهارشنبه افتاد." in seen
    assert "جلسه لغو شد." not in seen


async def test_the_second_puts_hers_in_its_place_when_nobody_wrote_since(town: Town) -> None:
    maryam, zahra = await both_write(town)
    await zahra.says("جلسه لغو شد.")
    await maryam.taps("متن و پیوست")
    await maryam.says("جلسه به پنجشنبه افتاد.")
    seen = await zahra.taps("نوشتهٔ من جای آن را بگیرد")
    assert "جلسه به پنجشنبه افتاد." in seen
    assert "جلسه لغو شد." in await zahra.taps("نوشتهٔ من جای آن را بگیرد")


async def test_words_for_a_draft_that_was_sent_meanwhile_correct_nothing(town: Town) -> None:
    maryam, zahra = await both_write(town)
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال به ۱ نفر")
    seen = await zahra.says("جلسه لغو شد.")
    assert "جایی ثبت نشد:\nجلسه لغو شد." in seen
    assert "جلسه لغو شد." not in await zahra.taps("دیدن پیام")
    assert "مریم رضایی" in seen


async def test_the_second_reads_the_question_that_a_colleague_has_put(town: Town) -> None:
    maryam, zahra = await both_write(town)
    await zahra.says("/broadcast")
    await zahra.taps("جلسه به چهارشنبه", "افزودن پرسش")
    await zahra.says("می‌آیید؟")
    await maryam.taps("افزودن پرسش")
    await maryam.says("حضور دارید؟", "بله\nخیر")
    seen = await zahra.says("آری\nنه")
    assert "همکار دیگری در همین فاصله پرسش" in seen
    assert "حضور دارید؟" in seen
    assert "می‌آیید؟" in await zahra.taps("نوشتهٔ من جای آن را بگیرد")
