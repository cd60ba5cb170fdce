"""Doubts of a reading: a code with parameters for the program, a Persian sentence for the secretary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.persian.text import persian_digits

NEXT_QUOTATION = "»، «"
"""Stands between the texts of a doubt that quotes several."""

_SENTENCES = {
    # Doubts about one resolution.
    "owner_missing": "مسئول این مصوبه روشن نیست.",
    "owner_in_text": "متن، «{name}» را هم عهده‌دار کار می‌داند، ولی نام آن در ستون مسئول نیست.",
    "owner_boundary": "نام مسئول از میان جمله برداشته شد؛ «{name}» درست است؟",
    "from_premise": "مسئول یا مهلت از مقدمهٔ جمله برداشته شد: «{text}». درست است؟",
    "owners_unclear": "روشن نیست که «{cell}» نام یک مجموعه است یا چند مجموعه.",
    "two_owner_columns": "جدول برای مسئول دو ستون دارد؛ «{name}» هم از ستون دوم آمد.",
    "deadline_missing": "برای این مصوبه مهلتی نوشته نشده است.",
    "deadline_unknown": "مهلت «{phrase}» روشن نیست: {reason}",
    "deadline_differs": "مهلت در ستون «{phrase}» است، ولی متن می‌گوید: «{other}».",
    "deadline_of_one": "مهلت «{phrase}» تنها در یکی از کارهای این مصوبه آمده است؛ برای همه است؟",
    "deadlines_differ": "این مصوبه بیش از یک مهلت دارد: {phrases}.",
    "deadline_needs_date": "مهلت «{phrase}» از تاریخ جلسه حساب می‌شود و تاریخ جلسه معلوم نیست.",
    "next_meeting_day": "روز جلسهٔ بعد در پایان متن نوشته شده است، ولی روشن نیست: «{text}».",
    "line_foreign": "شاید این نوشته بخشی از این مصوبه نباشد: «{text}».",
    "cells_swapped": "در این سطر، جای مسئول و مهلت با سطرهای دیگر فرق دارد.",
    "note": "در ستون دیگری از جدول نوشته شده است: «{note}».",
    "column_unread": "یک ستون جدول نام آشنایی ندارد و در آن نوشته شده است: «{text}».",
    "text_missing": "این سطر متن مصوبه ندارد.",
    "text_cut": "متن این مصوبه ناتمام به نظر می‌رسد.",
    "number_repeated": "شمارهٔ {number} بیش از یک بار آمده است.",
    "reference_unclear": "این مصوبه به «{phrase}» اشاره می‌کند، ولی شمارهٔ آن جلسه معلوم نیست.",
    "parts_unclear": "شاید این مصوبه چند مصوبه باشد: «{texts}».",
    "answers_several": "این مصوبه چند مسئول یا چند مهلت دارد؛ اگر چند مصوبه است، آن را جدا کنید: «{texts}».",
    "numbering_unclear": "روشن نیست که شمارهٔ {number} بخشی از این مصوبه است یا مصوبه‌ای جدا.",
    "line_unclear": "شاید این سطر مصوبه‌ای جدا باشد: «{text}».",
    "unnumbered": "این مصوبه شماره ندارد و از میان متن برداشته شد.",
    "from_picture": "این مصوبه از روی تصویر خوانده شد؛ آن را با تصویر مقایسه کنید.",
    "from_picture_unsure": "این مصوبه از روی تصویر خوانده شد؛ آن را با تصویر مقایسه کنید، بیش از همه: {words}",
    "not_a_decision": "روشن نیست که این بند مصوبه باشد.",
    # Doubts about the document.
    "only_titles": "از {total} مصوبه‌ای که خوانده شد، {count} مورد تنها یک عنوان یا عدد است و شاید مصوبه نباشد.",
    "no_resolutions": "مصوبه‌ای در این متن پیدا نشد.",
    "meeting_date_missing": "تاریخ جلسه پیدا نشد.",
    "meeting_dates_differ": "برای جلسه دو تاریخ نوشته شده است: {first} و {second}.",
    "meeting_date_of_page": "تاریخ جلسه از تاریخ خود این نوشته دانسته شد: «{phrase}». روز جلسه را بررسی کنید.",
    "meeting_date_order": "تاریخ «{phrase}» دو جور خوانده می‌شود: {first} یا {second}.",
    "meeting_weekday": "تاریخ جلسه با روز هفته‌ای که نوشته شده است نمی‌خواند: «{phrase}».",
    "meeting_number_missing": "شمارهٔ جلسه پیدا نشد.",
    "meeting_number_code": "شمارهٔ جلسه را «{code}» نوشته‌اند؛ عدد آن را خودتان وارد کنید.",
    "meeting_numbers_differ": "برای جلسه دو شماره نوشته شده است: {first} و {second}.",
    "numbers_start": "شماره‌گذاری مصوبات از {first} آغاز شده است.",
    "numbers_skipped": "پس از مصوبهٔ {before} شمارهٔ {after} آمده است.",
    "numbers_disordered": "مصوبهٔ {after} پس از مصوبهٔ {before} آمده است.",
    "count_differs": "متن از {stated} مصوبه سخن می‌گوید، ولی {found} مصوبه خوانده شد.",
    "told_by_content": "این نام‌ها آشنا نبود و معنای آن‌ها از نوشته‌های کنارشان دانسته شد: {names}. درست است؟",
    "columns_unclear": "روشن نیست که هر ستون جدول چیست: {heading}.",
    "earlier_skipped": "بخش پیگیری مصوبات جلسهٔ پیش، مصوبه به شمار نیامد.",
    "passed_over": "این نوشته شاید مصوبه باشد و مصوبه به شمار نیامد: «{text}».",
    "not_decisions": "روشن نیست که {count} بند از {total} بندی که خوانده شد مصوبه باشد.",
    "deadlines_missing": "برای {count} مصوبه از {total} مصوبه مهلتی نوشته نشده است.",
    "cut": "متن در میانهٔ جدول تمام شده است: «{text}».",
    "pages_missing": "صفحهٔ آخر {total} است، ولی متن تا صفحهٔ {last} آمده است.",
    "numbers_lost": "شماره‌های خودکار این فایل ورد خوانده نشد.",
    "tracked_changes": "فایل ورد تغییرات پیگیری‌شدهٔ تأییدنشده دارد؛ افزوده‌ها خوانده شد و حذف‌شده‌ها کنار رفت.",
    "struck_text": "نوشته‌های خط‌خورده کنار گذاشته شد.",
    "word_repaired": "این نوشته در PDF شکسته بود و سر هم شد: «{word}». درست است؟",
    "read_from_picture": "این صورتجلسه از روی تصویر خوانده شد؛ تاریخ و شمارهٔ جلسه و هر مصوبه را با تصویر مقایسه کنید.",
    "page_unread": "صفحهٔ {page} تصویر است و خوانده نشد.",
    "embedded_file": "فایلی در میان این فایل جاسازی شده است که خوانده نشد.",
}


@dataclass(frozen=True)
class Doubt:
    """One question to the secretary: `code` is a key of `_SENTENCES`, `params` fills its sentence."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The doubt in Persian, with Persian digits."""
        return persian_digits(_SENTENCES[self.code].format(**self.params))
