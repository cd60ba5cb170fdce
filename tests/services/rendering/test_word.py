"""Word templates: fields and rows are filled in, and whatever else a template asks for is refused in words."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from services.errors import Refused
from services.rendering import word
from services.rendering.word_language import Fields

FIELDS: Fields = {
    "agency": "اداره کل <تعاون> & رفاه",
    "subject": "",
    "lines": ["نخست", "دوم"],
    "items": [{"number": "۱", "text": "واگذاری"}, {"number": "۲", "text": "آمار\nو گزارش"}],
    "nothing": [],
}
NAMES = {"دستگاه": "agency", "مصوبات": "items", "متن_مصوبه": "text"}


def docx(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), head: str = "", title: str = "") -> bytes:
    """Make a Word file of paragraphs and a table."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, words in zip(table.rows, rows, strict=True):
            for cell, word_ in zip(row.cells, words, strict=True):
                cell.text = word_
    if head:
        document.sections[0].header.paragraphs[0].text = head
    document.core_properties.title = title
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(data: bytes) -> list[str]:
    """The words of a document's paragraphs, then of its cells."""
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def refusal(template: bytes) -> tuple[str, str]:
    """The key of the refusal and all that it names."""
    with pytest.raises(Refused) as refused:
        word.fill(template, FIELDS, NAMES)
    return refused.value.text.key, " ".join(map(str, refused.value.text.params.values()))


def test_fields_lines_and_rows_are_filled_in_and_nothing_in_them_becomes_markup() -> None:
    template = docx(
        "به: {{ agency }}",
        "{% if subject %}موضوع: {{ subject }}{% endif %}",
        "{%p for line in lines %}",
        "- {{ line }}",
        "{%p endfor %}",
        rows=(
            ("شماره", "متن"),
            ("{%tr for item in items %}", ""),
            ("{{ item.number }}", "{{ item.text }}"),
            ("{%tr endfor %}", ""),
        ),
        head="{{ agency }}",
        title="{{ agency }}",
    )

    filled = word.fill(template, FIELDS)

    assert read(filled) == [
        *("به: اداره کل <تعاون> & رفاه", "", "- نخست", "- دوم"),
        *("شماره", "متن", "۱", "واگذاری", "۲", "آمار\nو گزارش"),
    ]
    assert Document(io.BytesIO(filled)).sections[0].header.paragraphs[0].text == "اداره کل <تعاون> & رفاه"
    assert word.used_fields(template, FIELDS) == {"agency", "subject", "lines", "items"}


def test_fields_have_persian_names_however_a_keyboard_writes_them() -> None:
    template = docx(
        "{{ دستگاه }}",
        "{{ \u200fدستگاه }}",
        "{%p for مصوبه in مصوبات %}",
        "{{ مصوبه.متن_مصوبه }} {{ مصوبه.متن\u200cمصوبه }}",
        "{%p endfor %}",
    )

    assert read(word.fill(template, FIELDS, NAMES))[:3] == [
        *["اداره کل <تعاون> & رفاه"] * 2,
        "واگذاری واگذاری",
    ]


def test_a_value_that_looks_like_a_template_stays_as_it_is() -> None:
    fields = {"text": "{{ agency }} {% for x in y %}\x07\x0c\x00"}

    assert read(word.fill(docx("{{ text }}"), fields)) == ["{{ agency }} {% for x in y %}"]


def test_all_unknown_fields_are_named_at_once() -> None:
    template = docx(
        "{{ نام_دستگاه }} {{ agency }} {{ amount }}",
        "{%p for item in items %}",
        "{{ item.price }}",
        "{%p endfor %}",
        head="{{ letterhead }}",
    )

    assert refusal(template) == ("word.unknown", "«نام_دستگاه»، «amount»، «item.price»، «letterhead»")


def test_wrong_syntax_is_shown_where_it_stands() -> None:
    key, words = refusal(docx("خوب: {{ agency }}", "بد: {{ agency }", "تا پایان"))
    assert key == "word.syntax"
    assert words.startswith("«{{ agency }»")
    assert refusal(docx("{% for item in items %}"))[0] == "word.syntax"
    assert refusal(docx("{{ agency | }}"))[0] == "word.syntax"


def test_fields_of_the_wrong_shape_are_named() -> None:
    assert refusal(docx("{{ items }} {% for c in agency %}{{ c }}{% endfor %}")) == (
        "word.misused",
        "«items»، «agency»",
    )


@pytest.mark.parametrize(
    "source",
    [
        "{{ agency.__class__ }}",
        "{{ agency.__class__.__mro__[1].__subclasses__() }}",
        "{{ agency['__class__'] }}",
        "{{ agency.format }}",
        "{{ agency|attr('__class__') }}",
        "{{ ''.__class__ }}",
        "{{ ()|list }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace() }}",
        "{{ agency.upper() }}",
        "{{ items[0] }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(10**9)|join }}",
        "{{ agency|center(1000000000) }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% for item in items recursive %}{{ loop(items) }}{% endfor %}",
        "{% for item in items if item.text %}x{% endfor %}",
        "{% for a, b in items %}x{% endfor %}",
        "{% for item in items %}{{ loop.index }}{{ item.__class__ }}{% endfor %}",
        "{% for item in items %}{{ item.get }}{{ item.items() }}{% endfor %}",
        "{% for item in nothing %}{{ item.__init__ }}{% endfor %}",
        "{% if agency.__class__ %}x{% endif %}",
        "{% if agency is defined %}x{% endif %}",
        "{% if 9 ** 9 ** 9 > 1 %}x{% endif %}",
        "{% set x = agency %}{{ x }}",
        "{% with x = agency %}{{ x }}{% endwith %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends '/etc/passwd' %}",
        "{% block b %}{{ self.b() }}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% autoescape false %}{{ agency }}{% endautoescape %}",
        "{{r agency }}",
        "{% cellbg agency.__class__ %}",
        "{% colspan agency %}",
        "{% vm %}{{ agency }}",
        "{% hm %}",
        "{% raw %}{{ agency }}{% endraw %}",
        "{{tr agency }}",
        "{# {{ #}{{ agency.__class__ }}",
        "{{ " + "(" * 3000 + "agency" + ")" * 3000 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "{{ agency" + " ~ agency" * 3000 + " }}",
    ],
)
def test_a_template_that_does_more_than_fill_in_fields_is_refused(source: str) -> None:
    keys = {refusal(template)[0] for template in (docx(source), docx(head=source), docx(title=source[:255]))}
    assert keys <= {"word.forbidden", "word.syntax", "word.unknown", "word.misused"}


@pytest.mark.parametrize("source", ["{{ agency " * 200, "}}" * 200 + "{{" * 200, "{% " * 200, "{{ agency }} {# "])
def test_a_mark_that_is_never_closed_is_found_before_the_patterns_that_take_a_square_of_time(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word._Document, "patch_xml", lambda *_: pytest.fail("searched for marks"))

    assert refusal(docx(source))[0] == "word.syntax"


def test_loops_in_loops_end_before_they_are_begun() -> None:
    deep = "{% for a in many %}" * 8 + "x" + "{% endfor %}" * 8

    with pytest.raises(Refused) as refused:
        word.fill(docx(deep), {"many": [{"a": "۱"}] * 50})

    assert refused.value.text.key == "word.too_long"


def test_loops_that_tear_a_paragraph_are_refused_and_lose_nothing() -> None:
    template = docx("x", "{%p for item in items %}", rows=(("{{ item.text }}", "{%p endfor %}"),))

    assert refusal(template)[0] == "word.uneven"


def _with(name: str, data: bytes) -> Callable[[], bytes]:
    """Make a Word file with one more part in it."""

    def made() -> bytes:
        whole = io.BytesIO(docx("{{ agency }}"))
        with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(name, data)
        return whole.getvalue()

    return made


LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://127.0.0.1/t.dotx" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("template", "key"),
    [
        (lambda: b"%PDF-1.7", "word.not_word"),
        (lambda: b"", "word.not_word"),
        (lambda: docx("x")[:-200], "word.damaged"),
        (lambda: docx("x").replace(b"word/document.xml", b"word/dokument.xml"), "word.not_word"),
        (lambda: b"PK" + bytes(10 * 1024 * 1024), "word.too_big"),
        (_with("word/bomb.xml", bytes(40 * 1024 * 1024)), "word.too_big"),
        (_with("word/vbaProject.bin", b"x"), "word.macros"),
        (_with("word/_rels/settings.xml.rels", LINKED), "word.external"),
        (_with("word/_rels/settings.xml.RELS", LINKED), "word.external"),
        (_with("word/_rels/settings.xml.rels", LINKED.replace(b"/t.dotx", b"/a>b.dotx")), "word.external"),
        (_with("word/_rels/settings.xml.rels", LINKED.replace(b"/t.dotx", b"/hyperlink")), "word.external"),
        (_with("word/_rels/settings.xml.rels", LINKED.replace(b"External", b"&#69;xternal")), "word.external"),
        (_with("word/_rels/settings.xml.rels", LINKED.decode().encode("utf-16")), "word.external"),
        (_with("word/_rels/settings.xml.rels", b"<Relationships"), "word.damaged"),
    ],
)
def test_what_is_no_sound_word_file_says_so(template: Callable[[], bytes], key: str) -> None:
    assert refusal(template())[0] == key
