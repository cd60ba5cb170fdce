"""Sentences in the shapes of real minutes, and those whom each charges."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.minutes.owners.actors import actors_of
from domain.persian.text import fold


def _table() -> list[tuple[str, list[str]]]:
    """Each line is a sentence and its owners: «… => شهرداری | فرمانداری»."""
    lines = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.partition("=>") for line in lines]
    return [(text.strip(), [name.strip() for name in names.split("|") if name.strip()]) for text, _, names in rows]


@pytest.mark.parametrize(("text", "owners"), _table())
def test_whom_a_sentence_charges(text: str, owners: list[str]) -> None:
    assert [fold(actor.name) for actor in actors_of(text)] == [fold(owner) for owner in owners]


BODIES = st.sampled_from(
    [
        "شهرداری",
        "شهرداری گلدره",
        "شهردار محترم",
        "فرمانداری شهرستان گلشن",
        "اداره کل راه و شهرسازی استان",
        "سازمان صنعت، معدن و تجارت",
        "صدا و سیمای مرکز گلدره",
        "هلال احمر",
        "اورژانس ۱۱۵",
        "نیروی انتظامی",
        "معاونت توسعه مدیریت و منابع",
        "دانشگاه علوم پزشکی",
        "خزانه‌دار",
        "مدیر عامل",
        "آقای مهندس صالحی",
        "خانم لیلا کیان مهر",
        "هیئت مدیره",
        "کمیته امداد امام خمینی (ره)",
        "رئیس محترم شورای اسلامی شهر",
    ]
)
WORKS = st.sampled_from(
    [
        "نسبت به تکمیل پرونده‌ها اقدام نماید",
        "گزارش کار خود را به دبیرخانه ارسال کند",
        "موظف است تا پایان مهر فهرست را اعلام کند",
        "با هماهنگی بنیاد مسکن زمین را معرفی نماید",
        "براساس ضوابط پروانه را صادر کند",
        "در اسرع وقت موضوع را پیگیری نماید",
    ]
)
OPENINGS = st.sampled_from(
    [
        "",
        "مقرر شد ",
        "مقرر گردید ",
        "مقررشد ",
        "قرار شد ",
        "مقرر گردید که ",
        "با توجه به درخواست اهالی مقرر شد ",
        "مقرر شد درخصوص بازارچه، ",
        "نامه شماره ۱۲-۱۴۰۲/۳/۴ بنیاد مسکن قرائت و مقرر گردید ",
    ]
)


@given(opening=OPENINGS, body=BODIES, work=WORKS)
def test_the_subject_of_any_work_is_its_owner(opening: str, body: str, work: str) -> None:
    assert [(actor.name, actor.certain) for actor in actors_of(f"{opening}{body} {work}.")] == [(body, True)]


@given(opening=OPENINGS, one=BODIES, other=BODIES, work=WORKS)
def test_two_subjects_are_two_owners(opening: str, one: str, other: str, work: str) -> None:
    names = list(dict.fromkeys([one, other]))
    assert [actor.name for actor in actors_of(f"{opening}{one} و {other} {work}.")] == names


@given(body=BODIES, work=st.sampled_from(["ارسال گردد", "اعلام شود", "منعکس گردد"]))
def test_whom_something_is_sent_to_owns_nothing(body: str, work: str) -> None:
    assert actors_of(f"مقرر شد موضوع به {body} {work}.") == ()


VOCABULARY = """
    مقرر شد گردید که شهرداری شهردار محترم اداره کل راه و شهرسازی آقای خانم صالحی نامبرده ایشان آن شرکت مذکور واحد مدیر
    به با از توسط همکاری عهده سوی مسئولیت محوریت اجازه داده ارجاع را رو نسبت ضمن موظف است باید نماید کنند گردد شود باشد
    گزارش زمین طرح تهیه ارائه ، . : ( ) « » ۲ هفت روستا ماده برنامه‌ها سیاست‌گذاری گاز آبفا کلیه دستگاه ها های ای زیر
"""
SALAD = st.sampled_from(VOCABULARY.split())


def test_a_list_without_end_is_read_in_time() -> None:
    assert actors_of("شهرداری و " * 3000) == ()


@settings(max_examples=300)
@given(st.lists(SALAD, max_size=25).map(" ".join) | st.text(max_size=80))
def test_no_text_breaks_the_search_and_every_owner_stands_in_it(text: str) -> None:
    assert all(actor.name and actor.name in text for actor in actors_of(text))
