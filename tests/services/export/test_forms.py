"""Answers to forms in Kobo's layout: what was exported and read back is what was sent, value by value."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import undefer

from domain.forms.compiled.model import CompiledForm, Element, Kind
from domain.forms.instance.codecs import canonical
from domain.forms.xpath import moments
from forms.catalogue import shipped_forms
from models.tables.forms import FormRow, FormVersion
from models.tables.meetings import Verdict
from services.errors import Refused
from tests.forms.test_play import program
from tests.services.desk import TEHRAN
from tests.services.export.shelf import TREES, Rows, Shelf, exported, made_of, sheets
from tests.services.form_sheets.office import filled_in
from tests.xlsforms import form


def read_back(element: Element, value: Any) -> str:
    """Return an answer as a program reads it: a true date of Excel is one, a number is one."""
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if element.type == "date" else moments.write(value.replace(tzinfo=TEHRAN))
    number = repr(float(value)) if isinstance(value, float) else str(value)
    return canonical(element, number) if element.type in ("int", "decimal") else str(value)


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
                    answers[prefix + name] = read_back(child, value)
            else:
                own = [
                    one
                    for one in self._found[child.name]
                    if (one["_parent_table_name"], one["_parent_index"]) == (sheet, row["_index"])
                ]
                rows[prefix + name] = len(own)
                for place, one in enumerate(own, 1):
                    self._take(child, f"{prefix}{name}[{place}]/", "", one, child.name, answers, rows)


@pytest.mark.parametrize("name", [one.id for one in shipped_forms()])
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
    version, sara, city = await shelf.publish_for_sara(form(TREES))
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
    assert (main["day"], main["day_jalali"]) == (datetime(2019, 10, 5), "1398/07/13")  # noqa: DTZ001
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
    version, sara, city = await shelf.publish_for_sara(form(TREES))
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


async def test_what_moved_into_a_group_stays_one_column_and_one_sheet(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    old = await shelf.publish(form(TREES))
    grouped = TREES.replace("date | day", "begin_group | visit | بازدید | Visit\ndate | day")
    grouped = grouped.replace("choices:", "end_group\nchoices:")
    new = await shelf.publish(form(grouped))
    answers = {"district": "گلشهر", "day": "2019-10-05", "tree[1]/kind": "چنار", "tree[1]/branch[1]/length": "30"}
    first = await shelf.send(old, sara, city, answers=answers, rows={"tree": 1, "tree[1]/branch": 1})
    later = {"visit/day": "2019-10-06", "visit/tree[1]/kind": "سرو", "visit/tree[1]/@نکته": "کهن"}
    await shelf.send(new, sara, city, answers=later, rows={"visit/tree": 1, "visit/tree[1]/branch": 0})
    async with desk.db.write() as session:
        values = {"kind": "کاج", "@نکته": "جوان", "branch[1]/length": "7"}
        session.add(FormRow(filled_id=first, repeat="tree", number=2, values=values))
    [path] = await exported(shelf, address, tmp_path)
    found = sheets(path)
    assert list(found) == ["درخت‌های محله", "tree", "branch"]
    assert [row["day_jalali"] for row in found["درخت‌های محله"]] == ["1398/07/13", "1398/07/14"]
    assert [row["kind"] for row in found["tree"]] == ["چنار", "کاج", "سرو"]
    assert [row["_added/نکته"] for row in found["tree"]] == [None, "جوان", "کهن"]
    assert [(row["length"], row["_parent_index"]) for row in found["branch"]] == [(30, 1), (7, 2)]


async def test_rows_that_came_by_excel_beyond_a_draft_are_there_and_wrong_ones_stand_apart(
    shelf: Shelf, address: str, tmp_path: Path
) -> None:
    desk = shelf.desk
    version, sara, city = await shelf.publish_for_sara(form(TREES))
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


@pytest.mark.parametrize("damage", [{"format": 99}, {"root": 7}])
async def test_a_form_that_cannot_be_read_is_left_out_and_named(
    shelf: Shelf, address: str, tmp_path: Path, damage: dict[str, int]
) -> None:
    """The older of two versions of one form cannot be read any more; another form can."""
    version, sara, city = await shelf.publish_for_sara(form(TREES))
    await shelf.send(version, sara, city)
    await shelf.publish(form(TREES))
    await shelf.send(shelf.versions[-1], sara, city)
    async with shelf.desk.db.write() as session:
        kept = await session.get_one(FormVersion, version, options=[undefer(FormVersion.compiled)])
        kept.compiled = {**kept.compiled, **damage}
    with pytest.raises(Refused, match="unreadable_forms"):
        await exported(shelf, address, tmp_path / "alone")
    other = Shelf(shelf.desk)
    await other.send(await other.publish(form("survey:\ntype|name|label\ntext|word|چه خبر؟")), sara, city)
    for kind in ("forms", "excel"):
        made = await made_of(other, address, tmp_path / kind, kind)
        [told] = made.notes
        assert told.key == "export.unreadable_forms"
        assert told.params == {"count": 1, "titles": "«درخت‌های محله»"}
        assert "data" in sheets(made.paths[0])


EVERY_TYPE = """
survey:
type | name | label | appearance | parameters
text | words | متن | multiline |
integer | count | شمار | |
decimal | share | سهم | |
date | day | روز | |
dateTime | moment | زمان | |
time | hour | ساعت | |
select_one kind | kind | نوع | |
select_multiple kind | kinds | نوع‌ها | |
rank kind | order | ترتیب | |
range | level | سطح | | start=0 end=10 step=1
geopoint | place | جا | |
geotrace | way | راه | |
geoshape | ground | زمین | |
image | photo | عکس | |
barcode | code | کد | |
acknowledge | agreed | می‌پذیرم | |
text | twice | دو بار | |
begin_repeat | row | ردیف‌ها | |
dateTime | began | آغاز | |
text | title | نام | |
end_repeat
choices:
list_name | name | label
kind | a | یک
kind | b | دو
settings:
form_title | form_id
همهٔ انواع | every_type
"""


async def test_every_type_is_read_back_as_it_was(shelf: Shelf, address: str, tmp_path: Path) -> None:
    desk = shelf.desk
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    made = form(EVERY_TYPE)
    version = await shelf.publish(made)
    usual = {
        "words": "=1+1\nسطر دوم،\tبا يك كلمه",
        "count": "1250000000",
        "share": "0.1",
        "day": "2019-10-05",
        "moment": "2019-10-05T10:30:00.000+03:30",
        "hour": "10:30:00.000+03:30",
        "kind": "a",
        "kinds": "a b",
        "order": "b a",
        "level": "7",
        "place": "36.2972 59.6806 0.0 0.0",
        "way": "36.1 59.1 0 0;36.2 59.2 0 0",
        "ground": "36.1 59.1 0 0;36.2 59.2 0 0;36.1 59.1 0 0",
        "photo": "photo.jpg",
        "code": "0012",
        "agreed": "OK",
        "twice": "12",
        "row[1]/began": "2020-03-20T23:59:59.999+03:30",
        "row[1]/title": "-",
    }
    # What Excel would change: another zone, an old day, more than fifteen digits, a text that looks like a number.
    odd = {
        "words": "00123",
        "count": "-2147483647",
        "share": "0.30000000000000004",
        "day": "1399-07-13",
        "moment": "2019-10-05T10:30:00.000+02:00",
        "code": "1e5",
        "twice": "1.0",
        "row[1]/began": "1850-01-01T08:00:00.000+03:30",
        "row[1]/title": "+98 51",
    }
    for answers in (usual, odd):
        await shelf.send(version, sara, city, answers=answers, rows={"row": 1})
    [path] = await exported(shelf, address, tmp_path)
    reader = Reader(made, sheets(path))
    assert [reader.read(number) for number in range(2)] == [(usual, {"row": 1}), (odd, {"row": 1})]
