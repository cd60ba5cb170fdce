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
