"""Orders below the names of whom they charge, cases that a commission decides on, and sentences that the page broke."""

from __future__ import annotations

from tests.domain.minutes.paper import codes, reading_of, told


def test_lines_of_names_charge_the_orders_below_them() -> None:
    reading = reading_of(
        """
        صورتجلسه دوم کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۴۰۲/۰۳/۱۰
        در پایان تصمیمات زیر اتخاذ شد:
        جناب آقای مهندس کاویان رئیس اداره آب و فاضلاب
        برنامه آب‌رسانی سیار روستاهای بالادست را حداکثر تا پانزدهم تیرماه
        تهیه و به فرمانداری ارائه نمایید.
        اداره جهاد کشاورزی
        ۱- از کشت برنج در دشت جلوگیری شود.
        ۲- الگوی کشت تازه تا پایان مردادماه ارائه گردد.
        بخشداران شهرستان
        ۳- فهرست چاه‌های بدون پروانه را ظرف ۱۵ روز به دبیرخانه بفرستید.
        همچنین مقرر شد جلسه بعدی در مرداد برگزار شود.
        رئیس کارگروه
        نادر کاویان
        """
    )

    assert told(reading)[:4] == [
        (1, ("جناب آقای مهندس کاویان رئیس اداره آب و فاضلاب",), "1402-04-15"),
        (2, ("اداره جهاد کشاورزی",), "none"),
        (3, ("اداره جهاد کشاورزی",), "1402-05-31"),
        (4, ("بخشداران شهرستان",), "1402-03-25"),
    ]
    assert "تهیه و به فرمانداری ارائه نمایید" in reading.resolutions[0].text
    assert not any("کاویان" in name for one in reading.resolutions[1:] for name in one.responsible)


def test_what_stands_below_the_last_name_and_is_no_order_stays() -> None:
    reading = reading_of(
        """
        صورتجلسه دوم کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۴۰۲/۰۳/۱۰
        در پایان تصمیمات زیر اتخاذ شد:
        اداره آب و فاضلاب
        برنامه آب‌رسانی روستاها را تا پایان تیرماه تهیه نماید.
        بخشداران شهرستان
        فهرست چاه‌های بدون پروانه را ظرف ۱۵ روز ارسال نمایند.
        اداره راه و شهرسازی
        گزارش پیشرفت محور گلدره شنیده شد.
        """
    )

    assert told(reading)[:2] == [(1, ("اداره آب و فاضلاب",), "1402-04-31"), (2, ("بخشداران شهرستان",), "1402-03-25")]
    said = " ".join([*(one.text for one in reading.passed_over), *(one.text for one in reading.resolutions)])
    assert "گزارش پیشرفت محور گلدره" in said
    assert "اداره راه و شهرسازی" in said


def test_what_an_order_lists_stays_in_it_and_a_name_with_a_colon_opens_the_next() -> None:
    reading = reading_of(
        """
        صورتجلسه ستاد بحران شهرستان گلدره
        تاریخ جلسه: ۱۴۰۳/۱۰/۰۴
        تصمیمات ستاد به تفکیک دستگاه:
        شرکت توزیع نیروی برق
        ۱- فهرست روستاها ظرف ۴۸ ساعت به دبیرخانه تحویل شود.
        ۲- اکیپ‌های سیار به شرح زیر مستقر شوند:
        ۲-۱ اکیپ اول: بخش مرکزی
        ۲-۲ اکیپ دوم: دهستان چنارستان
        بنیاد مسکن و بخشداری‌ها:
        ۳- آمار راه‌های بسته هر روز به سامانه ستاد ارسال گردد.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("شرکت توزیع نیروی برق",),
        ("شرکت توزیع نیروی برق",),
        ("بنیاد مسکن", "بخشداری‌ها"),
    ]
    assert "دهستان چنارستان" in reading.resolutions[1].text


def test_titles_above_decisions_that_charge_others_are_no_owners() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه رفع موانع تولید شهرستان گلدره
        تاریخ جلسه: ۱۴۰۲/۰۳/۱۰
        مصوبات:
        شرکت نخ سپید
        بانک صادرات بدهی واحد را تقسیط نماید.
        شرکت سنگ نگین
        اداره برق انشعاب واحد را ظرف یک هفته وصل کند.
        """
    )

    owners = [name for one in reading.resolutions for name in one.responsible]
    assert {"بانک صادرات", "اداره برق"} <= set(owners)
    assert not {"شرکت نخ سپید", "شرکت سنگ نگین"} & set(owners)


def test_a_lettered_case_with_its_problem_is_no_part_of_the_decision_above() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه تسهیل شهرستان گلدره
        تاریخ جلسه: ۱۴۰۲/۰۸/۱۶
        پرونده‌های زیر مطرح و تصمیم‌گیری شد:
        الف) شرکت لبنیات سپیدرود (شهرک صنعتی یک)
        شرح مشکل: بدهی معوق به بانک آفتاب
        تصمیم کارگروه:
        - بانک آفتاب بدهی شرکت را سه سال استمهال کند.
        - اداره تعاون حساب‌های شرکت را رفع مسدودی نماید.
        ب) کشتارگاه صنعتی دشت‌سبز
        شرح مشکل: نبود برق کافی
        تصمیم کارگروه:
        - شرکت برق ظرف ۲۰ روز پست موقت را نصب نماید.
        ج) کارگاه تولید مبل و صنایع چوبی آقای ایرج نوایی
        شرح مشکل: درخواست سرمایه در گردش
        تصمیم کارگروه:
        - صندوق کارآفرینی درخواست را در جلسه بعدی گزارش دهد.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("بانک آفتاب",),
        ("اداره تعاون",),
        ("شرکت برق",),
        ("صندوق کارآفرینی",),
    ]
    assert not any("شرح مشکل" in one.text or "کشتارگاه" in one.text for one in reading.resolutions)
    passed = " ".join(one.text for one in reading.passed_over)
    assert all(text in passed for text in ("کشتارگاه صنعتی دشت‌سبز", "نبود برق کافی", "آقای ایرج نوایی"))


def test_a_line_that_breaks_off_in_a_name_or_a_preposition_goes_on_below() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای ترافیک شهرستان گلدره
        تاریخ جلسه: ۱۳۹۶/۱۱/۱۲
        مصوبات:
        ۱- سازمان تاکسیرانی فهرست رانندگان بدون کارت صلاحیت را تا پایان بهمن‌ماه به پلیس
        راهور اعلام نماید و آموزش و پرورش با این رانندگان قرارداد
        نبندد.
        ۲- با یک‌طرفه شدن خیابان مدرسه از میدان معلم تا چهارراه بانک به صورت آزمایشی و به
        مدت سه ماه موافقت گردید. شهرداری نسبت به نصب تابلو و پلیس راهور نسبت به اعمال قانون اقدام نمایند.
        """
    )

    first, second = reading.resolutions
    assert first.responsible[0] == "سازمان تاکسیرانی"
    assert "راهور" not in first.responsible
    assert second.responsible == ("شهرداری", "پلیس راهور")


def test_who_sees_to_a_decision_owns_it() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه اشتغال شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۵/۲۰
        درخواست آقای نوایی مطرح و با کلیات آن موافقت شد. مدیریت جهاد کشاورزی مسئول پیگیری این بند خواهد بود.
        مقرر شد شهرداری معبر ورودی ناحیه را تا ۲۰ شهریور آسفالت کند.
        """
    )

    assert told(reading) == [(1, ("مدیریت جهاد کشاورزی",), "none"), (2, ("شهرداری",), "1398-06-20")]


def test_a_note_on_several_rows_is_in_none_of_them() -> None:
    reading = reading_of(
        """
        صورتجلسه ستاد تنظیم بازار شهرستان گلدره
        تاریخ جلسه: ۱۳۹۹/۱۲/۰۶

        ردیف | مصوبه | مسئول | مهلت
        ۱ | نصب بنر قیمت میوه در جایگاه‌ها | اتحادیه میوه | ۴۸ ساعت
        ۲ | ارسال گزارش روزانه قیمت‌ها | اتاق اصناف | روزانه
        ۳ | پلمب واحدهای بدون پروانه | اداره اماکن | یک هفته

        توضیح: مصوبات شماره ۱ و ۲ از جلسه قبل تکراری است.
        """
    )

    assert not any("تکراری" in one.text for one in reading.resolutions)
    assert any("تکراری" in one.text for one in reading.passed_over)


def test_the_branch_behind_a_dash_is_no_owner_of_its_own() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای پدافند شهرستان گلدره
        تاریخ جلسه: ۱۴۰۰/۰۷/۲۸

        ردیف | مصوبه | مسئول | مهلت
        ۱ | چک‌لیست پمپ بنزین‌ها تکمیل شود | شرکت پخش - ناحیه گلدره | ماهیانه
        ۲ | آموزش مدیران برگزار گردد | آموزش و پرورش - اداره برق | آخر دوره، ۲۷ آذر
        ۳ | آموزش پیشگیری در مدارس اجرا شود | بهزیستی | از آغاز سال تحصیلی تا پایان آبان
        """
    )

    first, second, third = told(reading)
    assert first[1] == ("شرکت پخش - ناحیه گلدره",)
    assert second[1:] == (("آموزش و پرورش", "اداره برق"), "1400-09-27")
    assert third[2] == "1400-08-30"


def test_of_several_times_the_first_work_has_its_own_and_a_person_is_asked() -> None:
    reading = reading_of(
        """
        صورتجلسه ستاد گندم شهرستان گلدره
        تاریخ جلسه: ۱۳۹۹/۰۲/۲۸
        مصوبات:
        ۱- جهاد کشاورزی مبارزه با سن گندم را ظرف ۱۰ روز به پایان برساند و گزارش روزانه به ستاد ارسال کند.
        ۲- فرمانداران ستاد را بلافاصله تشکیل داده و صورتجلسه آن را ظرف ۱۵ روز به دبیرخانه ارسال نمایند.
        ۳- شرکت گاز ظرف یک هفته انشعاب را وصل نموده و شرکت برق ظرف دو هفته ترانس را نصب نماید.
        """
    )

    assert [due for _, _, due in told(reading)] == ["1399-03-07", "1399-03-12", "unknown"]
    assert all("deadlines_differ" in codes(one) for one in reading.resolutions)


def test_the_day_of_the_next_meeting_is_found_behind_an_ornament() -> None:
    reading = reading_of(
        """
        صورتجلسه تعاونی گلدره
        تاریخ جلسه: ۱۴۰۳/۰۱/۲۴
        تصمیم‌ها:
        - خانم گلستانی حساب سال گذشته را برای جلسه بعد آماده کند.
        - مهندس صدرایی ظرف ده روز قیمت لوله را بگیرد.
        📅 جلسه بعد: جمعه ۱۴ اردیبهشت ۱۴۰۳ بعد از نماز
        """
    )

    assert told(reading)[0][2] == "1403-02-14"
