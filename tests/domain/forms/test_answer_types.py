"""Conversion of a person's input into answers, and the reply to an invalid one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.chat.incoming import Attachment, Contact
from domain.chat.screens import T
from domain.forms.types.answer_types import (
    AnswerInput,
    Choice,
    Day,
    Files,
    InvalidAnswer,
    Material,
    Number,
    Percent,
    Phone,
    Pick,
    Picks,
    Type,
    Words,
)
from domain.forms.types.coming_day import ComingDay
from domain.forms.types.coming_moment import ComingMoment
from domain.forms.types.letter_types import LetterNumber, Paper
from domain.forms.types.worded_day import LaterDay

TODAY = date(2019, 10, 5)
PHOTO = Attachment("aa" * 32, "photo.jpg", "photo", "image/jpeg", 100)


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        (Words(), "  جدول تکمیل شد. ", "جدول تکمیل شد."),
        (Words(), "جدول \u202eتکمیل می‌شود\u202c \u200fISO.", "جدول تکمیل می‌شود \u200fISO."),
        (Number(), "۱۲", 12),
        (Number(), "دوازده", 12),
        (Percent(), "۴۰ درصد", 40),
        (Percent(), "40", 40),
        (Percent(), "چهل درصد", 40),
        (Percent(), "٪۱۰۰", 100),
        (Percent(), "0", 0),
        (Day(), "۱۲ مهر ۱۳۹۸", "2019-10-04"),
        (Day(), "1398/07/12", "2019-10-04"),
        (Day(), "دیروز", "2019-10-04"),
        (Day(), "پریروز", "2019-10-03"),
        (Day(), "فردا", "2019-10-06"),
        (Day(), "پس‌فردا", "2019-10-07"),
        (LetterNumber(), "۹۸/ص/۱۲", "۹۸/ص/۱۲"),
        (Day(), "جمعه ۱۲ مهر ۱۳۹۸", "2019-10-04"),
        (Day(), "12 مهر", "2019-10-04"),
        (Phone(), "۰۹۱۵ ۱۲۳ ۴۵۶۷", {"phone": "+989151234567", "verified": False}),
        (Phone(), "+49 30 123456", {"phone": "+4930123456", "verified": False}),
    ],
)
def test_words_that_are_an_answer(kind: Type, said: str, value: Any) -> None:
    assert kind.read(AnswerInput(TODAY, text=said), None) == value


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (Words(), "   ", "form.words_needed"),
        (Words(), "\u200c \u202e", "form.words_needed"),
        (Words(), "\u200e\u200f\u200d", "form.words_needed"),
        (Words(), "\u061c\u3164\ufe0f", "form.words_needed"),
        (Material(), "\u200f\u200d", "form.material_needed"),
        (Words(most=5), "شش حرف‌اند", "form.too_long"),
        (Number(), "چند تا", "form.number_needed"),
        (Number(), "۲٫۵", "form.number_needed"),
        (Number(1, 5), "۶", "form.out_of_range"),
        (Percent(), "۱۲۰ درصد", "form.percent_out_of_range"),
        (Percent(), "خیلی", "form.percent_needed"),
        (Percent(), "۴۰٫۵", "form.percent_needed"),
        (Choice(("done",)), "شاید", "form.choice_needed"),
        (Pick("agencies"), "مشهد", "form.pick_needed"),
        (Day(), "به‌زودی", "form.date_needed"),
        (ComingDay(), "به‌زودی", "form.coming_day_needed"),
        (ComingDay(), "دیروز", "holidays.past"),
        (LaterDay(), "پریروز", "form.day_past"),
        (LaterDay(today_too=True), "دیروز", "form.day_gone"),
        (ComingMoment(), "دیروز ساعت ۹", "form.moment_past"),
        (LetterNumber(), "ندارد", "form.letter_number_needed"),
        (Files(), "پیوست دارم", "form.files_needed"),
        (Material(), "", "form.material_needed"),
        (Phone(), "ندارم", "form.phone_needed"),
        (Phone(), "۱۲۳", "form.phone_needed"),
        (Phone(), "0912", "form.phone_needed"),
    ],
)
def test_words_that_are_none_and_what_is_said_back(kind: Type, said: str, why: str) -> None:
    with pytest.raises(InvalidAnswer) as misread:
        kind.read(AnswerInput(TODAY, text=said), None)
    assert misread.value.text.key == why


def test_a_tapped_option_and_a_picked_row() -> None:
    assert Choice(("done", "blocked")).read(AnswerInput(TODAY, choice="blocked"), None) == "blocked"
    assert Pick("agencies").read(AnswerInput(TODAY, choice="7|شهرداری مشهد"), None) == {
        "id": 7,
        "label": "شهرداری مشهد",
    }
    assert Day().read(AnswerInput(TODAY, choice="today"), None) == "2019-10-05"


def test_a_name_on_no_list_has_to_be_a_name() -> None:
    with pytest.raises(InvalidAnswer) as misread:
        Pick("agencies", other=True).read(AnswerInput(TODAY, choice="0|" + "شهرداری مشهد " * 30), None)
    assert misread.value.text == T("form.name_too_long", most=300, length=390)


def test_files_are_gathered_up_to_their_number() -> None:
    kind = Files(most=2)
    one = kind.read(AnswerInput(TODAY, files=(PHOTO,)), None)
    two = kind.read(AnswerInput(TODAY, files=(PHOTO,)), one)
    assert (len(one), len(two)) == (1, 2)
    with pytest.raises(InvalidAnswer) as misread:
        kind.read(AnswerInput(TODAY, files=(PHOTO,)), two)
    assert misread.value.text == T("form.too_many_files", most=2)


def test_material_is_pasted_in_parts_or_sent_as_a_file() -> None:
    kind = Material()
    first = kind.read(AnswerInput(TODAY, text="صورتجلسه"), None)
    both = kind.read(AnswerInput(TODAY, text="مصوبه ۱"), first)
    assert both == {"texts": ["صورتجلسه", "مصوبه ۱"], "files": []}
    assert not kind.whole(both)
    assert kind.whole(
        kind.read(
            AnswerInput(TODAY, files=(replace(PHOTO, kind="document", mime="application/pdf", name="a.pdf"),)), None
        )
    )
    # A photo may be one page of several.
    assert not kind.whole(kind.read(AnswerInput(TODAY, files=(PHOTO,)), None))


@pytest.mark.parametrize("own", [True, False])
def test_only_the_platform_verifies_a_number(own: bool) -> None:
    shared = AnswerInput(TODAY, contact=Contact("989151234567" if own else "09151234567", own))
    assert Phone().read(shared, None)["verified"] is own


def test_rows_are_ticked_and_a_second_tick_takes_one_off() -> None:
    kind = Picks("agencies", other=True, most=3)
    value: list[dict[str, Any]] = []
    for choice in ("7|شهرداری", "8|بهزیستی", "0|بنیاد مسکن", "7|شهرداری مشهد", "0|جهاد"):
        value = kind.read(AnswerInput(TODAY, choice=choice), value)
    names = ["بهزیستی", "بنیاد مسکن", "جهاد"]
    assert [row["label"] for row in value] == names
    for choice in ("9|فرمانداری", "0|اتاق اصناف"):
        with pytest.raises(InvalidAnswer) as refused:
            kind.read(AnswerInput(TODAY, choice=choice), value)
        assert refused.value.text.key == "form.too_many_picks"
    assert kind.read(AnswerInput(TODAY, choice="0|جهاد"), value) == value[:2]
    with pytest.raises(InvalidAnswer):
        kind.read(AnswerInput(TODAY, text="شهرداری"), None)


@pytest.mark.parametrize(
    ("name", "kind", "mime", "taken"),
    [
        ("photo.jpg", "photo", "image/jpeg", True),
        ("نامه.PDF", "document", "application/octet-stream", True),
        ("نامه.docx", "document", "", True),
        ("نامه", "document", "application/pdf", True),
        ("setup.exe", "document", "application/pdf", False),
        ("منابع.xlsx", "document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
        ("", "voice", "audio/ogg", False),
        ("animation.mp4", "animation", "video/mp4", False),
    ],
)
def test_a_letter_s_paper_is_a_pdf_a_picture_or_a_word_file(name: str, kind: str, mime: str, taken: bool) -> None:
    given = AnswerInput(TODAY, files=(PHOTO, Attachment("bb" * 32, name, kind, mime, 100)))
    if taken:
        assert len(Paper().read(given, None)) == 2
        return
    with pytest.raises(InvalidAnswer) as refused:
        Paper().read(given, None)
    assert refused.value.text.key == "form.paper_needed"
