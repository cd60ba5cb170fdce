"""Headings are the short labels, with the question in a comment; money is taken with its unit, as in chat."""

from dataclasses import replace

import pytest

from domain.forms.compiled.model import CompiledForm
from domain.forms.types.answer_types import AnswerInput
from domain.forms.xforms.types import type_of
from services.form_sheets.layout import lay_out
from tests.services.form_sheets.office import Office, wrong
from tests.xlsforms import NOW, form

PAY = form("""
survey:
type | name | label::فارسی (fa) | short::فارسی (fa)
text | firm | نام کامل شرکت شما چیست؟ | شرکت
begin_repeat | work | کارهایی که می‌توان به خانه برد | کارها
text | title | این کار چیست؟ | نام کار
integer | pay | برای هر واحد چند ریال پرداخت می‌شود؟ | دستمزد هر واحد
integer | fund | سرمایهٔ لازم چند میلیون تومان است؟ | سرمایه
integer | people | چند نفر لازم است؟ | نفر
end_repeat
settings:
form_title | default_language
کارهای خانگی | فارسی (fa)
""")
WORKS = "کارها"
ALL = "پرسش‌های کلی"


@pytest.fixture
def asked() -> CompiledForm:
    return PAY


async def test_a_table_has_short_headings_and_the_questions_in_comments(office: Office) -> None:
    sheet = await office.sends()
    assert sheet.heads(WORKS) == ["ردیف", "نام کار", "دستمزد هر واحد", "سرمایه", "نفر"]
    comments = [cell.comment.text if cell.comment else "" for cell in sheet.sheet(WORKS)[1]]
    assert comments[1] == "این کار چیست؟"
    # Single questions stand below each other, where there is room for the whole question.
    assert sheet.sheet(ALL)["A2"].value == "نام کامل شرکت شما چیست؟"
    sheet.answer(ALL, "نام کامل شرکت شما چیست؟", "نخ طلایی")
    sheet.fill(WORKS, 2, {"نام کار": "خیاطی", "دستمزد هر واحد": "۲۰۰ هزار تومان", "نفر": "۱۲ نفر"})
    result = await office.receives(sheet)
    # A cell is named by its heading.
    assert wrong(result) == [(2, "نفر")]


async def test_a_heading_that_somebody_wrote_out_is_known(office: Office) -> None:
    sheet = await office.sends()
    sheet.sheet(WORKS).cell(1, 2).value = "این کار چیست؟"
    sheet.sheet(WORKS).cell(1, 3).value = "نفر"
    sheet.sheet(WORKS).cell(1, 5).value = "برای هر واحد چند ریال پرداخت می‌شود"
    sheet.sheet(WORKS).append([None, "خیاطی", 3, None, "۵۰۰۰"])
    result = await office.receives(sheet)
    assert not wrong(result)
    assert office.answers["work[1]/people"] == "3"
    assert office.answers["work[1]/pay"] == "5000"


@pytest.mark.parametrize(
    ("head", "typed", "kept"),
    [
        ("دستمزد هر واحد", "۲۰۰ هزار تومان", "2000000"),
        ("دستمزد هر واحد", "200,000 ریال", "200000"),
        ("دستمزد هر واحد", 5000, "5000"),
        ("سرمایه", "۱۲ میلیون", "12"),
        ("سرمایه", "۱۲", "12"),
        ("سرمایه", "۱۲۰ میلیون ریال", "12"),
    ],
)
async def test_money_is_converted_as_in_chat(office: Office, head: str, typed: object, kept: str) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {"نام کار": "خیاطی", head: typed})
    result = await office.receives(sheet)
    assert not wrong(result)
    name = "pay" if head == "دستمزد هر واحد" else "fund"
    assert office.answers[f"work[1]/{name}"] == kept
    element = next(element for place, element in PAY.each() if place[-1] == name)
    assert type_of(element).read(AnswerInput(NOW.date(), str(typed)), None) == kept


@pytest.mark.parametrize(("title", "name"), [("کارهای خانگی", "کارهای خانگی - کارها"), (WORKS, WORKS)])
def test_a_table_called_as_its_form_is_named_once(title: str, name: str) -> None:
    named: CompiledForm = replace(PAY, title=title)
    assert lay_out(named, "fa", "work").name == name
