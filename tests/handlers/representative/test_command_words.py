"""Words behind a command: an answer to its first question, or said back; they vanished without a word."""

import pytest

from tests.issued import issue
from tests.town import Town

CITY, TABLE = "شهرداری مشهد", "جدول منابع تکمیل شود."


async def test_a_question_behind_its_command_is_the_question(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    assert "پرسش ۲ از ۲" in await sara.says("/question چرا جدول باید تکمیل شود؟")
    assert "چرا جدول باید تکمیل شود؟" in await sara.taps("رد کردن")


async def test_minutes_behind_their_command_are_read(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes مصوبه ۱: شهرداری جدول را بفرستد. مسئول: شهرداری. مهلت: یک هفته")
    assert "تمام شد" in maryam.buttons()
    assert "صورتجلسه خوانده شد" in await maryam.taps("تمام شد")


@pytest.mark.parametrize("in_hand", [False, True])
async def test_a_report_behind_its_command_becomes_the_report(town: Town, in_hand: bool) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    if in_hand:
        await sara.says("/report")
    seen = await sara.says("/report جدول سه محله تکمیل شد و فرستادیم.")
    assert "وضعیت: انجام شده\nشرح اقدام: جدول سه محله تکمیل شد و فرستادیم." in seen


async def test_words_that_a_command_has_no_place_for_are_said_back(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    for command in ("/tasks", "/done"):
        seen = await sara.says(f"{command} جدول همهٔ محله‌ها تکمیل شد")
        assert f"این نوشته پس از {command} جایی ثبت نشد" in seen
        assert "جدول همهٔ محله‌ها تکمیل شد" in seen
    assert "جایی ثبت نشد" not in await sara.says("/tasks")
    await sara.says("/report")
    await sara.taps("انجام شده")
    seen = await sara.says("/done جدول همهٔ محله‌ها تکمیل شد")
    assert "جایی ثبت نشد" in seen
    assert "پرسش ۲" in seen
