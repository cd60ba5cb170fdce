"""A secretary sends a plain Excel table; its columns become the questions of a form."""

import io
import re
import zipfile
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
from services.files.file_store import FileStore
from services.form_reading.conversion.convert import convert
from services.form_reading.table import titles
from services.form_reading.table.sheet import Table, TableColumn
from services.form_reading.table.xlsform import form_of
from services.form_sheets import table_rows
from tests.xlsforms import NOW, saved, workbook
from texts.format import Formatter

VOICE = Formatter("fa", ZoneInfo("Asia/Tehran"))


def words(key: str, least: str = "", most: str = "") -> str:
    return VOICE.plain(T(f"forms.table.{key}", least=least, most=most))


def as_excel_saves(data: bytes) -> bytes:
    """Return a workbook whose formulas have a value beside them, as Excel keeps what it computed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            after.writestr(name, re.sub(rb"</f><v( ?/>|></v>)", b"</f><v>7</v>", before.read(name)))
    return written.getvalue()


def read(book: openpyxl.Workbook, folder: Path, **types: str) -> dict[str, Any]:
    store = FileStore(folder / "files")
    data = as_excel_saves(saved(book))
    params = {"hash": store.write(data), "name": "کارها.xlsx", "now": NOW.isoformat(), "zone": "Asia/Tehran"}
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


def warned(result: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a table's reading warns of: the text's name, and the words in Persian."""
    said = [(one["key"].removeprefix("forms.table."), T(one["key"], **one["params"])) for one in result["warnings"]]
    return [(key, VOICE.plain(text)) for key, text in said if not key.startswith("unsure")]


def test_columns_of_formulas_and_hidden_columns_are_left_out_and_said(table: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet = table["کارها"]
    sheet["I2"], sheet["J2"], sheet["K2"] = "مزد ماه", "کد داخلی", "جمع تا امروز"
    for row in range(3, 30):
        sheet.cell(row, 9).value, sheet.cell(row, 11).value = f"=D{row}*E{row}", f"=SUM(D3:D{row})"
    sheet["J3"], sheet["J4"] = "الف-۱", "الف-۲"
    sheet.column_dimensions["J"].hidden = True
    sheet["D4"] = "=2+3"
    sheet["A31"], sheet["I31"] = "جمع", "=SUM(I3:I30)"
    result = read(table, tmp_path)
    assert result["errors"] == []
    assert warned(result) == [
        ("formula", "ستون «مزد ماه» فرمول است و پرسیده نمی‌شود."),
        ("hidden", "ستون «کد داخلی» در اکسل پنهان است و پرسیده نمی‌شود."),
        ("formula", "ستون «جمع تا امروز» فرمول است و پرسیده نمی‌شود."),
        ("total", "سطر ۳۱ جمع ستون‌هاست و ردیف داده شمرده نشد."),
    ]
    asked = [element.name for element in from_data(result["data"]).root.children[0].children]
    assert "حجم_ماهانه" in asked
    assert not {"مزد_ماه", "کد_داخلی", "جمع_تا_امروز"} & set(asked)
    # Rows in which formulas were only dragged down are none.
    assert (result["first"]["count"], result["first"]["rows"]) == (2, {"row": 2})
    # The secretary may have a hidden column asked none the less.
    asked_for = from_data(read(table, tmp_path, کد_داخلی="text")["data"])
    assert "کد_داخلی" in [element.name for element in asked_for.root.children[0].children]


def test_rows_that_have_a_number_alone_are_no_rows(table: openpyxl.Workbook, tmp_path: Path) -> None:
    for number in range(3, 51):
        table["کارها"].append([number])
    first = read(table, tmp_path)["first"]
    assert (first["count"], first["rows"]) == (2, {"row": 2})


def test_formulas_and_hidden_columns_are_known_beyond_the_sample(table: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet = table["کارها"]
    sheet["I2"] = "مزد ماه"
    for number in range(3, 1000):
        if number < 400:
            sheet.append([number, f"کار {number}", "گلشهر", 20, 1000, "۱۳۹۸/۸/۱", "نقد", None])
        sheet.cell(number, 9).value = f"=D{number}*E{number}"
    assert read(table, tmp_path)["first"]["count"] == 399


def new_sheet() -> tuple[openpyxl.Workbook, Any]:
    book = openpyxl.Workbook()
    assert book.active is not None
    return book, book.active


def test_a_sheet_of_formulas_throughout_is_asked(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.append(["ردیف", "محله", "شمار خانه‌ها"])
    for row in range(2, 5):
        sheet.append([row - 1, f"=فهرست!A{row}", f"=فهرست!B{row}"])
    result = read(book, tmp_path)
    assert [column["type"] for column in result["columns"]] == ["skip", "integer", "integer"]
    assert warned(result) == []


def test_a_table_may_begin_anywhere_below_its_title_and_end_with_its_sum(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet["D4"] = "خانه‌های بدون سکنهٔ گلشهر"
    for cells in (["نشانی", "مالک", "متراژ"], ["طبرسی ۱۲", "سارا", 80], ["جمع کل", None, 80]):
        sheet.append([None, None, *cells])
    result = read(book, tmp_path)
    assert result["title"] == "خانه‌های بدون سکنهٔ گلشهر"
    assert [column["head"] for column in result["columns"]] == ["نشانی", "مالک", "متراژ"]
    assert result["first"]["answers"] == {"row[1]/نشانی": "طبرسی ۱۲", "row[1]/مالک": "سارا", "row[1]/متراژ": "80"}
    assert warned(result) == [("total", "سطر ۷ جمع ستون‌هاست و ردیف داده شمرده نشد.")]


def test_headings_alone_beyond_the_hundredth_column_are_told(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.append([f"پرسش {number}" for number in range(1, 201)])
    result = read(book, tmp_path)
    assert len(result["columns"]) == 100
    assert ("more_columns", "ستون‌های پس از ستون ۱۰۰ خوانده نشدند. لطفاً جدول را به چند فرم بخش کنید.") in warned(result)


def test_of_sheets_with_the_same_headings_the_first_is_read_and_all_others_are_named(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.title = "مهر"
    for title in ("آبان", "آذر", "دی", "بهمن", "اسفند", "فروردین"):
        book.create_sheet(title)
    for month in book.worksheets:
        month.append(["محله", "خانه"])
        month.append([month.title, 2])
    result = read(book, tmp_path)
    assert result["first"]["answers"]["row[1]/محله"] == "مهر"
    [(key, said)] = warned(result)
    assert key == "other_sheets"
    assert all(title in said for title in book.sheetnames[1:])


def test_headings_in_three_rows_are_joined(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.append(["محله", "جمعیت", None, None, "ملاحظات"])
    sheet.append([None, "ایرانی", None, "مهاجر", None])
    sheet.append([None, "زن", "مرد", "همه", None])
    sheet.append(["گلشهر", 1200, 1300, 80, None])
    for area in ("A1:A3", "B1:D1", "B2:C2", "E1:E3"):
        sheet.merge_cells(area)
    result = read(book, tmp_path)
    heads = [column["head"] for column in result["columns"]]
    assert heads == ["محله", "جمعیت: ایرانی: زن", "جمعیت: ایرانی: مرد", "جمعیت: مهاجر: همه", "ملاحظات"]
    assert (result["first"]["count"], warned(result)) == (1, [])


@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_a_list_of_choices_on_another_sheet_is_read_as_newer_versions_of_excel_write_it(tmp_path: Path) -> None:
    book, sheet = new_sheet()
    sheet.append(["نام", "محله"])
    lists = book.create_sheet("فهرست")
    for hood in ("گلشهر", "التیمور"):
        lists.append([hood])
    lists.sheet_state = "hidden"
    written = io.BytesIO()
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>فهرست!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B2:B50</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    with zipfile.ZipFile(io.BytesIO(saved(book))) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</worksheet>", extension.encode())
            after.writestr(name, part)
    store = FileStore(tmp_path / "files")
    params = {"hash": store.write(written.getvalue()), "name": "ا.xlsx", "now": NOW.isoformat(), "zone": "Asia/Tehran"}
    [_, hood] = table_rows.read(params, store, "fa")["columns"]
    assert (hood["type"], hood["options"]) == ("select_one", ["گلشهر", "التیمور"])


@pytest.mark.parametrize(
    ("sheet", "file", "title"),
    [
        ("Sheet1", "کارگاه‌ها.xlsx", "کارگاه‌ها"),
        ("ورق۱", "فهرست_مدارس (3).xlsx", "فهرست مدارس"),
        ("برگه ۲", "Book1.xlsx", "برگه ۲"),
        ("Sheet1", "1398.xlsx", "Sheet1"),
        ("مدارس", "Book1.xlsx", "مدارس"),
        ("جدول مدارس", "۲.xlsx", "جدول مدارس"),
    ],
)
def test_a_table_without_a_title_is_called_by_its_file(sheet: str, file: str, title: str) -> None:
    assert titles.better(sheet, titles.of_file(file)) == title
