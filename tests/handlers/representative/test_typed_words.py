"""Words as busy people type them: spoken, corrected, asking, or about one of several tasks."""

import pytest

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


async def test_two_messages_about_two_tasks_are_said_of_neither_alone(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE, PARK)
    await sara.says("بند ۱ انجام شد")
    seen = await sara.says("بند ۲ هم ۴۰ درصد")
    assert "در میان اقدام‌های باز شما نیست" not in seen
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۱", "مصوبهٔ ۲"]
    assert "«انجام شده»" not in seen


async def test_a_burst_about_two_tasks_proposes_no_action_on_the_wrong_one(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE, PARK)
    for line in ("سلام", "آسفالت انجام شد", "ولی پل هوایی هنوز ۳۰ درصد", "تا آخر آذر تمدید کنید"):
        await sara.starts_saying(line)
    await town.quiet()
    assert "بله، " not in "".join(sara.buttons())
    assert "مصوبهٔ ۲" in "".join(sara.buttons())


async def test_a_reply_that_names_another_task_is_asked_about(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 1, ASPHALT, CITY, due="1398-07-20")
    await issue(town, 2, BRIDGE, CITY, due="1398-09-20")
    await town.clock.to("1398-07-17 09:00")
    reminder = sara._button("گزارش مصوبهٔ ۱")[0]
    seen = await sara.replies(reminder, "پل هوایی تموم شد")
    assert "برای کدام اقدام است" in seen


async def test_a_reply_to_another_task_s_card_stays_out_of_the_report_in_hand(town: Town) -> None:
    """The words on the bridge went into the report on the asphalt, and the bot asked for its obstacles."""
    maryam, sara = await town.secretary(), await sara_with(town, ASPHALT, BRIDGE)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۲")
    card = sara.messages()[-1]["id"]
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱")
    asphalt = sara.messages()[-1]["id"]
    await sara.taps("ثبت گزارش", "انجام شده")
    seen = await sara.replies(card, "پل هوایی رنگ شد و آمادهٔ بهره‌برداری است.")
    assert "در «گزارش پیشرفت» نیامد؛ آن فرم منتظر می‌ماند" in seen
    assert "مصوبهٔ ۲" in "".join(sara.buttons())
    assert "مصوبهٔ ۱" not in "".join(sara.buttons())
    assert "پرسش ۲" in await sara.taps("ادامهٔ تکمیل")
    assert "پرسش ۳" in await sara.replies(asphalt, "آسفالت خیابان تمام شد.")
    await sara.taps("رد کردن", "رد کردن")
    assert "شرح اقدام: آسفالت خیابان تمام شد." in await sara.taps("ارسال") + await maryam.says("/review")
    await sara.says("/start")
    assert "جای این متن: «پل هوایی" in "".join(sara.buttons())


async def test_a_number_corrected_at_the_summary_is_corrected_in_the_report(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("۴۰ درصد پیش رفته")
    await sara.taps("بله، گزارش پیشرفت ۴۰ درصد")
    await sara.says("منظورم ۵۰ درصد بود نه ۴۰")
    assert "درصد پیشرفت: ۵۰ درصد" in await sara.taps("جایگزین شود")


async def test_a_question_typed_over_a_form_is_kept_and_said_where(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("/report")
    seen = await sara.says("مهلت بند ۲ کیه؟")
    assert "پرسش شما در «منوی اصلی» نگه داشته شد" in seen
    assert "در چه وضعیتی است؟" in seen
    await sara.says("/start")
    assert "جای این متن: «مهلت بند ۲" in "".join(sara.buttons())


async def test_a_share_and_a_wish_for_more_time_become_both(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("۶۰ درصد رفته ولی اعتبار نداریم تا آخر دی تمدید کنید")
    assert "بله، گزارش پیشرفت ۶۰ درصد" in sara.buttons()
    summary = await sara.taps("بله، درخواست تمدید مهلت")
    assert "۳۰ دی" in summary
    assert "دلیل: ۶۰ درصد رفته ولی اعتبار نداریم" in summary
    await sara.taps("ارسال")
    await sara.says("/start")
    await sara.taps("جای این متن")
    assert "درصد پیشرفت: ۶۰ درصد" in await sara.taps("بله، گزارش پیشرفت ۶۰ درصد")


async def test_a_length_of_time_without_its_beginning_is_quoted_and_the_day_asked(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("لطفا دو هفته تمدید کنید")
    seen = await sara.taps("بله، درخواست تمدید مهلت")
    assert "لطفا دو هفته تمدید کنید" in seen
    assert "تا چه تاریخی" in seen


async def test_a_day_that_is_not_after_the_deadline_is_told_before_the_reason_is_asked(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 1, ASPHALT, CITY, due="1398-07-20")
    await sara.says("یه هفته دیگه وقت می‌خوام")
    seen = await sara.taps("بله، درخواست تمدید مهلت")
    assert "پس از مهلت کنونی نیست" in seen
    assert "یه هفته دیگه وقت می‌خوام" in seen
    assert "تا چه تاریخی" in seen
    assert "دلیل درخواست" in await sara.says("۱۵ آبان")


async def test_who_corrects_the_task_that_was_meant_is_asked_about_the_other(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE, PARK)
    await sara.says("نه منظورم پارک نبود پل هوایی رو گفتم")
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۲"]


async def test_a_misspelt_command_offers_the_one_that_is_meant(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("/taks")
    assert "اقدام‌های باز شهرداری" in await sara.taps("اقدام‌های باز من")
    assert "در چه وضعیتی است؟" in await sara.says("/gozaresh")


async def test_a_promise_is_no_report_and_is_told_that_nothing_is_recorded(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    seen = await sara.says("فردا صبح می‌فرستیم")
    assert "هر زمان آماده شد، همین‌جا بفرستید" in seen
    assert "بله، " not in "".join(sara.buttons())
    assert "شرح اقدام: فردا صبح می‌فرستیم" in await sara.taps("مصوبهٔ ۱", "انجام شده", "رد کردن", "رد کردن")


async def test_a_tick_as_a_reply_is_asked_about_and_an_angry_sign_is_not_thanked_for(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱")
    seen = await sara.replies(sara.messages()[-1]["id"], "✅")
    assert "سپاس" not in seen
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۱"]
    await sara.taps("حذف این متن")
    assert "سپاس" not in await sara.says("😠")
    assert "پرسش از دبیرخانه" in sara.buttons()
    await sara.taps("حذف این متن")
    assert "سپاس از شما" in await sara.says("✅")


@pytest.mark.parametrize("said", ["بله", "نه", "خیر"])
async def test_yes_and_no_as_a_reply_to_a_task_are_asked_about(town: Town, said: str) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۲")
    await sara.replies(sara.messages()[-1]["id"], said)
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۲"]


async def test_a_few_words_that_tell_of_a_task_are_kept_and_not_searched_for(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, PARK)
    await sara.says("پارک بانوان مجهز شد")
    assert "شرح اقدام: پارک بانوان مجهز شد" in await sara.taps("مصوبهٔ ۲", "انجام شده", "رد کردن", "رد کردن")


async def test_the_name_of_a_task_alone_is_kept_and_takes_nothing_back(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    await sara.says("آسفالت شهید رجایی رو")
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۱"]


async def test_words_of_two_numbered_tasks_are_reported_for_the_one_and_then_for_the_other(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE, PARK)
    assert "گزارش «انجام شده» برای کدام اقدام است؟" in await sara.says("مصوبه‌های ۱ و ۳ انجام شد")
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۱", "مصوبهٔ ۳"]
    assert "برای بقیهٔ اقدام‌هایی که نام برده‌اید هم در «منوی اصلی» می‌ماند" in await sara.taps("مصوبهٔ ۱")
    await sara.taps("ارسال")
    await sara.says("/start")
    assert PARK in await sara.taps("جای این متن")
    assert "وضعیت: انجام شده" in await sara.taps("بله، گزارش «انجام شده»")
    await sara.taps("ارسال")
    await sara.says("/start")
    assert "جای این متن" not in "".join(sara.buttons())


async def test_different_words_of_several_named_tasks_are_asked_about(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE, PARK)
    for said in (
        "پل هوایی توس ساخته شد آسفالتم تا ده آذر وقت بدید",
        "آسفالت ۳۰ درصد و تجهیز پارک بانوان تموم",
    ):
        await sara.says(said)
        assert "بله، " not in "".join(sara.buttons())
        assert len([label for label in sara.buttons() if "مصوبه" in label]) == 2
        await sara.taps("حذف این متن")


async def test_a_number_before_what_is_done_is_that_of_a_task(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE, PARK)
    assert BRIDGE in await sara.says("۲ هم تموم")
    await sara.taps("حذف این متن")
    await sara.says("۳")
    assert [label[:8] for label in sara.buttons() if "مصوبه" in label] == ["مصوبهٔ ۳"]
    await sara.taps("حذف این متن")
    await sara.says("۹ تا انجام شد")
    assert "در میان اقدام‌های باز شما نیست" not in sara.sees()


async def test_a_report_with_a_question_after_it_becomes_both(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("آسفالت خیابان انجام شد. راستی سطل زباله را چه کسی می‌گذارد؟")
    seen = await sara.taps("بله، گزارش «انجام شده»")
    assert "وضعیت: انجام شده" in seen
    assert "پرسش شما هم در «منوی اصلی» نگه داشته شد" in seen
    await sara.taps("ارسال")
    await sara.says("/start")
    await sara.taps("جای این متن")
    assert "سطل زباله را چه کسی می‌گذارد؟" in await sara.taps("پرسش از دبیرخانه", "رد کردن")


async def test_a_tag_is_no_question_beside_a_report(town: Town) -> None:
    sara = await sara_with(town, ASPHALT)
    await sara.says("آسفالت خیابان انجام شد. درست است؟")
    assert "بله، " not in "".join(sara.buttons())


async def test_whoever_looks_for_a_resolution_is_shown_it_or_that_there_is_none(town: Town) -> None:
    sara = await sara_with(town, ASPHALT, BRIDGE)
    assert BRIDGE in await sara.says("دنبال مصوبه پل هوایی می‌گردم")
    assert "برای «نهال کاری» مصوبه، دستگاه یا شخصی یافت نشد" in await sara.says("مصوبه‌ای که درباره نهال کاری بود چنده")
    assert "پرسش: مصوبه‌ای که درباره" in await sara.taps("پرسش از دبیرخانه", "رد کردن")


async def test_words_that_nobody_sees_are_neither_a_report_nor_kept(town: Town) -> None:
    """The secretariat read a report of direction marks, and saw nothing in it."""
    sara = await sara_with(town, "جدول منابع تکمیل شود.")
    await sara.says("\u200f\u200d")
    assert "این متن" not in "".join(sara.buttons())
    await sara.says("/report")
    await sara.taps("انجام شده")
    assert "پاسخ را به‌صورت متن بنویسید" in await sara.says("\u200f\u200f")
