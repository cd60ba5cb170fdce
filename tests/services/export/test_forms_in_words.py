"""Answers to forms as an office reads them: labels, Jalali days, photos by name, all rows, the report."""

import io
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from docx import Document

from models.tables.meetings import Submission, SubmissionKind, Verdict
from services.export import report_file
from services.submissions.submissions import FILLED_FORM
from tests.services.export.shelf import TREES, Shelf, exported, sheets
from tests.services.export.test_followup_report import composed, context
from tests.services.form_sheets.test_headings import PAY
from tests.services.rendering.test_word import docx, read
from tests.xlsforms import form


async def test_the_office_reads_labels_from_right_to_left_with_the_days_in_both_calendars(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    version, sara, city = await shelf.publish_for_sara(form(TREES))
    answers = {"day": "2019-10-05", "tools": "spade saw", "tree[1]/kind": "چنار"}
    await shelf.send(version, sara, city, answers=answers, rows={"tree": 1}, verdict=Verdict.RETURNED, words="کوتاه")
    path, *_ = await exported(shelf, address, tmp_path, "excel")
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book["درخت‌های محله"].sheet_view.rightToLeft
    [main] = sheets(path)["درخت‌های محله"]
    assert main["تاریخ بازدید"] == "۱۳۹۸/۰۷/۱۳"
    # One that is no report's has a number that is taken for none.
    assert main["شمارهٔ پاسخ"] == "ف-۱"
    assert main["تاریخ بازدید (میلادی)"] == datetime(2019, 10, 5)  # noqa: DTZ001 - a cell has no zone
    assert main["زمان ارسال"] == "۱۳۹۸/۰۷/۱۳ ۱۸:۰۰"
    assert main["زمان ارسال (میلادی)"] == datetime(2019, 10, 5, 18)  # noqa: DTZ001
    assert main["ابزارها"] == "بیل؛ اره"
    assert (main["ابزارها/بیل"], main["بررسی"], main["توضیح بررسی"]) == (1, "برگشت برای اصلاح", "کوتاه")
    [tree] = sheets(path)["درخت‌ها"]
    assert (tree["نوع درخت"], tree["دستگاه یا محله"]) == ("چنار", "شهرداری")


async def test_an_answer_that_waits_for_its_review_is_in_the_offices_workbook(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    version, sara, city = await shelf.publish_for_sara(form(TREES))
    await shelf.send(version, sara, city, answers={"district": "گلشهر"}, rows={"tree": 0}, verdict=Verdict.WAITING)
    path, *_ = await exported(shelf, address, tmp_path, "excel")
    [main] = sheets(path)["درخت‌های محله"]
    assert main["بررسی"] == "در انتظار بررسی"


async def test_the_office_reads_short_headings_with_the_questions_in_comments(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(PAY)
    await shelf.send(version, sara, city, answers={"firm": "نخ طلایی", "work[1]/pay": "5000"}, rows={"work": 1})
    path, *_ = await exported(shelf, address, tmp_path, "excel")
    [row] = sheets(path)["کارها"]
    assert (row["نام کار"], row["دستمزد هر واحد"]) == (None, 5000)
    head = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["کارها"][1]
    assert [cell.comment.text for cell in head if cell.comment][1] == "برای هر واحد چند ریال پرداخت می‌شود؟"


async def test_photos_are_in_the_archive_under_names_that_tell_what_they_are(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    # A file is named by the short label of its question.
    short = TREES.replace("label::English (en)\ntext", "label::English (en) | short::Persian (fa)\ntext")
    asked = "image | photo | عکسی از محل بفرستید. | Photo | عکس محل"
    version = await shelf.publish(form(short.replace("image | photo | عکس محل | Photo", asked)))
    [obligation] = await desk.issue(13, "یک هفته", city)
    store = desk.organisation.store
    files = {
        name: {"hash": store.write(name.encode()), "name": "IMG.jpg", "mime": "image/jpeg", "kind": "photo", "size": 3}
        for name in ("a", "b", "c", "d")
    }
    # The last answers no question: whoever sent it had more photos than rows.
    files["d"]["extra"] = True
    answers = {"photo": "a", "tree[1]/picture": "b", "tree[2]/picture": "c"}
    await shelf.send(version, sara, city, answers=answers, rows={"tree": 2}, files=files, obligation_id=obligation)
    book, archive = await exported(shelf, address, tmp_path)
    with ZipFile(archive) as zipped:
        names = zipped.namelist()
        assert [zipped.read(name) for name in names] == [b"a", b"b", b"c", b"d"]
    assert names == [
        "مصوبهٔ ۱۳ - عکس محل 0001-1 شهرداری - IMG.jpg",
        "مصوبهٔ ۱۳ - عکس درخت - ردیف 1 0001-2 شهرداری - IMG.jpg",
        "مصوبهٔ ۱۳ - عکس درخت - ردیف 2 0001-3 شهرداری - IMG.jpg",
        "پیوست‌های دیگر 0001-4 شهرداری - IMG.jpg",
    ]
    found = sheets(book)
    assert [row["picture_URL"] for row in found["tree"]] == names[1:3]
    assert found["درخت‌های محله"][0]["_attachments"].split("\n") == names


async def test_the_follow_up_report_has_all_agencies_rows_of_a_form_in_one_table(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city, chamber = [await desk.agency(name) for name in ("شهرداری", "اتاق بازرگانی")]
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا احمدی", chamber)
    await desk.issue(13, "یک هفته", city, chamber)
    version = await shelf.publish(form(TREES))
    trees = {"tree[1]/kind": "چنار", "tree[1]/height": "7.5", "tree[2]/kind": "سرو"}
    trees["district"] = "گلشهر"
    await shelf.send(version, sara, city, answers=trees, rows={"tree": 2}, verdict=Verdict.ACCEPTED)
    many = {f"tree[{n}]/kind": f"کاج {n}" for n in range(1, 61)}
    await shelf.send(version, reza, chamber, answers=many, rows={"tree": 60}, verdict=Verdict.WAITING)
    returned = {"tree[1]/kind": "بید"}
    await shelf.send(version, reza, chamber, answers=returned, rows={"tree": 1}, verdict=Verdict.RETURNED)

    report = await composed(desk, address, tmp_path)

    [table] = report.forms
    assert (table.title, table.heads) == ("درخت‌های محله: درخت‌ها", ["نوع درخت", "بلندی"])
    of_city, of_chamber = table.answers
    assert (of_city.agency, of_city.once, of_city.rows) == ("شهرداری", "محله: گلشهر", [["چنار", "۷٫۵"], ["سرو", ""]])
    assert (of_chamber.agency, of_chamber.rows[0]) == ("اتاق بازرگانی (در انتظار بررسی)", ["کاج 1", ""])
    assert sum(len(answer.rows) for answer in table.answers) == 60
    assert table.count == "۲ پاسخ با ۶۲ ردیف: ۱ پذیرفته، ۱ در انتظار بررسی"
    assert table.more == "و ۲ ردیف دیگر، که در خروجی اکسل آمده است."
    job = context(desk, address, tmp_path)
    path, _ = report_file.write(report, "word", None, job, tmp_path / "گزارش")
    words = read(path.read_bytes())
    at = words.index("پاسخ فرم‌ها")
    assert words[at + 1 : at + 3] == ["درخت‌های محله: درخت‌ها", table.count]
    made = Document(io.BytesIO(path.read_bytes())).tables[-1]
    lines = [list(dict.fromkeys(cell.text for cell in row.cells)) for row in made.rows]
    assert lines[:3] == [["نوع درخت", "بلندی"], ["شهرداری\nمحله: گلشهر"], ["چنار", "۷٫۵"]]
    own = docx("{%p for سطر in پاسخ_فرم_ها %}", "{{ سطر.فرم }}/{{ سطر.دستگاه }}/{{ سطر.پاسخ }}", "{%p endfor %}")
    path, _ = report_file.write(report, "word", own, job, tmp_path / "گزارش")
    assert read(path.read_bytes())[:3] == [
        "درخت‌های محله: درخت‌ها/شهرداری/محله: گلشهر",
        "//نوع درخت: چنار؛ بلندی: ۷٫۵",
        "//نوع درخت: سرو",
    ]
    path, _ = report_file.write(report, "pdf", None, job, tmp_path / "گزارش")
    assert path.read_bytes().startswith(b"%PDF")


async def test_a_wide_form_without_rows_is_a_table_with_what_has_no_column_in_the_last(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(13, "یک هفته", city)
    questions = "".join(f"integer | q{number} | پرسش {number} | Q\n" for number in range(1, 10))
    choice = "select_one use or_other | use | کاربری چیست؟ | Use\n"
    choices = "choices:\nlist_name | name | label::Persian (fa) | label::English (en)\nuse | home | مسکونی | Home\n"
    titled = "settings:\nform_title | form_id | default_language\nآمار | data | Persian (fa)\n"
    survey = "survey:\ntype | name | label::Persian (fa) | label::English (en)\n"
    version = await shelf.publish(form(survey + choice + questions + choices + titled))
    answers = {"use": "other", "use_other": "باغ", **{f"q{number}": f"{number}000000" for number in range(1, 9)}}
    await shelf.send(version, sara, city, answers=answers, rows={}, verdict=Verdict.ACCEPTED)
    [table] = (await composed(desk, address, tmp_path)).forms
    assert table.heads == ["دستگاه", "کاربری", "پرسش 1", "پرسش 2", "پرسش 3", "پرسش 4", "دیگر پاسخ‌ها"]
    rest = "پرسش 5: ۵٬۰۰۰٬۰۰۰؛ پرسش 6: ۶٬۰۰۰٬۰۰۰؛ پرسش 7: ۷٬۰۰۰٬۰۰۰؛ پرسش 8: ۸٬۰۰۰٬۰۰۰"
    assert table.answers[0].rows == [
        ["شهرداری", "باغ", "۱٬۰۰۰٬۰۰۰", "۲٬۰۰۰٬۰۰۰", "۳٬۰۰۰٬۰۰۰", "۴٬۰۰۰٬۰۰۰", rest],
    ]


SHOPS = """
survey:
type | name | label::Persian (fa) | label::English (en)
text | hood | نام محله را بنویسید. | Neighbourhood
select_one use or_other | use | کاربری محله چیست؟ | Use
integer | budget | بودجهٔ محله چند ریال است؟ | Budget
begin_repeat | shop | كارگاه‌ها | Shops
text | title | نام كارگاه چیست؟ | Name
select_one use | kind | نوع کارگاه را انتخاب کنید. | Kind
image | photo | عکس کارگاه را بفرستید. | Photo
end_repeat
choices:
list_name | name | label::Persian (fa) | label::English (en)
use | work | كارگاهي | Work
use | home | مسکونی | Home
settings:
form_title | form_id | default_language
کارگاه‌ها | shops | Persian (fa)
"""


async def test_a_form_of_two_tables_says_once_what_it_asks_once(shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(13, "یک هفته", city)
    needs = "end_repeat\nbegin_repeat | need | نیازها | Needs\ntext | phone | تلفن چیست؟ | Phone\nend_repeat\nchoices:"
    version = await shelf.publish(form(SHOPS.replace("end_repeat\nchoices:", needs)))
    answers = {"hood": "گلشهر", "shop[1]/title": "نخ طلایی", "need[1]/phone": "05138123456"}
    await shelf.send(version, sara, city, answers=answers, rows={"shop": 1, "need": 1})
    blank = {"answers": {"hood": "طبرسی"}, "rows": {"shop": 0, "need": 0}}
    await shelf.send(version, sara, city, **blank)
    shops, needed = (await composed(desk, address, tmp_path)).forms
    assert [(one.once, one.rows) for one in shops.answers] == [
        ("نام محله: گلشهر", [["نخ طلایی", ""]]),
        ("نام محله: طبرسی", []),
    ]
    assert [(one.once, one.rows) for one in needed.answers] == [("", [["۰۵۱۳۸۱۲۳۴۵۶"]])]


async def test_sheets_and_columns_are_called_by_names_and_letters_are_persian(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    version, sara, city = await shelf.publish_for_sara(form(SHOPS))
    answers = {"hood": "گلشهر", "use": "other", "use_other": "كشاورزي", "budget": "1250000000"}
    rows = {"shop[1]/title": "نخ طلايي", "shop[1]/kind": "work"}
    await shelf.send(version, sara, city, answers=answers | rows, rows={"shop": 1})
    [path] = await exported(shelf, address, tmp_path, "excel")
    found = sheets(path)
    # The form and its repeat have one name, which is no reason for a number.
    [main], [row] = found["کارگاه‌ها"], found["ردیف‌های کارگاه‌ها"]
    assert (main["نام محله"], main["کاربری محله"], main["کاربری محله (سایر)"]) == ("گلشهر", "سایر", "کشاورزی")
    assert (row["نام کارگاه"], row["نوع کارگاه"]) == ("نخ طلایی", "کارگاهی")
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    budget = next(cell for cell in book["کارگاه‌ها"][2] if cell.value == 1250000000)
    assert budget.number_format.endswith("#,##0")
    assert all((line.height or 15) <= 61 for line in book["ردیف‌های کارگاه‌ها"].row_dimensions.values())


async def test_the_files_of_a_filled_form_are_in_the_archive_once(shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk = shelf.desk
    version, sara, city = await shelf.publish_for_sara(form(SHOPS))
    [obligation] = await desk.issue(13, "یک هفته", city)
    photo = {"hash": desk.organisation.store.write(b"a"), "name": "IMG.jpg", "mime": "image/jpeg", "kind": "photo"}
    async with desk.db.write() as session:
        report = Submission(
            obligation_id=obligation,
            person_id=sara,
            kind=SubmissionKind.REPORT,
            form=FILLED_FORM,
            answers={"done": "کارگاه‌ها"},
            attachments=[photo],
            sent_at=desk.now(),
        )
        session.add(report)
        await session.flush()
        number = report.id
    given = {"answers": {"shop[1]/photo": "p"}, "rows": {"shop": 1}, "files": {"p": photo}, "submission_id": number}
    await shelf.send(version, sara, city, obligation_id=obligation, **given)
    book, archive = await exported(shelf, address, tmp_path, "excel")
    assert (book.name, archive.name) == ("خروجی ۱۳ مهر ۱۳۹۸.xlsx", "پیوست‌های خروجی ۱۳ مهر ۱۳۹۸-1.zip")
    with ZipFile(archive) as zipped:
        assert zipped.namelist() == ["مصوبهٔ ۱۳ - عکس کارگاه - ردیف 1 0001-1 شهرداری - IMG.jpg"]
    found = sheets(book)
    assert found["ردیف‌های کارگاه‌ها"][0]["عکس کارگاه"] == "مصوبهٔ ۱۳ - عکس کارگاه - ردیف 1 0001-1 شهرداری - IMG.jpg"
    assert found["پاسخ‌ها"][0]["پیوست‌ها (در فایل فشرده)"] == "در برگهٔ همان فرم آمده است"


async def test_all_rows_of_a_form_stand_with_what_it_asks_once(shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk = shelf.desk
    city, chamber = [await desk.agency(name) for name in ("شهرداری", "اتاق بازرگانی")]
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا احمدی", chamber)
    version = await shelf.publish(form(SHOPS))
    shops = {"shop[1]/title": "نخ طلایی", "shop[2]/title": "چرم توس"}
    returned = await shelf.send(
        version, sara, city, answers={"hood": "گلشهر"} | shops, rows={"shop": 2}, verdict=Verdict.RETURNED
    )
    again = {"answers": {"hood": "گلشهر بالا", "budget": "50000"} | shops, "rows": {"shop": 2}, "replaces_id": returned}
    await shelf.send(version, sara, city, verdict=Verdict.ACCEPTED, **again)
    sewing = {"hood": "طبرسی", "shop[1]/title": "خیاطی"}
    await shelf.send(version, reza, chamber, answers=sewing, rows={"shop": 1}, verdict=Verdict.WAITING)
    await shelf.send(version, reza, chamber, answers={"hood": "بد"}, rows={"shop": 0}, verdict=Verdict.RETURNED)
    [path] = await exported(shelf, address, tmp_path, "form", form=shelf.form)
    assert path.name == "کارگاه‌ها ۱۳ مهر ۱۳۹۸.xlsx"
    found = sheets(path)
    assert list(found) == ["همهٔ ردیف‌ها", "کارگاه‌ها", "ردیف‌های کارگاه‌ها"]
    seen = [(row["دستگاه یا محله"], row["نام محله"], row["نام کارگاه"], row["بررسی"]) for row in found["همهٔ ردیف‌ها"]]
    assert seen == [
        ("شهرداری", "گلشهر بالا", "نخ طلایی", "پذیرفته"),
        ("شهرداری", "گلشهر بالا", "چرم توس", "پذیرفته"),
        ("اتاق بازرگانی", "طبرسی", "خیاطی", "در انتظار بررسی"),
    ]
    # Whoever adds up the column gets what was said.
    heads = list(found["همهٔ ردیف‌ها"][0])
    [budget] = [head for head in heads if head.startswith("بودجهٔ محله")]
    assert [row[budget] for row in found["همهٔ ردیف‌ها"]] == [50000, None, None]


async def test_an_answer_that_was_sent_again_counts_once(shelf: Shelf, address: str, tmp_path: Path) -> None:
    version, sara, city = await shelf.publish_for_sara(form(SHOPS))
    first = {"budget": "1", "meta/instanceID": "uuid:first"}
    before = await shelf.send(version, sara, city, answers=first, rows={"shop": 0}, verdict=Verdict.RETURNED)
    second = {"budget": "2", "meta/instanceID": "uuid:second"}
    returned = await shelf.send(
        version, sara, city, answers=second, rows={"shop": 0}, verdict=Verdict.RETURNED, replaces_id=before
    )
    third = {"budget": "3", "meta/instanceID": "uuid:third"}
    await shelf.send(version, sara, city, answers=third, rows={"shop": 0}, replaces_id=returned)
    [path] = await exported(shelf, address, tmp_path)
    [row] = sheets(path)["کارگاه‌ها"]
    assert (row["budget"], row["_uuid"], row["meta/rootUuid"]) == (3, "third", "uuid:first")


async def test_rows_inside_rows_stand_in_the_reports_last_column(shelf: Shelf, address: str, tmp_path: Path) -> None:
    version, sara, city = await shelf.publish_for_sara(form(TREES))
    [obligation] = await shelf.desk.issue(13, "یک هفته", city)
    trees = {"tree[1]/kind": "چنار", "tree[2]/kind": "سرو"}
    trees |= {"tree[1]/branch[1]/length": "12000", "tree[1]/branch[2]/length": "7"}
    counts = {"tree": 2, "tree[1]/branch": 2, "tree[2]/branch": 0}
    await shelf.send(version, sara, city, answers=trees, rows=counts, obligation_id=obligation)
    report = await composed(shelf.desk, address, tmp_path)
    [table] = report.forms
    assert table.heads == ["نوع درخت", "بلندی", "دیگر پاسخ‌ها"]
    assert [row for answer in table.answers for row in answer.rows] == [
        ["چنار", "", "شاخه‌ها: (درازا: ۱۲٬۰۰۰) (درازا: ۷)"],
        ["سرو", "", ""],
    ]


async def test_a_telephone_number_keeps_its_order_after_its_heading(shelf: Shelf, address: str, tmp_path: Path) -> None:
    version, sara, city = await shelf.publish_for_sara(form(TREES.replace("text | district", "text | phone")))
    [obligation] = await shelf.desk.issue(13, "یک هفته", city)
    answers = {"phone": "051-32561234", "tree[1]/kind": "چنار"}
    await shelf.send(version, sara, city, answers=answers, rows={"tree": 1}, obligation_id=obligation)
    report = await composed(shelf.desk, address, tmp_path)
    assert report.forms[0].answers[0].once == "محله: \N{LEFT-TO-RIGHT MARK}۰۵۱-۳۲۵۶۱۲۳۴"


async def test_a_period_that_no_calendar_has_stands_as_it_is(shelf: Shelf, address: str, tmp_path: Path) -> None:
    version, sara, city = await shelf.publish_for_sara(form(TREES))
    for period in ("1398-13", "1398-q3", "1398-07", ""):
        await shelf.send(version, sara, city, answers={"district": "گلشهر"}, rows={}, period=period)
    path, *_ = await exported(shelf, address, tmp_path, "excel")
    periods = [row["دوره"] for row in sheets(path)["درخت‌های محله"]]
    assert periods == ["1398-13", "پاییز ۱۳۹۸", "مهر ۱۳۹۸", None]


async def test_names_of_files_that_are_gone_are_no_lines(shelf: Shelf, address: str, tmp_path: Path) -> None:
    version, sara, city = await shelf.publish_for_sara(form(TREES))
    files = {name: {"hash": "f" * 64, "name": f"{name}.jpg", "mime": "image/jpeg", "size": 3} for name in "ab"}
    answers = {"photo": "a", "tree[1]/picture": "b"}
    await shelf.send(version, sara, city, answers=answers, rows={"tree": 1}, files=files)
    path, *_ = await exported(shelf, address, tmp_path)
    assert [row["_attachments"] for row in sheets(path)["درخت‌های محله"]] == [None]
