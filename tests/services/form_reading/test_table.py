"""A secretary sends a plain Excel table; its columns become the questions of a form."""

from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from domain.chat.screens import T
from domain.forms.compiled.form_data import from_data
from domain.forms.compiled.model import Control, Kind
from domain.forms.types.answer_types import AnswerInput
from domain.forms.xforms.types import type_of
from services.file_store import FileStore
from services.form_reading.conversion.convert import convert
from services.form_reading.table.sheet import Table, TableColumn
from services.form_reading.table.xlsform import form_of
from services.form_sheets import table_rows
from tests.xlsforms import NOW, saved, workbook
from texts.format import Formatter

VOICE = Formatter("fa", ZoneInfo("Asia/Tehran"))


def words(key: str, least: str = "", most: str = "") -> str:
    return VOICE.plain(T(f"forms.table.{key}", least=least, most=most))


def read(book: openpyxl.Workbook, folder: Path, **types: str) -> dict[str, Any]:
    store = FileStore(folder / "files")
    params = {"hash": store.write(saved(book)), "name": "کارها.xlsx", "now": NOW.isoformat(), "zone": "Asia/Tehran"}
    return table_rows.read({**params, "types": types}, store, "fa")


@pytest.fixture
def table() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "کارها"
    sheet["A1"] = "کارهای قابل واگذاری به خانه‌ها"
    sheet.merge_cells("A1:H1")
    sheet.append(["ردیف", "نام فعالیت *", "محله", "حجم ماهانه", "دستمزد (ریال)", "آغاز", "تسویه (نقد / قسطی)", "نکته"])
    sheet.append([1, "خیاطی", "گلشهر", 20, 150000, datetime(2019, 10, 5), "نقد", None])  # noqa: DTZ001 - as Excel has it
    sheet.append([2, "گلدوزی", "التیمور", 5, "۲۰۰٬۰۰۰", "۱۳۹۸/۸/۱", "قسطی", None])
    hoods = DataValidation("list", formula1='"گلشهر,التیمور,بلال"')
    hoods.add("C3:C200")
    volume = DataValidation("whole", formula1="1", formula2="500")
    volume.add("D3:D200")
    sheet.add_data_validation(hoods)
    sheet.add_data_validation(volume)
    return book


def test_types_come_from_validations_values_and_headings(table: openpyxl.Workbook, tmp_path: Path) -> None:
    result = read(table, tmp_path)
    assert result["errors"] == []
    assert result["origin"] == "table"
    assert {column["head"]: (column["type"], column["sure"]) for column in result["columns"]} == {
        "ردیف": ("skip", True),
        "نام فعالیت *": ("text", True),
        "محله": ("select_one", True),
        "حجم ماهانه": ("integer", True),
        "دستمزد (ریال)": ("decimal", True),
        "آغاز": ("date", True),
        "تسویه (نقد / قسطی)": ("select_one", True),
        "نکته": ("text", False),
    }
    form = from_data(result["data"])
    assert form.title == "کارهای قابل واگذاری به خانه‌ها"
    [repeat] = form.root.children[:1]
    assert repeat.kind is Kind.REPEAT
    asked = {element.name: element for element in repeat.children}
    assert list(asked) == [
        "نام_فعالیت",
        "محله",
        "حجم_ماهانه",
        "دستمزد_ریال",
        "اغاز",
        "تسویه_نقد_قسطی",
        "نکته",
    ]
    assert asked["نام_فعالیت"].required is not None
    assert asked["محله"].control is Control.SELECT_ONE
    assert asked["حجم_ماهانه"].constraint is not None
    assert asked["حجم_ماهانه"].constraint_message == {"": ["عدد از ۱ تا ۵۰۰ است."]}
    assert [(warning["key"], warning["name"]) for warning in result["warnings"]] == [
        ("forms.table.unsure.text", "نکته")
    ]
    assert [repair["key"] for repair in result["repairs"]] == ["forms.table.skipped"]


def test_what_the_secretary_decides_of_a_column_holds(table: openpyxl.Workbook, tmp_path: Path) -> None:
    result = read(table, tmp_path, نکته="integer", اغاز="text", محله="skip")
    assert result["warnings"] == []
    form = from_data(result["data"])
    types = {element.name: element.type for element in form.root.children[0].children}
    assert types["نکته"] == "int"
    assert types["اغاز"] == "string"
    assert "محله" not in types


@pytest.mark.parametrize(
    ("head", "values", "type_", "sure"),
    [
        ("تاریخ شروع", [], "date", True),
        ("تاریخ شروع", ["سال ۹۸"], "text", False),
        ("تعداد افراد", [3, 4], "integer", True),
        ("سهم", [0.5, 2], "decimal", True),
        ("شماره تماس", ["09151234567"], "text", True),
        ("کد ملی", [1234567890, 9876543210], "text", True),
        ("شمارهٔ پرونده", ["0012", "0013"], "text", True),
        ("عکس محل", [], "image", True),
        ("وضعیت", ["دایر"] * 5 + ["بسته"] * 4, "select_one", False),
        ("وضعیت", [], "text", False),
        ("آیا مجوز دارد؟", [], "select_one", True),
        ("نام محل", ["گلشهر"] * 9, "text", False),
        ("نشانی", ["بلوار طبرسی", "خیابان شیرازی"], "text", True),
        ("مبلغ (ریال)", [], "decimal", True),
        ("اعتبار به میلیون ریال", [12, 30], "decimal", True),
        ("دستمزد", [150_000, 5_000_000_000], "rial", False),
        ("هزینه", [], "rial", False),
        ("هزینه", ["۲۰ هزار تومان", "۵۰۰۰ تومان"], "toman", True),
        ("تعداد", [3_000_000_000, 12], "decimal", True),
        ("تحویل", ["۹۸/۷/۱", "۹۸/۷/۲", "۹۸/۷/۵", "۹۸/۸/۲", "هنوز نه"], "date", False),
        ("وزن", [12, 14, 3.5, 8, "حدود ۵"], "decimal", False),
        ("مقدار", [3_000_000_000, 12], "decimal", True),
        ("ساعت", [time(9, 30), time(10)], "time", True),
    ],
)
def test_a_column_is_guessed_and_a_doubt_is_said(head: str, values: list[object], type_: str, sure: bool) -> None:
    made = form_of(Table("جدول", [TableColumn(head, values), TableColumn("شرح")]), {}, words)
    assert (made.columns[0]["type"], made.columns[0]["sure"]) == (type_, sure)
    converted = convert(made.workbook, {})
    assert converted.findings.errors == []


@pytest.mark.parametrize(
    ("head", "types", "written", "unit"),
    [
        ("مبلغ (ریال)", {}, "۵ میلیارد", "5000000000.0"),
        ("مبلغ", {}, "۵ میلیارد", "5000000000.0"),
        ("مبلغ", {"مبلغ": "million_rial"}, "۵ میلیارد ریال", "5000.0"),
        ("مبلغ", {"مبلغ": "toman"}, "۵۰٬۰۰۰٬۰۰۰٬۰۰۰ ریال", "5000000000.0"),
        ("شمار", {"شمار": "decimal"}, "۵ میلیارد", "5000000000.0"),
    ],
)
def test_money_of_a_plain_table_has_room_for_billions_of_rials(
    head: str, types: dict[str, str], written: str, unit: str
) -> None:
    made = form_of(Table("جدول", [TableColumn(head), TableColumn("شرح")]), types, words)
    form = convert(made.workbook, {}).form
    assert form
    amount = form.root.children[0].children[0]
    assert type_of(amount).read(AnswerInput(NOW.date(), written), None) == unit


def test_a_table_with_two_rows_of_headings_joins_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["نام محله", "جمعیت", None, "ملاحظات"])
    sheet.append([None, "زن", "مرد", None])
    sheet.append(["گلشهر", 1200, 1300, None])
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(area)
    heads = [column["head"] for column in read(book, tmp_path)["columns"]]
    assert heads == ["نام محله", "جمعیت: زن", "جمعیت: مرد", "ملاحظات"]


def test_an_xlsform_stays_one_and_a_file_without_a_table_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["type", "name", "label"])
    sheet.append(["text", "a", "نام"])
    assert read(book, tmp_path)["origin"] == "uploaded"
    empty = read(openpyxl.Workbook(), tmp_path)
    assert [error["key"] for error in empty["errors"]] == ["forms.no_table"]
    assert empty["origin"] == "uploaded"


def test_an_xlsform_under_other_names_of_its_sheets_is_one_and_a_table_with_a_column_type_is_none(
    tmp_path: Path,
) -> None:
    renamed = """
    پرسش‌ها:
    type|name|label
    text|who|نام
    select_one yes|ok|درست است؟
    گزینه‌ها:
    list_name|name|label
    yes|y|بله
    تنظیم:
    form_id|form_title
    who|چه کسی
    """
    store = FileStore(tmp_path / "files")
    params = {"name": "فرم.xlsx", "now": NOW.isoformat(), "zone": "Asia/Tehran"}
    result = table_rows.read({**params, "hash": store.write(workbook(renamed))}, store, "fa")
    assert (result["origin"], result["title"], result["questions"], result["errors"]) == ("uploaded", "چه کسی", 2, [])
    assert [one["params"]["name"] for one in result["repairs"]] == ["survey", "choices", "settings"]
    assets = "assets:\ntype|name|count\nchair|blue|3\ntable|round|1"
    result = table_rows.read({**params, "hash": store.write(workbook(assets))}, store, "fa")
    assert (result["origin"], [column["head"] for column in result["columns"]]) == ("table", ["type", "name", "count"])


def test_what_of_a_table_is_left_out_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["#REF!", "نام", "نام", "تعداد"])
    sheet.append(["الف", "سارا", "محمدی", 2])
    sheet.append(["ب", "رضا", "احمدی", 3])
    sheet.append([None, "جمع", None, 5])
    result = read(book, tmp_path)
    assert [column["head"] for column in result["columns"]] == ["نام", "نام", "تعداد"]
    assert (result["first"]["count"], result["first"]["answers"]["row[2]/نام_2"]) == (2, "احمدی")
    told = [(one["key"].removeprefix("forms.table."), list(one["params"].values())) for one in result["warnings"]]
    assert told == [("headless", ["A"]), ("total", [4]), ("same_heads", ["نام"])]
    for column in range(5, 140):
        sheet.cell(1, column).value, sheet.cell(2, column).value = f"ستون {column}", "بله"
    wide = read(book, tmp_path)
    assert len(wide["columns"]) == 99
    assert "forms.table.more_columns" in [one["key"] for one in wide["warnings"]]


def test_the_rows_of_a_table_are_answers_as_far_as_they_fit_and_other_sheets_are_named(
    table: openpyxl.Workbook, tmp_path: Path
) -> None:
    sheet = table["کارها"]
    sheet.append([3, "قالی", None, 900, "زیاد", "1398/13/40", "نسیه", "با دار"])
    sheet.append([None] * 8)
    sheet.append([4, "بافتنی", None, 30, 7_000_000_000, None, None, None])
    sheet.merge_cells("C5:C7")
    sheet["C5"] = "بلال"
    table.create_sheet("مرجع").append(["الف", "ب"])
    store = FileStore(tmp_path / "files")
    params = {"hash": store.write(saved(table)), "name": "کارها.xlsx", "now": NOW.isoformat(), "zone": "Asia/Tehran"}
    types = {"اغاز": "date", "دستمزد_ریال": "decimal"}
    result = table_rows.read({**params, "types": types}, store, "fa")
    assert result["errors"] == []
    first = result["first"]
    assert (first["count"], first["rows"]) == (4, {"row": 4})
    assert [first["answers"][f"row[{row}]/نام_فعالیت"] for row in range(1, 5)] == ["خیاطی", "گلدوزی", "قالی", "بافتنی"]
    assert first["answers"]["row[2]/اغاز"] == "2019-10-23"
    assert first["answers"]["row[4]/دستمزد_ریال"] == "7000000000.0"
    assert [first["answers"][f"row[{row}]/محله"] for row in (3, 4)] == ["بلال", "بلال"]
    assert [(cell["row"], cell["column"]) for cell in first["wrong"]] == [
        (5, "حجم ماهانه"),
        (5, "دستمزد (ریال)"),
        (5, "آغاز"),
        (5, "تسویه (نقد / قسطی)"),
    ]
    assert {"sheets": "«مرجع»"} in [warning["params"] for warning in result["warnings"]]


def test_a_table_of_very_many_rows_is_counted(table: openpyxl.Workbook, tmp_path: Path) -> None:
    for number in range(3, 303):
        table["کارها"].append([number, f"کار {number}", "گلشهر", 20, 1000, "۱۳۹۸/۸/۱", "نقد", None])
    store = FileStore(tmp_path / "files")
    params = {"hash": store.write(saved(table)), "name": "کارها.xlsx", "now": NOW.isoformat(), "zone": "Asia/Tehran"}
    first = table_rows.read({**params, "types": {}}, store, "fa")["first"]
    assert (first["count"], first["answers"], first["rows"]) == (302, {}, {})
