"""The files of a filled form, each by the question and the row that it answers."""

from zoneinfo import ZoneInfo

from domain.chat.screens import T
from tests.xlsforms import form
from texts.form_files import described
from texts.format import voice

PLACES = """
survey:
type | name | label::فارسی (fa) | short::فارسی (fa)
begin_repeat | place | مکان‌هایی که خالی است | مکان‌ها
image | photo | اگر عکسی دارید بفرستید. | عکس
end_repeat
image | map | نقشه |
settings:
default_language
فارسی (fa)
"""


def test_each_file_is_named_by_its_row_and_question() -> None:
    files = {name: {"hash": name, "name": "photo.jpg", "kind": "photo"} for name in ("a", "b", "c")}
    answers = {"place[2]/photo": "a", "map": "b"}
    said = [file["about"] for file in described(form(PLACES), files, answers, "fa")]
    plain = voice("fa", ZoneInfo("UTC")).plain
    assert [one and plain(T("form.lines", lines=[one])) for one in said] == ["مکان‌ها، ردیف ۲، عکس", "نقشه", None]
