"""Words as busy people type them: spoken, corrected, asking, or about one of several tasks."""

from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
ASPHALT, BRIDGE = "ترمیم آسفالت خیابان شهید رجایی انجام شود.", "پل هوایی عابر پیاده در بولوار توس احداث شود."
PARK = "پارک بانوان محلهٔ سیدی تجهیز شود."


async def sara_with(town: Town, *texts: str) -> Human:
    """Return the representative of the city, which has as many open tasks, numbered from 1 on."""
    sara = await town.representative_of(CITY)
    for number, text in enumerate(texts, 1):
        await issue(town, number, text, CITY, due=f"1398-0{number + 7}-20")
    return sara


async def test_a_few_words_of_a_resolution_name_it_among_several(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    assert BRIDGE in await sara.says("سلام وقت بخیر پل هوایی ۵۰ درصد")
    summary = await sara.taps("بله، گزارش پیشرفت ۵۰ درصد")
    assert BRIDGE in summary
    assert "درصد پیشرفت: ۵۰ درصد" in summary


async def test_an_ordinal_names_a_resolution(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    assert BRIDGE in await sara.says("مصوبه دوم تمدید میخواد تا ۲۰ دی")
    assert "دلیل درخواست" in await sara.taps("بله، درخواست تمدید مهلت")


async def test_a_number_that_is_not_open_proposes_nothing_on_the_only_task(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    seen = await sara.says("بند ۹ انجام شد")
    assert "مصوبه یا بند ۹ در میان اقدام‌های باز شما نیست" in seen
    assert "بله، گزارش" not in "".join(sara.buttons())
    assert "شرح اقدام: بند ۹ انجام شد" in await sara.taps("مصوبهٔ ۱")


async def test_what_is_said_of_two_tasks_is_said_of_neither_alone(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("بند ۱ انجام شد بند ۳ هم ۴۰ درصد")
    assert "۴۰ درصد" not in "".join(sara.buttons())


async def test_a_correction_is_not_overruled_by_what_it_corrects(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("۴۰ درصد پیش رفته")
    await sara.says("منظورم ۶۰ درصد بود نه ۴۰")
    assert "درصد پیشرفت: ۶۰ درصد" in await sara.taps("بله، گزارش پیشرفت ۶۰ درصد")


async def test_a_later_negation_takes_back_done(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("انجام شد", "البته دو خیابان هنوز آسفالت نداره")
    assert "«انجام شده»" not in "".join(sara.buttons())


async def test_whoever_takes_words_back_can_delete_them_or_correct_what_was_sent(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("انجام شد")
    assert "انجام شد" in await sara.says("نه اشتباه شد")
    await sara.taps("حذف این متن")
    assert "پاسخ‌های پیشین" in await sara.says("اشتباه فرستادم")


async def test_a_question_opens_the_card_and_no_report(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    await sara.says("مهلت بند ۲ کیه")
    assert "مصوبهٔ ۱" not in "".join(sara.buttons())
    assert "۲۰ آذر" in await sara.taps("مصوبهٔ ۲")
    await sara.says("گزارش قبلی ما تایید شد؟")
    assert "پاسخ‌های پیشین" in sara.buttons()


async def test_an_emoji_alone_is_courtesy(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    assert "سپاس از شما" in await sara.says("👍")


async def test_a_secretary_s_question_finds_what_it_names(town: Town) -> None:
    maryam = await town.secretary()
    await sara_with(town, ASPHALT, BRIDGE, PARK)
    assert "پارک بانوان" in await maryam.says("سلام، بند ۳ به کجا رسید؟")
    assert "دستگاه‌ها و محله‌ها (۱)" in await maryam.says("وضعیت شهرداری")
    await maryam.says("کیا هنوز گزارش ندادن")
    assert "وضعیت پاسخ‌ها" in maryam.buttons()
