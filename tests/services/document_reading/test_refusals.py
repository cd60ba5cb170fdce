"""Files that are read or refused by name: nothing that somebody sends brings the bot down."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dates.working_days import Calendar
from domain.minutes import Unreadable
from services.document_reading import document_of, read_minutes
from tests.services.document_reading.word import cell, docx, numbered, numbering, paragraph, row, run, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PICTURE = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param("\ufeff \n\t".encode(), "empty", id="only blanks"),
        pytest.param(docx(paragraph()), "empty", id="a docx without a word"),
        pytest.param(docx(paragraph(inside=PICTURE)), "scanned", id="a docx of pictures"),
        pytest.param(docx(paragraph("صفحه ۱", inside=PICTURE)), "scanned", id="pictures under a page number"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "password", id="a docx with a password"),
        pytest.param(OLE + "Workbook".encode("utf-16-le"), "old_sheet", id="an .xls"),
        pytest.param(OLE, "broken", id="an OLE file of another kind"),
        pytest.param(b"%PDF-1.4 /Font", "broken", id="a PDF of nothing"),
        pytest.param(b"MZ" + bytes(200), "unknown_kind", id="a program"),
        pytest.param(b"Rar!\x1a\x07", "unknown_kind", id="an archive"),
        pytest.param(zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "unknown_kind", id="an .ods"),
        pytest.param(zipped(notes=b"<notes/>"), "unknown_kind", id="a zip of something else"),
        pytest.param(docx(paragraph("متن"))[:-60], "broken", id="a docx cut in transfer"),
        pytest.param(zipped(**{"word__document.xml": b"<w:document"}), "broken", id="a docx with broken XML"),
        pytest.param(b"Minutes of the meeting", "not_persian", id="English"),
        pytest.param(
            "مقرر شد".encode().decode("latin-1").encode(), "encoding", id="Persian garbled by a wrong encoding"
        ),
        pytest.param(bytes(range(1, 200)), "encoding", id="bytes of nothing"),
    ],
)
def test_what_is_not_read_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        document_of("فایل", data)
    assert refusal.value.reason_code == code


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped(**{"word__document.xml": b"<w:document>" + bytes(80 * 1024**2)})

    assert len(bomb) < 200_000
    with pytest.raises(Unreadable, match="too_large"):
        document_of("فایل.docx", bomb)


def test_an_entity_bomb_stays_folded() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d><body>&b;</body></d>'

    with pytest.raises(Unreadable):
        document_of("فایل.docx", zipped(**{"word__document.xml": bomb}))


def test_tables_nested_without_end_are_refused_not_a_crash() -> None:
    nest = paragraph("ژرفا")
    for _ in range(400):
        nest = f"<w:tbl><w:tr><w:tc>{nest}</w:tc></w:tr></w:tbl>"

    with pytest.raises(Unreadable, match="broken"):
        document_of("فایل.docx", docx(nest))


def test_an_encrypted_part_asks_for_a_file_without_a_password() -> None:
    data = bytearray(docx(paragraph("متن")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + flags] |= 1
            start = data.find(signature, start + 4)

    with pytest.raises(Unreadable, match="password"):
        document_of("فایل.docx", bytes(data))


def survives(data: bytes) -> None:
    try:
        read_minutes("فایل", data, Calendar()).to_json()
    except Unreadable:
        return


MANY = settings(max_examples=150)


@MANY
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@MANY
@given(st.binary(max_size=300))
def test_any_bytes_after_the_first_of_a_zip(data: bytes) -> None:
    survives(b"PK\x03\x04" + data)


WORDS = st.one_of(
    st.sampled_from(["\t", "\n", "\n\n", "|", "<p>", "</p>", "<u>", "</u>", "<ul>", "•", "-", ":", "،", ".", "؛", "/"]),
    st.sampled_from(["مقرر", "شد", "شهرداری", "سازمان", "بند", "جلسه", "پنجم", "مورخ", "۹۸/۰۷/۱۳", "تاریخ", "مصوبه"]),
    st.sampled_from(
        ["۱-", "۲-", "۳.", "(۴)", "الف-", "ب-", "مهلت", "مسئول", "ردیف", "یک", "هفته", "تا", "پایان", "مهر"]
    ),
    st.sampled_from(["با", "همکاری", "و", "توسط", "را", "به", "ارائه", "نماید", "صفحه", "۵", "از", "۶", "در", "۱۸"]),
)


@MANY
@given(st.lists(WORDS, max_size=60))
def test_any_jumble_of_the_words_of_minutes(words: list[str]) -> None:
    survives(" ".join(words).encode())


@MANY
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    survives(text.encode(encoding, errors="ignore"))


@MANY
@given(st.data())
def test_a_docx_with_a_few_wrong_bytes(data: st.DataObject) -> None:
    whole = bytearray(
        docx(
            numbered("مقرر شد شهرداری گزارش دهد."),
            table(row("مصوبه", "مسئول", "مهلت"), row(cell(run("متن")), "شهرداری", "یک هفته")),
            numbering=numbering("decimal"),
        )
    )
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(whole))


ELEMENTS = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:sdt",
    "w:sdtContent",
    "w:ins",
    "w:del",
    "mc:AlternateContent",
]
TREES = st.recursive(
    st.sampled_from(["متن", "مقرر شد شهرداری گزارش دهد.", "یک هفته", ""]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", st.sampled_from(ELEMENTS), st.lists(inner, max_size=4)
    ),
    max_leaves=30,
)


@MANY
@given(st.lists(TREES, max_size=5))
def test_any_tree_of_words_elements(trees: list[str]) -> None:
    survives(docx(*trees))
