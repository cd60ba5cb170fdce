"""A sheet in Excel that is read while its form goes on in the chat."""

import pytest

from domain.access.member import Role
from tests.handlers.representative.forms.test_sheets import CITY, TABLE, draft, opens_works, sheet_of
from tests.published_forms import attach, publish
from tests.town import Town

pytestmark = pytest.mark.rows
SKILLS = """
survey:
type|name|label
select_multiple skill|skills|مهارت‌ها
begin repeat|work|کارها
text|activity|نام فعالیت
end repeat||
choices:
list_name|name|label
skill|sew|خیاطی
skill|weld|جوشکاری
settings:
form_id|form_title
skills|مهارت‌ها
"""


async def test_ticks_that_are_not_confirmed_yet_stay_while_a_sheet_is_read(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await attach(town, await publish(town, SKILLS, "مهارت‌ها"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: مهارت‌ها")
    sheet = await sheet_of(sara, "پر کردن در اکسل")
    await sara.taps("خیاطی", "جوشکاری")
    sheet.fill("کارها", 2, {"نام فعالیت": "گلدوزی"})
    await sara.sends_file("مهارت‌ها.xlsx", sheet.data)
    state = (await draft(town)).state
    assert state["answers"]["work[1]/activity"] == "گلدوزی"
    assert state["pending"] == {"skills": "sew weld"}


async def test_an_edit_of_a_row_that_the_sheet_deleted_changes_no_other(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    first = await sara.starts_saying("خیاطی")
    await town.quiet()
    await sara.says("۲۰۰۰")
    await sara.taps("ردیف تازه")
    await sara.says("گلدوزی", "۳۰۰۰")
    await sara.taps("تمام")
    sheet = await sheet_of(sara, "پر کردن در اکسل")
    sheet.sheet(TABLE).delete_rows(2)
    await sara.sends_file("کارها.xlsx", sheet.data)
    await sara.edits(first, "خیاطی مردانه")
    state = (await draft(town)).state
    assert state["rows"] == {"work": 1}
    assert state["answers"]["work[1]/activity"] == "گلدوزی"
