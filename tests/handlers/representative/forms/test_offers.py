"""Services, places and facilities of agencies, found by who needs them (/services)."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from domain.access.member import Role
from domain.forms.compiled.form_data import to_data
from domain.forms.offers import OFFER_FORMS
from domain.persian.text import fold
from forms.catalogue import shipped_forms
from models.tables.agencies import Agency
from models.tables.forms import (
    FilledForm,
    FormAssignment,
    FormOrigin,
    FormRow,
    FormState,
    FormTarget,
    FormVersion,
    OfficeForm,
)
from models.tables.meetings import Verdict
from services.form_reading.conversion.convert import convert
from tests.town import Town

LOAN = {
    "contact/office_phone": "05138000000",
    "service[1]/service_title": "وام خوداشتغالی",
    "service[1]/service_subject": "finance",
    "service[1]/service_words": "تا دویست میلیون تومان با کارمزد چهار درصد",
    "service[1]/audience": "everyone",
    "service[1]/fee": "free",
    "service[1]/channel": "online",
    "service[1]/coverage": "all",
}
HALL = {
    "spot[1]/spot_title": "سولهٔ شمالی",
    "spot[1]/spot_hood": "محلهٔ گلشهر",
    "spot[1]/spot_kind": "hall",
    "spot[1]/spot_address": "گلشهر، خیابان شهید آوینی",
    "spot[1]/spot_location": "36.2972 59.6806 0 0",
    "spot[1]/spot_area": "1200",
    "spot[1]/spot_state": "free",
}


async def filled(town: Town, name: str, agency: str, answers: dict[str, Any]) -> None:
    """Keep the answers of an agency to a shipped form, as if they had been sent and reviewed; return their number."""
    form = convert(next(form for form in shipped_forms() if form.id == name).workbook(), {}).form
    assert form
    now = town.clock.now()
    async with town.app.db.write() as session:
        office_form = OfficeForm(
            name=name,
            title=form.title,
            title_fold=fold(form.title),
            origin=FormOrigin.SHIPPED,
            state=FormState.PUBLISHED,
            created_at=now,
        )
        version = FormVersion(
            form=office_form,
            title=form.title,
            compiled=to_data(form),
            digest=name,
            file_hash="-",
            file_name=f"{name}.xlsx",
            read_at=now,
            published_at=now,
        )
        assignment = FormAssignment(
            form=office_form, target=FormTarget.EVERYONE, created_at=now, attached_on=now.date()
        )
        sent = FilledForm(
            form_version=version,
            assignment=assignment,
            agency=Agency(name=agency, name_fold=fold(agency)),
            person_id=1,
            answers=answers,
            rows={OFFER_FORMS[name].repeat: 1},
            verdict=Verdict.ACCEPTED,
            sent_at=now,
        )
        session.add(sent)


@pytest.mark.rows
async def test_a_facilitator_finds_a_loan_and_asks_about_it(town: Town) -> None:
    maryam = await town.secretary()
    nasrin = await town.member("نسرین امیری", Role.FACILITATOR)
    assert "هنوز چیزی ثبت نشده است" in await nasrin.says("/services")
    await filled(town, "service_description", "بنیاد برکت", LOAN)
    await filled(town, "vacant_places", "شهرداری مشهد", HALL)
    seen = await nasrin.says("/services")
    assert "خدمات، مکان‌ها و امکانات، ۲ مورد" in seen
    assert "وام خوداشتغالی، خدمت\nوام و تأمین مالی، همهٔ محله‌ها، بنیاد برکت" in seen
    seen = await nasrin.taps("مکان‌های خالی")
    assert "سولهٔ شمالی" in seen
    assert "وام" not in seen
    await nasrin.taps("جست‌وجوی خدمات")
    seen = await nasrin.says("وام کارمزد برکت")
    seen = await nasrin.taps("وام خوداشتغالی")
    assert "تا دویست میلیون تومان" in seen
    assert "تلفن پاسخگویی: " in seen
    assert "سولهٔ" not in seen
    await nasrin.taps("پرسش دربارهٔ این مورد")
    await nasrin.says("برای سرپرست خانوار ضامن لازم است؟")
    await nasrin.taps("رد کردن", "ارسال")
    assert "وام خوداشتغالی»، بنیاد برکت" in await maryam.says("/questions")


async def test_a_place_is_found_by_its_neighbourhood_and_seen_on_the_map(town: Town) -> None:
    maryam = await town.secretary()
    await filled(town, "vacant_places", "شهرداری مشهد", HALL)
    await maryam.says("/services")
    seen = await maryam.taps("سولهٔ شمالی")
    assert "۱٬۲۰۰" in seen
    assert "نمایش روی نقشه" in maryam.buttons()
    assert "پرسش دربارهٔ این مورد" not in maryam.buttons()


async def test_a_place_that_the_next_month_does_not_list_is_on_offer_no_more(town: Town) -> None:
    maryam = await town.secretary()
    await filled(town, "vacant_places", "شهرداری مشهد", HALL)
    async with town.app.db.write() as session:
        before = (await session.scalars(select(FilledForm))).one()
        before.period = "1398-06"
        (await session.get_one(Agency, before.agency_id)).name = "محلهٔ سیدی"
        answers = {**HALL, "spot[1]/spot_title": "سولهٔ جنوبی", "spot[1]/spot_hood": "", "neighbourhood": "محلهٔ سیدی"}
        later = FilledForm(
            version_id=before.version_id,
            assignment_id=before.assignment_id,
            agency_id=before.agency_id,
            person_id=before.person_id,
            period="1398-07",
            answers=answers,
            rows=before.rows,
            verdict=Verdict.WAITING,
            sent_at=before.sent_at,
        )
        session.add(later)
    # Until the new list is accepted the one of the month before holds.
    assert "سولهٔ شمالی" in await maryam.says("/services")
    async with town.app.db.write() as session:
        (
            await session.scalars(select(FilledForm).where(FilledForm.period == "1398-07"))
        ).one().verdict = Verdict.ACCEPTED
    seen = await maryam.says("/services")
    assert "سولهٔ جنوبی" in seen
    assert "سولهٔ جنوبی، مکان\nسالن، محلهٔ سیدی\n" in f"{seen}\n"
    assert "سولهٔ شمالی" not in seen


@pytest.mark.rows
async def test_of_a_sheet_with_thousands_of_rows_everybody_reads_the_first_thousand(town: Town) -> None:
    await town.secretary()
    nasrin = await town.member("نسرین امیری", Role.FACILITATOR)
    await filled(town, "vacant_places", "شهرداری مشهد", HALL)
    async with town.app.db.write() as session:
        sent = await session.scalar(select(FilledForm.id))
        values = {"spot_kind": "hall", "spot_hood": "محلهٔ گلشهر", "spot_state": "free"}
        rows = [
            {"repeat": "spot", "number": number, "values": {**values, "spot_title": f"سولهٔ {number}"}}
            for number in range(2, 1202)
        ]
        await session.execute(insert(FormRow), [{**row, "filled_id": sent, "problems": []} for row in rows])
    seen = await nasrin.says("/services")
    assert "مکان‌ها و امکانات، ۱۰۰۰ مورد" in seen
    assert "۱۰۰۰ ردیف نخست این‌جاست" in seen
