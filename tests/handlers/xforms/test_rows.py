"""A firm fills in a table in chat: rows are added, seen as a list, opened, copied, deleted and brought back."""

from tests.handlers.xforms.conftest import Publish
from tests.town import Town

CITY = "شهرداری مشهد"
WORKS = """
survey:
type | name | label::fa (fa) | required | constraint | constraint_message::fa (fa) | repeat_count | calculation
text | firm | نام شرکت | yes
begin_repeat | work | کار
text | title | عنوان کار | yes
integer | pay | دستمزد | | . > 0 | دستمزد از صفر بیشتر است.
end_repeat
calculate | total | | | | | | sum(${pay})
integer | guests | شمار مهمان | | . < 9 | کمتر از ۹ مهمان.
begin_repeat | guest | مهمان | | | | ${guests}
text | name | نام مهمان
end_repeat
note | thanks | جمع دستمزد: ${total}
settings:
form_title
کارهای خانگی
"""
HOUSES = """
survey:
type | name | label::fa (fa) | relevant
begin_repeat | house | خانه
text | street | کوچه
select_one yes_no | empty | خالی است؟
text | since | از کی؟ | ${empty} = 'yes'
begin_repeat | family | خانواده
text | head | سرپرست
end_repeat
end_repeat
choices:
list_name | name | label::fa (fa)
yes_no | yes | بله
yes_no | no | خیر
settings:
form_title
خانه‌ها
"""
KINDS = """
survey:
type | name | label::fa (fa)
begin_repeat | place | مکان
select_one kind | kind | نوع
integer | count | شمار
end_repeat
choices:
list_name | name | label::fa (fa)
kind | mosque | مسجد
kind | library | کتابخانه
settings:
form_title
مکان‌ها
"""
FAMILIES = """
survey:
type | name | label::fa (fa)
begin_repeat | family | خانواده
text | head | سرپرست
begin_repeat | child | فرزند
text | name | نام فرزند
end_repeat
end_repeat
settings:
form_title
خانواده‌ها
"""


async def test_rows_are_added_opened_copied_deleted_and_brought_back(town: Town, publish: Publish) -> None:
    sent = publish(WORKS)
    sara = await town.representative_of(CITY)
    assert "کار، ردیف ۱" in await sara.says("/fill", "سپهر")
    assert "تا کنون ۱ ردیف." in await sara.says("خیاطی", "۱۲۰")
    assert "کار، ردیف ۲" in await sara.taps("ردیف تازه")
    assert "دستمزد از صفر بیشتر است." in await sara.says("آشپزی", "۰")
    await sara.says("۹۰")
    assert sara.buttons()[:3] == ["۱. خیاطی، ۱۲۰", "۲. آشپزی، ۹۰", "ردیف تازه"]
    card = await sara.taps("۱. خیاطی، ۱۲۰")
    assert "— کار، ردیف ۱ —" in card
    assert "دستمزد: ۱۲۰" in card
    assert "کپی ردیف در پایان فهرست افزوده شد." in await sara.taps("کپی این ردیف")
    assert "پاسخ کنونی: خیاطی" in await sara.taps("اصلاح عنوان کار")
    # A corrected answer leads back to its row, and from there to the list.
    assert "— کار، ردیف ۳ —" in await sara.says("گلدوزی")
    # Onward leads to the list, too: one button says so.
    assert "ادامه" not in sara.buttons()
    assert "تا کنون ۳ ردیف." in await sara.taps("فهرست ردیف‌ها")
    await sara.taps("۲. آشپزی، ۹۰")
    assert "ردیف حذف شد." in await sara.taps("حذف این ردیف")
    assert sara.buttons()[:2] == ["۱. خیاطی، ۱۲۰", "۲. گلدوزی، ۱۲۰"]
    back = await sara.taps("بازگرداندن ردیف حذف‌شده")
    assert "ردیف بازگردانده شد." in back
    assert "عنوان کار: آشپزی" in back
    await sara.taps("فهرست ردیف‌ها")
    assert "بازگرداندن ردیف حذف‌شده" not in sara.buttons()
    assert "شمار مهمان" in await sara.taps("تمام شد، ادامه")
    summary = await sara.says("۲", "علی", "رضا")
    for line in ("کار: ۳ ردیف", "مهمان: ۲ ردیف", "جمع دستمزد: ۳۳۰"):
        assert line in summary
    # The rows of a table that is counted are seen as a list, too, and not added to.
    await sara.taps("مهمان")
    assert sara.buttons()[:3] == ["۱. علی", "۲. رضا", "تمام شد، ادامه"]
    await sara.taps("۲. رضا", "اصلاح نام مهمان")
    assert "— مهمان، ردیف ۲ —" in await sara.says("مینا")
    assert "پیش از ارسال" in await sara.taps("ادامه")
    await sara.taps("ارسال")
    [filled] = sent
    assert filled.rows == {"work": 3, "guest": 2}
    assert [filled.answers[f"work[{row}]/title"] for row in (1, 2, 3)] == ["خیاطی", "آشپزی", "گلدوزی"]
    assert (filled.answers["guest[2]/name"], filled.answers["total"]) == ("مینا", "330")


async def test_a_row_begun_by_mistake_is_found_in_the_list_and_deleted(town: Town, publish: Publish) -> None:
    publish(WORKS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سپهر", "خیاطی", "۱۲۰")
    await sara.taps("ردیف تازه")
    await sara.taps("فهرست ردیف‌ها")
    assert sara.buttons()[:2] == ["۱. خیاطی، ۱۲۰", "۲. (خالی)"]
    await sara.taps("۲. (خالی)", "حذف این ردیف")
    assert sara.buttons()[0] == "۱. خیاطی، ۱۲۰"
    assert "شمار مهمان" in await sara.taps("تمام شد، ادامه")


async def test_pasted_lines_fill_several_rows(town: Town, publish: Publish) -> None:
    publish(WORKS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سپهر")
    assert "۳ ردیف ثبت شد." in await sara.says("عنوان کار؛ دستمزد\nخیاطی؛ ۱۲۰\nآشپزی؛ ۹۰\nگلدوزی\t۷۰")
    assert sara.buttons()[:3] == ["۱. خیاطی، ۱۲۰", "۲. آشپزی، ۹۰", "۳. گلدوزی، ۷۰"]
    # In the list of rows one line is a row, too.
    assert "تا کنون ۴ ردیف." in await sara.says("بافندگی؛ ۵۰")
    # Whoever copies from Excel copies the numbers of the rows, too.
    assert "تا کنون ۶ ردیف." in await sara.says("1\tقالی\t40\n2\tگلیم\t30")
    assert "۶. گلیم، ۳۰" in sara.buttons()


async def test_of_pasted_lines_the_right_ones_are_kept_and_the_wrong_words_are_asked_about(
    town: Town, publish: Publish
) -> None:
    sent = publish(WORKS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سپهر")
    seen = await sara.says("خیاطی؛ ۱۲۰\nآشپزی؛ صفر\nالف؛ ب؛ ج\nگلدوزی؛ ۷۰")
    assert "۲ ردیف ثبت شد." in seen
    assert "۲ سطر پذیرفته نشد" in seen
    assert "سطر ۲، «صفر»: دستمزد از صفر بیشتر است." in seen
    assert "سطر ۳ («الف؛ ب؛ ج») بیش از ۲ بخش دارد." in seen
    # The wrong words stand at their questions, one after the other, until these are answered.
    assert "کار، ردیف ۲ (آشپزی)، پرسش ۲ از ۲" in seen
    assert "نوشته بودید: صفر" in seen
    seen = await sara.says("۹۰")
    assert "کار، ردیف ۳" in seen
    assert "نوشته بودید: الف؛ ب؛ ج" in seen
    seen = await sara.says("بافندگی")
    assert "نوشته بودید" not in seen
    await sara.says("۴۰")
    assert sara.buttons()[:4] == ["۱. خیاطی، ۱۲۰", "۲. آشپزی، ۹۰", "۳. بافندگی، ۴۰", "۴. گلدوزی، ۷۰"]
    await sara.taps("تمام شد، ادامه")
    await sara.says("۰")
    await sara.taps("ارسال")
    assert sent[0].rows["work"] == 4


async def test_wrong_words_that_were_not_mended_are_seen_before_the_form_is_sent(town: Town, publish: Publish) -> None:
    publish(WORKS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سپهر", "خیاطی؛ ۱۲۰\nآشپزی؛ زیاد\nبافندگی؛ کم")
    await sara.taps("رد کردن", "رد کردن", "تمام شد، ادامه")
    seen = await sara.says("۰")
    assert "کار، ردیف ۲ ‹ دستمزد: زیاد" in seen
    assert "کار، ردیف ۳ ‹ دستمزد: کم" in seen
    # They go with their row, and those of later rows move up.
    await sara.taps("کار", "۲. آشپزی", "حذف این ردیف", "تمام شد، ادامه")
    assert "کار، ردیف ۲ ‹ دستمزد: کم" in sara.sees()
    assert "زیاد" not in sara.sees()


async def test_several_lines_at_the_first_question_of_a_row_are_asked_about(town: Town, publish: Publish) -> None:
    sent = publish(WORKS)
    sara = await town.representative_of(CITY)
    assert "چند ردیف را یک‌جا هم می‌توانید بفرستید" in await sara.says("/fill", "سپهر")
    seen = await sara.says("خیاطی\nآشپزی\nگلدوزی\nبافندگی\nقالی")
    assert "چند ردیف را یک‌جا" not in sara.sees().partition("پیام شما")[2]
    assert "پیام شما ۵ سطر دارد" in seen
    assert sara.buttons()[:2] == ["۵ ردیف جداگانه", "یک پاسخ چندسطری"]
    seen = await sara.taps("۵ ردیف جداگانه")
    assert "۵ ردیف ثبت شد." in seen
    assert "کار، ردیف ۱" in seen
    await sara.says("۱", "۲", "۳", "۴", "۵")
    assert sara.buttons()[:5] == ["۱. خیاطی، ۱", "۲. آشپزی، ۲", "۳. گلدوزی، ۳", "۴. بافندگی، ۴", "۵. قالی، ۵"]
    await sara.taps("ردیف تازه")
    await sara.says("کار سنگین\nدر دو نوبت")
    assert "دستمزد" in await sara.taps("یک پاسخ چندسطری")
    await sara.says("۶")
    await sara.taps("ردیف تازه")
    await sara.says("الف\nب")
    # Another answer decides nothing about the lines: they wait in the list.
    seen = await sara.says("نجاری")
    assert "دستمزد" in seen
    assert "۲ سطر پیشین شما هنوز در فرم ثبت نشده" in seen
    seen = await sara.taps("رد کردن")
    assert "هنوز در فرم ثبت نشده است:\nالف\nب" in seen
    assert "این سطرها کنار گذاشته شد." in await sara.taps("کنار گذاشتن سطرها")
    await sara.taps("تمام شد، ادامه")
    await sara.says("۰")
    await sara.taps("ارسال")
    titles = [sent[0].answers[f"work[{row}]/title"] for row in range(1, 8)]
    assert titles[5:] == ["کار سنگین\nدر دو نوبت", "نجاری"]


async def test_lines_that_nobody_decided_on_are_kept_until_somebody_does(town: Town, publish: Publish) -> None:
    publish(WORKS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سپهر", "خیاطی\nآشپزی")
    seen = await sara.says("گلدوزی\nقالی")
    assert "روی هم ۴ سطر است" in seen
    assert sara.buttons()[0] == "۴ ردیف جداگانه"
    # Whoever turns away from the question finds them in the list of rows, and above what is sent.
    assert "۴ سطر پیشین شما هنوز در فرم ثبت نشده" in await sara.taps("بازگشت")
    await sara.taps("همین پاسخ بماند")
    seen = await sara.says("بافندگی؛ ۱۰\nنجاری؛ ۲۰")
    assert "۲ ردیف ثبت شد." in seen
    assert "هنوز در فرم ثبت نشده است:\nخیاطی\nآشپزی\nگلدوزی\nقالی" in seen
    await sara.taps("تمام شد، ادامه")
    assert "کار: خیاطی" in await sara.says("۰")
    await sara.taps("کار")
    seen = await sara.taps("۴ ردیف جداگانه")
    assert "۴ ردیف ثبت شد." in seen
    assert "هنوز در فرم" not in seen
    await sara.says("۱", "۲", "۳", "۴")
    assert sara.buttons()[:3] == ["۱. بافندگی، ۱۰", "۲. نجاری، ۲۰", "۳. خیاطی، ۱"]
    await sara.taps("تمام شد، ادامه")
    assert "خیاطی" not in sara.sees()


async def test_one_line_with_a_part_for_each_question_fills_the_row(town: Town, publish: Publish) -> None:
    publish(WORKS)
    sara = await town.representative_of(CITY)
    seen = await sara.says("/fill", "سپهر")
    assert "همهٔ پاسخ‌های یک ردیف را در یک خط هم می‌توانید بنویسید" in seen
    seen = await sara.says("خیاطی؛ ۱۲۰")
    assert "۱ ردیف ثبت شد." in seen
    assert sara.buttons()[0] == "۱. خیاطی، ۱۲۰"
    await sara.taps("ردیف تازه")
    seen = await sara.says("آشپزی; کم")
    assert "سطر ۱، «کم»" in seen
    assert "نوشته بودید: کم" in seen
    await sara.says("۹۰")
    # Whose first answer is there already has it replaced, and nothing else.
    await sara.taps("ردیف تازه")
    await sara.says("گلدوزی")
    await sara.taps("بازگشت")
    await sara.says("قالی؛ ۷۰")
    assert sara.buttons()[:3] == ["۱. خیاطی، ۱۲۰", "۲. آشپزی، ۹۰", "۳. قالی، ۷۰"]
    # More parts than questions, or a row that is filled in, make it an answer like any other.
    await sara.taps("۳. قالی، ۷۰", "اصلاح عنوان کار")
    await sara.says("فرش؛ ۸۰")
    await sara.taps("فهرست ردیف‌ها", "ردیف تازه")
    assert "دستمزد" in await sara.says("نان؛ شیرینی؛ کیک")
    await sara.says("۵")
    assert sara.buttons()[2:4] == ["۳. فرش؛ ۸۰، ۷۰", "۴. نان؛ شیرینی؛ کیک، ۵"]


async def test_rows_are_pasted_also_where_a_row_begins_with_a_choice(town: Town, publish: Publish) -> None:
    publish(KINDS)
    sara = await town.representative_of(CITY)
    assert "در یک خط" in await sara.says("/fill")
    assert "۲ ردیف ثبت شد." in await sara.says("مسجد؛ ۱۲\nکتابخانه؛ ۳")
    await sara.taps("ردیف تازه")
    assert "۱ ردیف ثبت شد." in await sara.says("مسجد؛ ۵")
    assert sara.buttons()[:3] == ["۱. مسجد، ۱۲", "۲. کتابخانه، ۳", "۳. مسجد، ۵"]
    await sara.taps("ردیف تازه")
    assert "شمار" in await sara.says("مسجد")


async def test_lines_beyond_the_rows_that_a_chat_holds_are_told(town: Town, publish: Publish) -> None:
    publish(WORKS)
    town.app.organisation.form_rows = 2
    sara = await town.representative_of(CITY)
    seen = await sara.says("/fill", "سپهر", "خیاطی؛ ۱۲۰\nآشپزی؛ ۹۰\nگلدوزی؛ ۷۰\nقالی؛ ۵۰")
    assert "۲ ردیف ثبت شد." in seen
    assert "سطر ۳ و پس از آن (۲ سطر) ثبت نشد" in seen
    assert "«گلدوزی؛ ۷۰»" in seen


async def test_rows_stand_in_rows_and_twenty_are_seen_page_by_page(town: Town, publish: Publish) -> None:
    sent = publish(FAMILIES)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "رضایی")
    assert "خانواده، ردیف ۱ ‹ فرزند، ردیف ۱" in sara.sees()
    await sara.says("\n".join(f"فرزند {number}" for number in range(1, 21)))
    assert "تا کنون ۲۰ ردیف." in sara.sees()
    assert "۸. فرزند 8" in sara.buttons()
    assert "۹. فرزند 9" not in sara.buttons()
    await sara.taps("صفحهٔ بعد")
    assert "۹. فرزند 9" in sara.buttons()
    assert "تا کنون ۱ ردیف." in await sara.taps("تمام شد، ادامه")
    await sara.taps("۱. رضایی")
    assert "فرزند: ۲۰ ردیف" in sara.sees()
    await sara.taps("فهرست ردیف‌ها", "تمام شد، ادامه", "ارسال")
    assert sent[0].rows == {"family": 1, "family[1]/child": 20}


async def test_a_correction_in_a_row_asks_what_it_makes_relevant_and_returns_to_the_row(
    town: Town, publish: Publish
) -> None:
    publish(HOUSES)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "نوغان", "خیر", "رضایی", "حسینی")
    await sara.taps("تمام شد، ادامه", "تمام شد، ادامه", "خانه", "۱. نوغان، خیر", "اصلاح خالی است")
    assert "از کی؟" in await sara.says("بله")
    assert "— خانه، ردیف ۱ —" in await sara.says("پارسال")
    # A row inside the row: its own card, then the list, then the outer row again.
    await sara.taps("خانواده", "۲. حسینی", "اصلاح سرپرست")
    assert "خانواده، ردیف ۲ —" in await sara.says("موسوی")
    await sara.taps("فهرست ردیف‌ها")
    assert "— خانه، ردیف ۱ —" in await sara.taps("تمام شد، ادامه")
    assert "تا کنون ۱ ردیف." in await sara.taps("فهرست ردیف‌ها")
    assert "پیش از ارسال" in await sara.taps("تمام شد، ادامه")


async def test_a_table_has_as_many_rows_as_the_office_allows(town: Town, publish: Publish) -> None:
    publish(WORKS)
    town.app.organisation.form_rows = 2
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سپهر", "خیاطی؛ ۱۲۰\nآشپزی؛ ۹۰")
    assert "حداکثر ۲ ردیف" in await sara.taps("ردیف تازه")
    await sara.taps("تمام شد، ادامه")
    assert "با این پاسخ ۳ ردیف پرسیده می‌شود و حداکثر ۲" in await sara.says("۳")
    assert "شمار مهمان" in sara.sees()


async def test_a_label_of_a_button_may_be_typed_where_its_button_stands(town: Town, publish: Publish) -> None:
    sent = publish(WORKS)
    sara = await town.representative_of(CITY)
    assert "کار، ردیف ۱" in await sara.says("/fill", "ردیف تازه")
    await sara.says("تأیید", "۱۲۰")
    assert "کار، ردیف ۲" in await sara.says("ردیف تازه")
    await sara.says("آشپزی", "۹۰")
    assert "شمار مهمان" in await sara.says("تمام شد، ادامه")
    await sara.says("۰")
    assert "نگه داشته شد" in await sara.says("ذخیره و خروج")
    await sara.taps("ادامهٔ تکمیل", "ارسال")
    assert (sent[0].answers["firm"], sent[0].answers["work[1]/title"]) == ("ردیف تازه", "تأیید")


async def test_in_a_form_of_one_table_one_goes_back_too(town: Town, publish: Publish) -> None:
    publish(FAMILIES)
    sara = await town.representative_of(CITY)
    assert "سرپرست" in await sara.says("/fill")
    assert "بازگشت" not in sara.buttons()
    assert "نام فرزند" in await sara.says("کریم")
    assert "پر کردن در اکسل" not in sara.buttons()
    assert "پاسخ کنونی: کریم" in await sara.taps("بازگشت")
    await sara.taps("همین پاسخ بماند")
    await sara.says("مینا")
    assert "نام فرزند" in await sara.taps("بازگشت")
