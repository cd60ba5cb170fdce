"""Answers as people write them, read into what XForms stores."""

from datetime import date, timedelta, timezone

import pytest

from domain.chat.incoming import Attachment, Contact, Location
from domain.forms.compiled.model import Control, Element, Kind
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.forms.xforms.types import Ranking, Ticks, type_of

SATURDAY = date(2019, 10, 5)
"""13 Mehr 1398."""
TEHRAN = timezone(timedelta(hours=3, minutes=30))


def field(kind: str = "string", appearance: str = "", label: str = "", **more: object) -> Type:
    element = Element("q", Kind.FIELD, type=kind, control=Control.INPUT, appearance=appearance, label={"fa": [label]})
    return type_of(element) if not more else type_of(Element(**{**vars_of(element), **more}))  # type: ignore[arg-type]


def vars_of(element: Element) -> dict[str, object]:
    return {name: getattr(element, name) for name in ("name", "kind", "type", "control", "appearance", "label")}


def said(text: str) -> AnswerInput:
    return AnswerInput(SATURDAY, text, zone=TEHRAN)


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("int", "۱٬۲۰۰", "1200"),
        ("int", "یک میلیون و دویست هزار", "1200000"),
        ("int", "منفی ۵", "-5"),
        ("decimal", "دوازده و نیم", "12.5"),
        ("decimal", "۱۲٫۲۵", "12.25"),
        ("date", "فردا", "2019-10-06"),
        ("date", "پریروز", "2019-10-03"),
        ("date", "۱۵ مهر", "2019-10-07"),
        ("date", "1398/7/15", "2019-10-07"),
        ("date", "2019-10-07", "2019-10-07"),
        ("time", "ده و نیم صبح", "10:30:00"),
        ("dateTime", "دیروز ساعت ۹", "2019-10-04T09:00:00.000+03:30"),
        ("dateTime", "۸:۱۵", "2019-10-05T08:15:00.000+03:30"),
        ("time", "۰۳:۴۵", "03:45:00"),
        ("time", "22:15:30", "22:15:30"),
        ("dateTime", "2019-10-04T03:45:00", "2019-10-04T03:45:00.000+03:30"),
        ("dateTime", "2019-10-04T03:45:00.000+04:30", "2019-10-04T03:45:00.000+04:30"),
        ("string", "۰۹۱۵ ۱۲۳ ۴۵۶۷", "0915 123 4567"),
        ("string", "خانهٔ ۱۲ي", "خانهٔ ۱۲ی"),
        ("barcode", "۶۲۶۰۱۲۳", "6260123"),
        ("geopoint", "۳۶٫۲۹۷۲، ۵۹٫۶۰۶۷", "36.2972 59.6067 0.0 0.0"),
    ],
)
def test_words_are_read_by_their_type(kind: str, text: str, stored: str) -> None:
    assert field(kind).read(said(text), None) == stored


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("int", "1O0", "xform.letter_o"),
        ("int", "دوازده و نیم", "xform.whole_needed"),
        ("int", "سه میلیارد", "xform.too_large"),
        ("int", "زیاد", "form.number_needed"),
        ("decimal", "زیاد", "xform.decimal_needed"),
        ("date", "2019-13-07", "xform.date_needed"),
        ("date", "۳۱ مهر ۱۳۹۸", "xform.no_such_day"),
        ("date", "۳۲ تیر", "xform.no_such_day"),
        ("date", "۱۳۹۸/۱۲/۳۰", "xform.no_such_day"),
        ("date", "۱۳۹۸/۱۳/۵", "xform.no_such_month"),
        ("time", "۲۵", "form.hour_needed"),
        ("time", "25:10", "form.hour_needed"),
        ("dateTime", "TODAY", "form.moment_needed"),
        ("dateTime", "دیروز", "form.moment_needed"),
        ("dateTime", "روزی ساعت ۹", "form.moment_needed"),
        ("geopoint", "کوچهٔ ۱۲", "xform.location_needed"),
        ("geopoint", "96.1, 59.2", "xform.location_needed"),
    ],
)
def test_words_of_another_type_are_refused_with_the_reason(kind: str, text: str, why: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        field(kind).read(said(text), None)
    assert refused.value.text.key == why


@pytest.mark.parametrize(
    ("appearance", "text", "stored"),
    [
        ("year", "۱۳۹۸", "2019-03-21"),
        ("year", "سال ۹۷", "2018-03-21"),
        ("month-year", "مهر ۹۸", "2019-09-23"),
        ("month-year", "آبان", "2018-10-23"),
        ("month-year", "۱۳۹۸/۷", "2019-09-23"),
    ],
)
def test_a_year_or_a_month_alone_is_its_first_day(appearance: str, text: str, stored: str) -> None:
    assert field("date", appearance).read(said(text), None) == stored
    with pytest.raises(InvalidAnswer):
        field("date", appearance).read(said("فردا"), None)


@pytest.mark.parametrize(
    ("label", "text", "stored"),
    [
        ("دستمزد (ریال)", "۵۰۰ هزار تومان", "5000000"),
        ("دستمزد (ریال)", "۵۰۰ هزار", "500000"),
        ("دستمزد به تومان", "۵۰۰ هزار ریال", "50000"),
        ("بودجه (میلیون ریال)", "۱۲", "12"),
        ("بودجه (میلیون ریال)", "۱۲ میلیون ریال", "12"),
        ("بودجه (میلیون ریال)", "۱۲ میلیارد", "12000"),
        ("بودجه (میلیون ریال)", "۱۲٬۰۰۰٬۰۰۰ تومان", "120"),
        ("Pay in rials", "20000", "20000"),
    ],
)
def test_money_is_taken_in_the_unit_that_is_asked_for(label: str, text: str, stored: str) -> None:
    assert field("int", label=label).read(said(text), None) == stored


def test_a_shared_contact_answers_a_question_for_a_number() -> None:
    given = AnswerInput(SATURDAY, contact=Contact("+989151234567", own=False))
    assert field().read(given, None) == "09151234567"


def test_ticks_are_toggled_by_taps_and_added_by_words() -> None:
    kind = Ticks(("a", "b", "c"))
    assert kind.read(AnswerInput(SATURDAY, choice="b"), None) == "b"
    assert kind.read(AnswerInput(SATURDAY, choice="a"), "b") == "a b"
    assert kind.read(AnswerInput(SATURDAY, choice="b"), "a b") == "a"
    assert kind.read(AnswerInput(SATURDAY, "بله و نه", choice="b c"), "b") == "b c"
    with pytest.raises(InvalidAnswer):
        kind.read(AnswerInput(SATURDAY, choice="x"), "b")


def test_the_last_of_a_ranking_needs_no_tap() -> None:
    kind = Ranking(("a", "b", "c"))
    assert kind.read(AnswerInput(SATURDAY, choice="c"), None) == "c"
    assert kind.read(AnswerInput(SATURDAY, choice="c"), "c") == ""
    whole = kind.read(AnswerInput(SATURDAY, choice="a"), "c")
    assert (whole, kind.whole(whole), kind.whole("c")) == ("c a b", True, False)


def test_a_range_takes_what_lies_between_its_ends() -> None:
    kind = field("int", control=Control.RANGE, bounds=("1", "5", "2"))
    assert kind.read(said("سه"), None) == "3"
    with pytest.raises(InvalidAnswer) as refused:
        kind.read(said("۶"), None)
    assert refused.value.text.params == {"least": 1, "most": 5}


@pytest.mark.parametrize(
    ("media", "kind", "mime", "taken"),
    [
        ("image/*", "photo", "image/jpeg", True),
        ("image/*", "document", "image/png", True),
        ("image/*", "voice", "audio/ogg", False),
        ("audio/*", "voice", "audio/ogg", True),
        ("video/*", "video", "video/mp4", True),
        ("application/*", "document", "application/pdf", True),
        ("application/*", "photo", "image/jpeg", True),
    ],
)
def test_a_file_has_to_be_of_the_media_that_is_asked_for(media: str, kind: str, mime: str, *, taken: bool) -> None:
    upload = field("binary", control=Control.UPLOAD, media={"type": media})
    given = AnswerInput(SATURDAY, "سردر", files=(Attachment("ab", "one", kind, mime),))
    if taken:
        assert upload.read(given, None)["caption"] == "سردر"
    else:
        with pytest.raises(InvalidAnswer):
            upload.read(given, None)


def test_an_area_closes_by_itself_and_needs_three_places() -> None:
    kind = field("geoshape")
    value = ""
    for latitude in (36.1, 36.2, 36.3):
        value = kind.read(AnswerInput(SATURDAY, location=Location(latitude, 59.5)), value)
    finished = kind.finished(value)  # type: ignore[attr-defined]
    assert finished.split(";")[0] == finished.split(";")[-1]
    assert len(finished.split(";")) == 4
    with pytest.raises(InvalidAnswer):
        kind.finished(";".join(value.split(";")[:2]))  # type: ignore[attr-defined]
