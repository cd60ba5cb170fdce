"""Answers to forms in Kobo's layout: what was exported and read back is what was sent, value by value."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from domain.forms.compiled.form_data import to_data
from domain.forms.compiled.model import CompiledForm, Element, Kind
from domain.forms.instance.codecs import canonical
from domain.persian.text import fold
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
from services.errors import Refused
from services.export import export, report_file
from services.export.export import ExportRequest
from services.export.scope import Scope
from tests.forms.test_play import program
from tests.services.desk import Desk
from tests.services.export.test_followup_report import composed, context
from tests.services.form_sheets.office import filled_in
from tests.services.form_sheets.test_headings import PAY
from tests.services.rendering.test_word import read
from tests.xlsforms import form

Rows = list[dict[str, Any]]
TREES = """
survey:
type | name | label::Persian (fa) | label::English (en)
text | district | محله | District
date | day | تاریخ بازدید | Day
select_multiple tool | tools | ابزارها | Tools
geopoint | place | مکان | Place
image | photo | عکس محل | Photo
begin_repeat | tree | درخت‌ها | Trees
text | kind | نوع درخت | Kind
decimal | height | بلندی | Height
image | picture | عکس درخت | Picture
begin_repeat | branch | شاخه‌ها | Branches
integer | length | درازا | Length
end_repeat
end_repeat
choices:
list_name | name | label::Persian (fa) | label::English (en)
tool | spade | بیل | Spade
tool | saw | اره | Saw
settings:
form_title | form_id | default_language
درخت‌های محله | trees | Persian (fa)
"""


@dataclass
class Shelf:
    """The office's forms and what was sent, in its database."""

    desk: Desk
    versions: list[int] = field(default_factory=list)
    form: int = 0
    assignment: int = 0

    async def publish(self, compiled: CompiledForm) -> int:
        """Publish a form, or the next version of the one that was published."""
        async with self.desk.db.write() as session:
            if not self.form:
                one = OfficeForm(
                    name=compiled.id,
                    title=compiled.title,
                    title_fold=fold(compiled.title),
                    origin=FormOrigin.UPLOADED,
                    state=FormState.PUBLISHED,
                    created_at=self.desk.now(),
                )
                session.add(one)
                await session.flush()
                assignment = FormAssignment(form_id=one.id, target=FormTarget.EVERYONE, created_at=self.desk.now())
                session.add(assignment)
                await session.flush()
                self.form, self.assignment = one.id, assignment.id
            version = FormVersion(
                form_id=self.form,
                number=len(self.versions) + 1,
                name=f"v{len(self.versions) + 1}",
                title=compiled.title,
                compiled=to_data(compiled),
                digest="",
                file_hash="",
                file_name="trees.xlsx",
                read_at=self.desk.now(),
                replaced_at=self.desk.now(),
            )
            session.add(version)
            await session.flush()
            self.versions.append(version.id)
            return version.id

    async def send(self, version: int, person: int, agency: int, **given: Any) -> int:
        """Send an answer; returns its number."""
        async with self.desk.db.write() as session:
            filled = FilledForm(
                version_id=version,
                assignment_id=self.assignment,
                person_id=person,
                agency_id=agency,
                sent_at=self.desk.now(),
                **given,
            )
            session.add(filled)
            await session.flush()
            return filled.id


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


async def exported(shelf: Shelf, address: str, folder: Path, kind: str = "forms", **scope: Any) -> list[Path]:
    request = ExportRequest(kind, Scope(**scope), "همه", personal=True)
    target = folder / "out"
    target.mkdir()
    return (await export.make(request, context(shelf.desk, address, folder), target)).paths


def sheets(path: Path) -> dict[str, Rows]:
    """Return the rows of each sheet by heading."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    found = {}
    for sheet in book.worksheets:
        head, *lines = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), line, strict=True)) for line in lines]
    return found


class Reader:
    """Reads an export back into the answers and rows of one answer."""

    def __init__(self, compiled: CompiledForm, found: Mapping[str, Rows]) -> None:
        self._form, self._found = compiled, found
        self._main = next(iter(found))

    def read(self, number: int) -> tuple[dict[str, str], dict[str, int]]:
        answers: dict[str, str] = {}
        rows: dict[str, int] = {}
        row = self._found[self._main][number]
        if row["_uuid"]:
            answers["meta/instanceID"] = f"uuid:{row['_uuid']}"
        self._take(self._form.root, "", "", row, self._main, answers, rows)
        return answers, rows

    def _take(
        self,
        element: Element,
        prefix: str,
        inside: str,
        row: dict[str, Any],
        sheet: str,
        answers: dict[str, str],
        rows: dict[str, int],
    ) -> None:
        for child in element.children:
            name = f"{inside}{child.name}"
            if child.kind is Kind.GROUP:
                self._take(child, prefix, f"{name}/", row, sheet, answers, rows)
            elif child.kind is Kind.FIELD:
                value = row.get(child.name, row.get(name))
                if value is not None and name != "meta/instanceID":
                    number = repr(float(value)) if isinstance(value, float) else str(value)
                    answers[prefix + name] = (
                        canonical(child, number) if child.type in ("int", "decimal") else str(value)
                    )
            else:
                own = [
                    one
                    for one in self._found[child.name]
                    if (one["_parent_table_name"], one["_parent_index"]) == (sheet, row["_index"])
                ]
                rows[prefix + name] = len(own)
                for place, one in enumerate(own, 1):
                    self._take(child, f"{prefix}{name}[{place}]/", "", one, child.name, answers, rows)


@pytest.mark.parametrize("name", ["think_tank", "health_centres", "spent_resources", "neighbourhood_data"])
async def test_what_was_sent_is_read_back_value_by_value(name: str, shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk, made = shelf.desk, program(name)
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(made.form)
    sent = [filled_in(made, seed) for seed in (1, 2, 3)]
    for answers, rows in sent:
        await shelf.send(version, sara, city, answers=answers, rows=rows)
    [path] = await exported(shelf, address, tmp_path)
    reader = Reader(made.form, sheets(path))
    assert [reader.read(number) for number in range(3)] == sent


async def test_a_sheet_has_kobos_columns_in_its_order(shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(form(TREES))
    answers = {
        "district": "=گلشهر",
        "day": "2019-10-05",
        "tools": "spade",
        "place": "36.3 59.6 0.0 0.0",
        "tree[1]/kind": "چنار",
        "tree[1]/height": "7.5",
        "tree[2]/kind": "سرو",
        "tree[2]/branch[1]/length": "30",
        "meta/instanceID": "uuid:abc",
    }
    rows = {"tree": 2, "tree[1]/branch": 0, "tree[2]/branch": 1}
    await shelf.send(version, sara, city, answers=answers, rows=rows, verdict=Verdict.ACCEPTED)
    [path] = await exported(shelf, address, tmp_path)
    found = sheets(path)
    assert list(found) == ["درخت‌های محله", "tree", "branch"]
    [main] = found["درخت‌های محله"]
    assert list(main) == [
        *("district", "day", "day_jalali", "tools", "tools/spade", "tools/saw"),
        *("place", "_place_latitude", "_place_longitude", "_place_altitude", "_place_precision", "photo", "photo_URL"),
        *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
        *("__version__", "_tags", "meta/rootUuid", "_agency", "_resolution", "_period", "_attachments", "_index"),
    ]
    assert main["district"] == "=گلشهر"
    assert main["day_jalali"] == "1398/07/13"
    assert (main["tools/spade"], main["tools/saw"], main["_place_latitude"]) == (1, 0, 36.3)
    assert (main["_uuid"], main["_validation_status"]) == ("abc", "validation_status_approved")
    first, second = found["tree"]
    assert [first["_parent_table_name"], first["_parent_index"], first["_index"]] == ["درخت‌های محله", 1, 1]
    assert list(first)[-2:] == ["_submission__period", "_submission__attachments"]
    assert second["kind"] == "سرو"
    [branch] = found["branch"]
    assert (branch["length"], branch["_parent_table_name"], branch["_parent_index"]) == (30, "tree", 2)


async def test_words_that_were_added_in_excel_have_columns_of_their_own(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(form(TREES))
    answers = {"district": "گلشهر", "@ثبت": "۱۲۳", "tree[1]/kind": "چنار", "tree[1]/@نکته": "کهن"}
    first = await shelf.send(version, sara, city, answers=answers, rows={"tree": 1})
    await shelf.send(version, sara, city, answers={"district": "t@b.ir"}, rows={"tree": 0})
    async with desk.db.write() as session:
        values = {"kind": "سرو", "@نکته": "جوان", "branch[1]/@سو": "شرق", "branch[1]/length": "3"}
        session.add(FormRow(filled_id=first, repeat="tree", number=2, values=values))
    [path] = await exported(shelf, address, tmp_path)
    found = sheets(path)
    heads = list(found["درخت‌های محله"][0])
    assert heads[heads.index("_id") - 1 :: len(heads)] == ["_added/ثبت"]
    assert [row["_added/ثبت"] for row in found["درخت‌های محله"]] == ["۱۲۳", None]
    assert [row["_added/نکته"] for row in found["tree"]] == ["کهن", "جوان"]
    assert found["branch"][0]["_added/سو"] == "شرق"
    (tmp_path / "office").mkdir()
    path, *_ = await exported(shelf, address, tmp_path / "office", "excel")
    assert sheets(path)["درخت‌ها"][0]["نکته (افزوده)"] == "کهن"


async def test_versions_are_exported_together(shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    old = await shelf.publish(form(TREES))
    changed = TREES.replace("date | day", "text | remark | نکته | Remark\ndate | day").replace(
        "tool | saw | اره | Saw", "tool | rake | شن‌کش | Rake"
    )
    new = await shelf.publish(form(re.sub(r"geopoint.*\n", "", changed)))
    await shelf.send(old, sara, city, answers={"tools": "saw", "place": "36.3 59.6 0.0 0.0"}, rows={"tree": 0})
    await shelf.send(new, sara, city, answers={"tools": "rake", "remark": "خوب"}, rows={"tree": 0})
    [path] = await exported(shelf, address, tmp_path)
    first, second = sheets(path)["درخت‌های محله"]
    heads = list(first)
    assert heads.index("remark") == heads.index("district") + 1
    assert heads.index("place") == heads.index("tools/saw") + 1
    assert [first["tools/saw"], first["tools/rake"], first["__version__"], first["remark"]] == [1, 0, "v1", None]
    assert [second["tools/saw"], second["tools/rake"], second["__version__"], second["place"]] == [0, 1, "v2", None]


async def test_the_office_reads_labels_from_right_to_left_with_the_days_in_both_calendars(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(form(TREES))
    answers = {"day": "2019-10-05", "tools": "spade saw", "tree[1]/kind": "چنار"}
    await shelf.send(version, sara, city, answers=answers, rows={"tree": 1}, verdict=Verdict.RETURNED, words="کوتاه")
    path, *_ = await exported(shelf, address, tmp_path, "excel")
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book["درخت‌های محله"].sheet_view.rightToLeft
    [main] = sheets(path)["درخت‌های محله"]
    assert (main["تاریخ بازدید"], main["تاریخ بازدید (شمسی)"]) == ("2019-10-05", "1398/07/13")
    assert main["ابزارها"] == "بیل؛ اره"
    assert (main["ابزارها/بیل"], main["بررسی"], main["توضیح بررسی"]) == (1, "برگشت برای اصلاح", "کوتاه")
    [tree] = sheets(path)["درخت‌ها"]
    assert (tree["نوع درخت"], tree["دستگاه یا محله"]) == ("چنار", "شهرداری")


async def test_an_answer_that_waits_for_its_review_is_in_the_offices_workbook(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(form(TREES))
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
        assert [zipped.read(name) for name in names] == [b"d", b"a", b"b", b"c"]
    assert names == [
        "پیوست‌های دیگر 0001-1 شهرداری - IMG.jpg",
        "مصوبهٔ ۱۳ - عکس محل 0001-2 شهرداری - IMG.jpg",
        "مصوبهٔ ۱۳ - عکس درخت 0001-3 شهرداری - IMG.jpg",
        "مصوبهٔ ۱۳ - عکس درخت 0001-4 شهرداری - IMG.jpg",
    ]
    found = sheets(book)
    assert [row["picture_URL"] for row in found["tree"]] == names[2:]
    assert found["درخت‌های محله"][0]["_attachments"] == names[0]


async def test_rows_that_came_by_excel_beyond_a_draft_are_there_and_wrong_ones_stand_apart(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    version = await shelf.publish(form(TREES))
    filled = await shelf.send(version, sara, city, answers={"district": "گلشهر"}, rows={"tree": 0})
    async with desk.db.write() as session:
        for number in range(1, 4):
            values = {"kind": f"درخت {number}", "branch[1]/length": str(number)} if number != 2 else {}
            wrong = {"key": "form_sheet.wrong.number", "params": {"said": "بلند"}}
            cells = [{"name": "kind", "typed": "سرو"}, {"name": "height", "typed": "بلند", **wrong}]
            problems = [] if values else cells
            row = FormRow(filled_id=filled, repeat="tree", number=number, values=values, problems=problems)
            session.add(row)
    [path] = await exported(shelf, address, tmp_path)
    found = sheets(path)
    assert [row["kind"] for row in found["tree"]] == ["درخت 1", "درخت 3"]
    assert [(row["length"], row["_parent_index"]) for row in found["branch"]] == [(1, 1), (3, 2)]
    [wrong] = found["ردیف‌های نادرست"]
    assert wrong["فرم"] == "درخت‌های محله"
    about = [wrong[head] for head in ("شمارهٔ پاسخ", "دستگاه یا محله", "جدول", "ردیف")]
    assert about == [filled, "شهرداری", "درخت‌ها", 2]
    assert wrong["ردیف، چنان‌که نوشته شده"] == "نوع درخت: سرو؛ بلندی: بلند"
    assert wrong["ایراد"] == "بلندی: «بلند» عدد نیست."


async def test_an_export_of_forms_without_an_answer_is_refused(shelf: Shelf, address: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_forms"):
        await exported(shelf, address, tmp_path)


async def test_the_follow_up_report_has_all_agencies_rows_of_a_form_in_one_table(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city, chamber = [await desk.agency(name) for name in ("شهرداری", "اتاق بازرگانی")]
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا احمدی", chamber)
    await desk.issue(13, "یک هفته", city, chamber)
    version = await shelf.publish(form(TREES))
    trees = {"tree[1]/kind": "چنار", "tree[1]/height": "7.5", "tree[2]/kind": "سرو"}
    await shelf.send(version, sara, city, answers=trees, rows={"tree": 2})
    many = {f"tree[{n}]/kind": f"کاج {n}" for n in range(1, 61)}
    await shelf.send(version, reza, chamber, answers=many, rows={"tree": 60})
    returned = {"tree[1]/kind": "بید"}
    await shelf.send(version, reza, chamber, answers=returned, rows={"tree": 1}, verdict=Verdict.RETURNED)

    report = await composed(desk, address, tmp_path)

    [table] = report.forms
    assert (table.title, table.heads) == ("درخت‌های محله: درخت‌ها", ["دستگاه", "نوع درخت", "بلندی"])
    assert table.rows[:3] == [["شهرداری", "چنار", "۷٫۵"], ["شهرداری", "سرو", ""], ["اتاق بازرگانی", "کاج 1", ""]]
    assert (len(table.rows), table.more) == (60, "و ۲ ردیف دیگر، که در خروجی اکسل آمده است.")
    job = context(desk, address, tmp_path)
    path, _ = report_file.write(report, "word", None, job, tmp_path / "گزارش")
    words = " ".join(read(path.read_bytes()))
    assert "پاسخ فرم‌ها" in words
    assert "درخت‌های محله: درخت‌ها" in words
    assert "شهرداری نوع درخت: چنار؛ بلندی: ۷٫۵" in words
    path, _ = report_file.write(report, "pdf", None, job, tmp_path / "گزارش")
    assert path.read_bytes().startswith(b"%PDF")
