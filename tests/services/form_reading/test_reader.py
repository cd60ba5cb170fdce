"""Files that are no forms, or would cost too much: each gets a sentence, and nobody waits for it."""

import io
import zipfile
from base64 import b64encode
from datetime import UTC, datetime

import pytest

from services.form_reading import child, guards
from services.form_reading.reader import read_form
from services.form_reading.report import Report
from tests.xlsforms import workbook

NOW = datetime(2019, 10, 5, 6, tzinfo=UTC)
GOOD = workbook("survey:\ntype|name|label|constraint\ninteger|a|A|. > 5\ntext|b|B|false()")


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_x_", "."), content)
    return packed.getvalue()


def read(data: bytes) -> Report:
    task = {"file": b64encode(data).decode(), "files": {}, "plays": 5, "now": NOW.isoformat(), "zone": "Asia/Tehran"}
    return child.read(task)


def added(name: str, content: bytes) -> bytes:
    packed = io.BytesIO(GOOD)
    with zipfile.ZipFile(packed, "a") as made:
        made.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "no_workbook"),
        (b"type,name,label\ntext,a,A", "no_workbook"),
        (archive(word__document_x_xml=b"<w/>"), "word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (added("xl/vbaProject.bin", b"x"), "macros"),
        (archive(xl__workbook_x_xml=b"<x/>"), "broken"),
        (archive(xl__workbook_x_xml=b"<x/>", xl__bomb=b"\0" * 60_000_000), "unpacks_too_large"),
        (archive(xl__workbook_x_xml=b"<x/>", xl__bomb=b"\0" * 9_000_000), "unpacks_too_large"),
        (archive(**{"xl__workbook_x_xml": b"<x/>", **{f"xl__{n}": b"x" for n in range(300)}}), "too_many_parts"),
        (workbook("Sheet1:\na|b\nchoices:\nlist_name|name"), "no_survey"),
        (workbook("Sheet1:\na\nSheet2:\nc"), "no_table"),
        (workbook("survey:\nname|label\na|A"), "no_type_column"),
        (workbook("survey:\ntype|name|label"), "blank"),
        (workbook("survey:\ntype|name|label\n" + "\n".join(f"text|q{n}|Q" for n in range(1200))), "too_many_questions"),
        (
            workbook(
                "survey:\ntype|name\ntext|a\nchoices:\nlist_name|name\n" + "\n".join(f"l|c{n}" for n in range(20_100))
            ),
            "too_many_choices",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_form_gets_a_sentence(data: bytes, key: str) -> None:
    report = read(data)
    assert [one.key for one in report.findings.errors] == [f"forms.{key}"]
    assert report.data is None


def test_a_cell_that_is_a_book_is_named_with_its_row() -> None:
    [wrong] = read(workbook(f"survey:\ntype|name|label\ntext|a|{'x' * 10_001}")).findings.errors
    assert (wrong.key, wrong.row) == ("forms.error.long_cell", 2)


def test_a_form_is_read_in_a_child_process_and_tried_by_respondents() -> None:
    report = read_form(GOOD, {}, NOW, "Asia/Tehran", plays=5)
    assert report.form is not None
    assert (report.questions, report.repeats) == (2, 0)
    # Nobody can answer what refuses every answer.
    assert [one.name for one in report.findings.unanswerable] == ["b"]
    assert len(report.xml_hash) == 64


def test_what_no_answer_makes_relevant_is_told() -> None:
    form = """
    survey:
    type|name|label|relevant
    select_one yn|s|شاغل است؟
    text|job|شغل|${s}='yes'
    begin group|g|خانه|${s}='maybe'
    text|street|خیابان
    end group
    choices:
    list_name|name|label
    yn|yes|بله
    yn|no|خیر
    """
    warnings = read_form(workbook(form), {}, NOW, "Asia/Tehran", plays=20).findings.warnings
    # «maybe» is none of the choices: the question inside is not told a second time.
    assert [(one.key, one.row, one.name) for one in warnings] == [("forms.warning.never_asked", 4, "g")]
    more = "\n".join(f"text|q{number}|پرسش|${{s}}='maybe'" for number in range(9))
    wide = form.replace("text|job", f"{more}\n    text|job")
    [told] = read_form(workbook(wide), {}, NOW, "Asia/Tehran", plays=20).findings.warnings
    assert (told.key, told.params["count"]) == ("forms.warning.many_never_asked", 10)


def test_a_file_that_is_too_large_never_reaches_the_child() -> None:
    [wrong] = read_form(b"x" * (guards.MOST_BYTES + 1), {}, NOW, "UTC").findings.errors
    assert wrong.key == "forms.too_large"


def test_a_child_that_takes_too_long_is_given_up() -> None:
    [wrong] = read_form(GOOD, {}, NOW, "UTC", patience=0.01).findings.errors
    assert wrong.key == "forms.too_costly"


def test_a_form_that_would_never_open_is_refused_where_it_is_read() -> None:
    inner = "count(//*)"
    for _ in range(3):
        inner = f"count(//*[{inner} > 0])"
    many = "\n".join(f"text|t{place}|T" for place in range(60))
    report = read(workbook(f"survey:\ntype|name|label|calculation\n{many}\ncalculate|every||{inner}"))
    assert [problem.key for problem in report.findings.errors] == ["forms.never_begins"]
    assert report.data is None
