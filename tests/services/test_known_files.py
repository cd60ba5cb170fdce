"""Files that are known by their content, and those that only look as if they were."""

import pytest

from services.files.known_files import FileKind, kind_of
from services.files.workbook_head import head_of
from services.form_sheets import recognition
from tests.services.archives import archive

BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
LONG = 1024 * 1024


@pytest.mark.parametrize(
    "words",
    [b"<definedName ", b'<definedName name="dabir_file" ', b'name="dabir_sheet" ', b"<sheet ", b"<t ", b"<t>", b"<"],
)
@pytest.mark.parametrize("begun", [b"", b'<definedName name="dabir_sheet" '])
def test_bytes_that_are_made_to_be_searched_for_ever_hold_up_nobody(begun: bytes, words: bytes) -> None:
    words = begun + words * (LONG // len(words))
    head = head_of(archive(BOOK, words))
    assert head == words[:LONG]
    assert recognition.sheet_id(head) == 0
    assert kind_of(archive(BOOK, words)) is kind_of(archive(BOOK, b"<workbook/>")) is None
    assert kind_of(archive(STRINGS, words)) is None


def test_a_name_behind_other_attributes_and_in_a_namespace_is_known() -> None:
    words = b"<x:definedName hidden='1' localSheetId=\"0\" name='dabir_file' comment=\"\">=&quot;people&quot;<"
    assert kind_of(archive(BOOK, words)) is FileKind.PEOPLE
    words = b'<definedName comment="a" name="dabir_sheet" hidden="1">12</definedName>'
    assert recognition.sheet_id(words) == 12
