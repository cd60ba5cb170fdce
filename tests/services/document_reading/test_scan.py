"""Photos and scans of pages, by Tesseract where it is installed with its Persian."""

from __future__ import annotations

import io
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

import pillow_heif
import pytest
from PIL import Image

from domain.minutes import Table, Unreadable
from domain.persian.text import fold
from services.document_reading import Opened, document_of, open_files
from services.document_reading.pages import tesseract
from services.document_reading.pages.compare import evidence_of
from tests.conftest import absent
from tests.services.document_reading.pages import pdf, photos, scanned_pdf, table
from tests.services.document_reading.word import docx, paragraph

FIRST = "مقرر شد شهرداری فهرست زمین‌های آمادهٔ واگذاری را تهیه و به دبیرخانه ارسال کند."
SECOND = "مقرر شد نقشهٔ راه گردشگری منطقه با همکاری دانشگاه تدوین شود."
HEADING = ("ردیف", "متن مصوبه", "مسئول", "مهلت")
BLANK = Image.new("L", (400, 500), 255)


@pytest.fixture(scope="module", autouse=True)
def _persian() -> None:
    if not tesseract.installed():
        absent("Tesseract with Persian")


@cache
def page() -> bytes:
    return pdf("صورتجلسهٔ کارگروه گردشگری", FIRST, SECOND)


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def likeness(opened: Opened, *sentences: str) -> float:
    """The share of letters that were read right, of what is read best."""
    read = fold(" ".join(opened.document.texts()))
    wanted = fold(" ".join(sentences))
    return sum(block.size for block in SequenceMatcher(None, wanted, read, False).get_matching_blocks()) / len(wanted)


def album(pictures: Sequence[bytes]) -> Opened:
    return open_files([(f"{number}.jpg", picture) for number, picture in enumerate(pictures)])


def test_a_photo_is_read_and_all_of_it_is_doubted() -> None:
    opened = album(photos(page()))
    assert likeness(opened, FIRST, SECOND) > 0.95
    assert [doubt.code for doubt in opened.document.doubts][:1] == ["read_from_picture"]


def test_a_page_that_was_held_askew_is_read_too() -> None:
    assert likeness(album(photos(page(), turned=1.5)), FIRST, SECOND) > 0.9


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_turned(degrees: int) -> None:
    rows = (HEADING, ("۱", FIRST, "شهرداری", "دو هفته"), ("۲", SECOND, "ادارهٔ میراث فرهنگی", "یک ماه"))
    (photo,) = photos(pdf("صورتجلسهٔ کارگروه گردشگری", table(*rows)))
    opened = album([turned(photo, degrees)])
    assert likeness(opened, FIRST, SECOND) > 0.9
    assert any(isinstance(block, Table) for block in opened.document.blocks)
    assert opened.scanner
    assert evidence_of(FIRST, opened.scanner)


@pytest.mark.ci
def test_pages_of_one_album_are_turned_each_by_itself() -> None:
    (first,), (second,) = photos(pdf(FIRST)), photos(pdf(SECOND))
    assert likeness(album([turned(first, 270), second]), FIRST, SECOND) > 0.95


def test_a_picture_as_phones_keep_it_is_read() -> None:
    (photo,) = photos(page())
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(photo)).convert("RGB")).save(file, quality=80)
    assert file.getvalue()[4:8] == b"ftyp"
    assert likeness(album([file.getvalue()]), FIRST, SECOND) > 0.95


def turned(photo: bytes, degrees: int) -> bytes:
    return png(Image.open(io.BytesIO(photo)).rotate(degrees, expand=True, fillcolor=255))


def test_photos_of_an_album_are_one_document_in_their_order() -> None:
    opened = album([*photos(pdf(FIRST)), *photos(pdf(SECOND))])
    assert likeness(opened, FIRST, SECOND) > 0.95
    told: list[tuple[int, int]] = []
    open_files(
        [("یک", photos(pdf(FIRST))[0]), ("دو", photos(pdf(SECOND))[0])], lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2), (2, 2)]


def test_cells_of_a_ruled_table_are_read_one_by_one() -> None:
    rows = (HEADING, ("۱", FIRST, "شهرداری", "دو هفته"), ("۲", SECOND, "ادارهٔ میراث فرهنگی", "یک ماه"))
    (found,) = [block for block in album(photos(pdf(table(*rows)))).document.blocks if isinstance(block, Table)]
    assert [len(row) for row in found.rows] == [4, 4, 4]
    read = [[fold(cell.text) for cell in row] for row in found.rows]
    assert [
        SequenceMatcher(None, row[2], fold(wanted[2])).ratio() > 0.8 for row, wanted in zip(read, rows, strict=True)
    ] == [True] * 3
    assert SequenceMatcher(None, read[1][1], fold(FIRST)).ratio() > 0.9


def test_a_scanned_pdf_is_read_and_pages_with_text_are_not_scanned() -> None:
    opened = open_files([("صورتجلسه.pdf", scanned_pdf(page()))])
    assert likeness(opened, FIRST, SECOND) > 0.95
    assert open_files([("صورتجلسه.pdf", page())]).scanner is None


def test_the_part_of_the_page_where_a_text_stands_is_cut_out() -> None:
    opened = album(photos(page()))
    assert opened.scanner
    evidence = evidence_of(SECOND, opened.scanner)
    assert evidence
    part = Image.open(io.BytesIO(evidence.picture))
    assert part.format == "JPEG"
    assert 20 < part.height < 200
    assert evidence_of("چیزی که در آن نیست", opened.scanner) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(png(BLANK), "nothing_legible", id="a blank photo"),
        pytest.param(png(BLANK)[:-40], "broken_picture", id="a photo that was cut"),
        pytest.param(b"\x00\x00\x00\x18ftypheic" + bytes(40), "broken_picture", id="a phone's picture that was cut"),
        pytest.param(png(Image.new("1", (9000, 9000))), "too_costly", id="a photo of eighty million dots"),
        pytest.param(b"\xff\xd8\xff\xe0 no picture", "broken_picture", id="a picture by its first bytes alone"),
    ],
)
def test_a_bad_picture_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        document_of("عکس", data)


def test_without_tesseract_the_missing_packages_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "installed", lambda: "")
    for data in (png(BLANK), scanned_pdf(page())):
        with pytest.raises(Unreadable, match="needs_ocr"):
            document_of("عکس", data)


def test_a_word_file_of_pictures_is_read_from_them() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    data = docx(paragraph(inside=picture), media={"word/media/image1.png": photos(page())[0]})
    assert likeness(open_files([("اسکن.docx", data)]), FIRST, SECOND) > 0.95
