"""Texts of minutes that are no resolution are kept with the kind that they were taken for."""

from __future__ import annotations

from tests.domain.minutes.paper import reading_of


def test_the_place_of_the_meeting_is_no_resolution_and_is_kept() -> None:
    reading = reading_of(
        """
        صورتجلسه نهمین جلسه کارگروه منابع آب استان گلدره
        محل برگزاری: سالن کوثر
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        مصوبات:
        ۱- شهرداری گلدره گزارش خود را ظرف یک هفته ارسال نماید.
        """
    )

    assert {"kind": "letterhead", "text": "محل برگزاری: سالن کوثر"} in reading.to_json()["passed_over"]


def test_a_line_that_only_names_the_minutes_is_a_heading_and_none_of_the_texts_that_may_be_decisions() -> None:
    reading = reading_of(
        """
        صورتجلسه نهمین جلسه کارگروه منابع آب استان گلدره
        مصوبات:
        ۱- شهرداری گلدره گزارش خود را ظرف یک هفته ارسال نماید.
        ادامه صورتجلسه شماره ۹
        ۲- فرمانداری گلدره نقشه چاه‌ها را تا پایان مهر تهیه نماید.
        """
    ).to_json()

    assert len(reading["resolutions"]) == 2
    assert {"kind": "heading", "text": "ادامه صورتجلسه شماره ۹"} in reading["passed_over"]
    assert "unplaced" not in {one["kind"] for one in reading["passed_over"]}


def test_the_title_of_a_body_whose_name_sounds_like_a_charge_is_not_asked_about() -> None:
    reading = reading_of(
        """
        صورتجلسه چهارمین جلسه کارگروه سرمایه گذاری شهرستان بینالود
        تاریخ جلسه: ۱۳۹۸/۰۷/۰۶
        مصوبه ۱: مقرر شد شهرداری فهرست زمین‌های آماده واگذاری را تهیه کند.
        """
    ).to_json()

    assert not reading["doubts"]
    assert {one["kind"] for one in reading["passed_over"]} == {"heading"}
