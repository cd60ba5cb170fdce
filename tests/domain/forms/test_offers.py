"""Offers read from the three shipped forms that describe services, places and facilities."""

import pytest

from domain.forms.compiled.differences import choices_of
from domain.forms.compiled.model import CompiledForm, Kind
from domain.forms.offers import OFFER_FORMS, Offered, OfferForm, OfferKind, read
from forms.catalogue import shipped_forms
from services.form_reading.conversion.convert import convert


def shipped(name: str) -> CompiledForm:
    form = convert(next(form for form in shipped_forms() if form.id == name).workbook(), {}).form
    assert form
    return form


@pytest.mark.parametrize(("name", "layout"), OFFER_FORMS.items())
def test_the_shipped_forms_have_the_questions_that_offers_are_read_from(name: str, layout: OfferForm) -> None:
    [repeat] = [child for child in shipped(name).root.children if child.kind is Kind.REPEAT]
    assert repeat.name == layout.repeat
    asked = {child.name: child for child in repeat.children}
    assert {layout.title, layout.subject, layout.hood, *layout.more} <= asked.keys()
    labels = choices_of(shipped(name), asked[layout.subject], "fa")
    assert labels
    assert not labels.keys() & set(labels.values()), "each subject has a label of its own"
    gone, value = layout.gone
    assert not gone or value in {choice for row in shipped(name).tables[gone].rows for choice in row}


def test_each_service_is_an_offer_and_one_without_places_holds_everywhere() -> None:
    answers = {
        "service[1]/service_title": "وام خوداشتغالی",
        "service[1]/service_subject": "finance",
        "service[2]/service_title": "مشاورهٔ کسب‌وکار",
        "service[2]/service_places": "گلشهر، التیمور",
    }
    loan, advice = read(shipped("service_description"), answers, 2, "fa")
    assert (loan.row, loan.kind, loan.title, loan.hood) == (1, OfferKind.SERVICE, "وام خوداشتغالی", "")
    assert loan.subject == "وام و تأمین مالی"
    assert advice.hood == "گلشهر، التیمور"


def test_an_offer_is_found_by_what_it_is_in_detail() -> None:
    answers = {
        "facility[1]/facility_title": "کارگاه مسجد",
        "facility[1]/kind": "equipment",
        "facility[1]/subtype": "sewing",
        "facility[1]/users": "women youth",
    }
    [found] = read(shipped("facilities"), answers, 1, "fa")
    assert (found.subject, found.more) == ("ابزار و تجهیزات", "چرخ خیاطی زنان جوانان")


def test_a_subject_that_is_on_no_list_is_the_one_that_was_written() -> None:
    answers = {
        "service[1]/service_title": "مشاورهٔ حقوقی",
        "service[1]/service_subject": "other",
        "service[1]/service_subject_other": "حقوق",
    }
    [found] = read(shipped("service_description"), answers, 1, "fa")
    assert found.subject == "حقوق"


def test_a_place_that_is_taken_is_no_offer() -> None:
    answers = {
        "spot[1]/spot_title": "سالن کنار فرهنگسرا",
        "spot[1]/spot_state": "taken",
        "spot[2]/spot_title": "سولهٔ شمالی",
        "spot[2]/spot_state": "free",
        "spot[2]/spot_hood": "گلشهر",
    }
    [free] = read(shipped("vacant_places"), answers, 2, "fa")
    assert free == Offered(2, OfferKind.PLACE, "سولهٔ شمالی", "", "گلشهر")


def test_another_form_offers_nothing() -> None:
    assert list(read(shipped("idea"), {"service[1]/service_title": "وام"}, 1, "fa")) == []
