"""«رؤیت شد» under the notice of a meeting's resolutions: pressed by those who were told, seen by the secretary."""

import io

import openpyxl

from tests.handlers.secretariat.meetings.binalud import issues
from tests.town import Town

CITY, HERITAGE = "شهرداری", "اداره میراث فرهنگی"


async def test_the_secretary_sees_who_has_seen_the_notice(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    reza = await town.representative_of(HERITAGE, "رضا اکبری")
    await issues(maryam)
    await maryam.says("/meetings")
    assert "رؤیت ابلاغ: ۰ از ۲ نفر" in await maryam.taps("جلسهٔ ۴")
    assert "رؤیت شد" in sara.buttons()
    await sara.taps("رؤیت شد")
    assert "رؤیت شد" not in sara.buttons()
    assert "اقدام‌های باز من" in sara.buttons()
    assert "ابلاغ می‌شود" in sara.everything()
    seen = await maryam.taps("چه کسانی ابلاغ را دیده‌اند؟")
    assert "رؤیت ابلاغ: ۱ از ۲ نفر" in seen
    assert "رضا اکبری، اداره میراث فرهنگی: هنوز ندیده است" in seen
    assert "سارا محمدی، شهرداری: شنبه ۱۳ مهر ۱۳۹۸" in seen
    assert seen.index("رضا اکبری") < seen.index("سارا محمدی")
    await maryam.taps("همین فهرست در اکسل")
    [sheet] = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx"))).worksheets
    heads, first, second = sheet.iter_rows(values_only=True)
    assert heads == ("نام", "دستگاه", "زمان ابلاغ", "زمان رؤیت")
    assert (first[0], first[3]) == ("رضا اکبری", None)
    assert second[3]
    # A typed reply to the notice is as good as the button.
    notice = next(message for message in reza.messages() if "ابلاغ می‌شود" in message["text"])
    await reza.replies(notice["id"], "رؤیت شد")
    await maryam.says("/meetings")
    assert "رؤیت ابلاغ: ۲ از ۲ نفر" in await maryam.taps("جلسهٔ ۴")


async def test_a_second_press_changes_nothing(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issues(maryam)
    sara.starts_tapping("رؤیت شد")
    sara.starts_tapping("رؤیت شد")
    await town.quiet()
    await maryam.says("/meetings")
    assert "رؤیت ابلاغ: ۱ از ۱ نفر" in await maryam.taps("جلسهٔ ۴")


async def test_a_changed_text_is_to_be_seen_anew_and_the_audit_trail_keeps_who_had_seen_the_one_before(
    town: Town,
) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issues(maryam)
    await sara.taps("رؤیت شد")
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۱", "متن")
    await maryam.says("مقرر شد شهرداری فهرست زمین‌ها را با نقشه تهیه کند.")
    await maryam.taps("بله، به مسئولان خبر داده شود", "ثبت")
    assert "متن تازه: مقرر شد شهرداری فهرست زمین‌ها را با نقشه تهیه کند" in sara.everything()
    assert sara.buttons()[0] == "رؤیت شد"
    await maryam.says("/meetings")
    assert "رؤیت ابلاغ: ۰ از ۱ نفر" in await maryam.taps("جلسهٔ ۴")
    await sara.taps("رؤیت شد")
    await maryam.says("/meetings")
    assert "رؤیت ابلاغ: ۱ از ۱ نفر" in await maryam.taps("جلسهٔ ۴")
    assert (await maryam.says("/audit")).count("رؤیت ابلاغ") == 2
