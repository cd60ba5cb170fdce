"""The template of the follow-up report that a secretariat brings to the next meeting."""

from typing import Any

from services.rendering.templates.office import (
    CENTER,
    JUSTIFIED,
    START,
    across,
    data,
    document,
    paragraph,
    roomy,
    row,
    table,
)

WIDTHS = (4.3, 2.3, 4.6, 5.9, 2.6, 3.0, 2.5)
"""The widths of the decisions' columns, in centimetres; together they fill a page on its side."""
OWNER = ("مسئول", "مهلت", "وضعیت", "اقدام انجام‌شده", "نامه", "موانع", "تمدید مهلت")
OWNER_FIELDS = ("مسئول", "مهلت", "وضعیت", "اقدام_انجام_شده", "نامه", "موانع", "تمدید")
SILENT = ("ردیف", "دستگاه", "مصوبه‌ها", "دیرکرد", "نماینده")
SILENT_FIELDS = ("ردیف", "دستگاه", "مصوبه_ها", "دیرکرد", "نماینده")
FORMS = "پاسخ فرم‌ها"
ATTENDEES = ("ردیف", "دستگاه", "نام", "حضور")


def report() -> bytes:
    """«گزارش پیگیری مصوبات»: a title block, the decisions with each owner's part, and who has not reported."""
    made = document("گزارش پیگیری مصوبات", landscape=True)
    paragraph(made, "به نام خدا", CENTER, size=11, after=2)
    paragraph(made, "{{ عنوان }}", CENTER, bold=True, size=18, after=2)
    paragraph(made, "{{ محدوده }}", CENTER, bold=True, after=2)
    paragraph(made, "{{ دبیرخانه }}، {{ تاریخ }}", CENTER, size=12, after=10)
    paragraph(made, "{{ خلاصه }}", JUSTIFIED, after=8)
    decisions = roomy(table(made, WIDTHS))
    row(decisions, OWNER, head=True, size=10)
    _mark(decisions, "{%tr for مورد in مصوبات %}")
    _mark(decisions, "{%tr if مورد.شماره %}")
    title = across(decisions)
    heading = "{{ مورد.شماره }}، مهلت: {{ مورد.مهلت_مصوبه }}"
    status = "{% if مورد.وضعیت_مصوبه %}، وضعیت: {{ مورد.وضعیت_مصوبه }}{% endif %}"
    paragraph(title, heading + status, bold=True, after=0, first=True, keep=True, size=11)
    # Its lines are broken where the minutes break them, and a justified line before a break is stretched across.
    paragraph(title, "{{ مورد.متن }}", START, after=0, keep=True, size=11)
    _mark(decisions, "{%tr endif %}")
    _mark(decisions, "{%tr if مورد.مسئول %}")
    cells = row(decisions, [f"{{{{ مورد.{field} }}}}" for field in OWNER_FIELDS], size=10)
    done = cells[OWNER_FIELDS.index("اقدام_انجام_شده")]
    for words in ("{%p if مورد.مشارکت %}", "مشارکت: {{ مورد.مشارکت }}", "{%p endif %}"):
        paragraph(done, words, size=10, after=0)
    _mark(decisions, "{%tr endif %}")
    _mark(decisions, "{%tr endfor %}")
    paragraph(made, "", after=4, size=6)
    paragraph(made, "{%p if گزارش_نداده %}")
    paragraph(made, "دستگاه‌هایی که هنوز گزارش نداده‌اند", START, bold=True, after=4, keep=True)
    silent = roomy(table(made, [1.5, 10.2, 7.5, 3, 3]))
    row(silent, SILENT, head=True)
    _mark(silent, "{%tr for سطر in گزارش_نداده %}")
    row(silent, [f"{{{{ سطر.{field} }}}}" for field in SILENT_FIELDS])
    _mark(silent, "{%tr endfor %}")
    paragraph(made, "{%p endif %}")
    # The tables of forms have columns of their own, and are put under this heading when it is filled in.
    paragraph(made, "{%p if پاسخ_فرم_ها %}")
    paragraph(made, "", after=4, size=6)
    paragraph(made, FORMS, START, bold=True, after=4, keep=True)
    paragraph(made, "{%p endif %}")
    paragraph(made, "{%p if آخرین_جلسه %}")
    paragraph(made, "", after=4, size=6)
    paragraph(made, "حضور و غیاب آخرین جلسه: {{ آخرین_جلسه }}", START, bold=True, after=4, keep=True)
    paragraph(made, "{{ شمار_حاضران }}", START, after=4)
    paragraph(made, "{%p endif %}")
    paragraph(made, "{%p if حاضران %}")
    attendees = roomy(table(made, [1.5, 11.2, 8.5, 4]))
    row(attendees, ATTENDEES, head=True)
    _mark(attendees, "{%tr for سطر in حاضران %}")
    row(attendees, [f"{{{{ سطر.{field} }}}}" for field in ATTENDEES])
    _mark(attendees, "{%tr endfor %}")
    paragraph(made, "{%p endif %}")
    return data(made)


def _mark(made: Any, words: str) -> None:
    """Add a row that is no row of the document but a mark for the next or the last."""
    row(made, [words, *[""] * (len(made.columns) - 1)])
