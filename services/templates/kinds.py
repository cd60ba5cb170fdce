"""Kinds of templates: the fields of each by name, with the Persian word that stands for it in a Word template.

A kind's own file is ``services/rendering/templates/<kind>.docx``; its label is the text ``templates.kind.<kind>``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its Persian word, a sample of its value, and the columns of one that is a table's rows."""

    word: str
    sample: str = ""
    columns: Mapping[str, "Field"] = field(default_factory=dict)


LETTER: dict[str, Field] = {
    "office": Field("دبیرخانه", "دبیرخانهٔ کارگروه"),
    "date": Field("تاریخ", "۱۳۹۸/۰۸/۱۵"),
    "number": Field("شماره", "۱۲/۳۴۵۶"),
    "attachment": Field("پیوست", "ندارد"),
    "recipient": Field("گیرنده", "جناب آقای نمونه"),
    "recipient_post": Field("سمت_گیرنده", "مدیرکل محترم دستگاه نمونه"),
    "agency": Field("دستگاه", "دستگاه نمونه"),
    "subject": Field("موضوع", "موضوع نمونه"),
    "signatory": Field("امضاکننده", "نام امضاکننده"),
    "signatory_post": Field("سمت_امضاکننده", "دبیر کارگروه"),
}
"""The fields of every letter."""

MEETING: dict[str, Field] = {
    "meeting": Field("جلسه", "جلسهٔ ۶، کارگروه اشتغال"),
    "when": Field("زمان", "دوشنبه ۲۰ آبان ۱۳۹۸، ساعت ۱۰:۳۰"),
    "place": Field("مکان", "سالن جلسات استانداری"),
    "items": Field(
        "دستور_جلسه",
        columns={
            "row": Field("ردیف", "۱"),
            "text": Field("شرح", "پیگیری مصوبهٔ ۳، جلسهٔ ۵ (مسئول: دستگاه نمونه)"),
        },
    ),
}
"""The fields of every document of a meeting that is planned."""

KINDS: dict[str, dict[str, Field]] = {
    "follow_up": {
        **LETTER,
        "ordinal": Field("نوبت", "دوم"),
        "reference": Field("پیرو", "پیرو نامهٔ شمارهٔ ۱۲/۳۴۰۰ مورخ ۱۳۹۸/۰۷/۲۸"),
        "body": Field("متن_یادآوری", "پاسخ اقدام‌های زیر تاکنون به این دبیرخانه نرسیده است."),
        "closing": Field("متن_پایان", "خواهشمند است دستور فرمایید نتیجه اعلام شود."),
        "items": Field(
            "اقدام_ها",
            columns={
                "row": Field("ردیف", "۱"),
                "resolution": Field("مصوبه", "مصوبهٔ ۳، بند الف، جلسهٔ ۵"),
                "text": Field("شرح", "ارسال آمار محلات هدف به تفکیک"),
                "due": Field("مهلت", "شنبه ۲۰ مهر ۱۳۹۸"),
                "state": Field("وضعیت", "۱۵ روز از مهلت گذشته است"),
            },
        ),
    },
    "notice": {
        **LETTER,
        "meeting": Field("جلسه", "پنجمین جلسهٔ کارگروه، مورخ ۱۳۹۸/۰۷/۱۳"),
        "items": Field(
            "مصوبات",
            columns={
                "number": Field("بند", "۳"),
                "text": Field("متن", "متن مصوبهٔ نمونه"),
                "due": Field("مهلت", "شنبه ۲۰ مهر ۱۳۹۸"),
                "part": Field("نقش", "مسئول"),
            },
        ),
    },
    "report": {
        "office": LETTER["office"],
        "date": LETTER["date"],
        "title": Field("عنوان", "گزارش پیگیری مصوبات"),
        "scope": Field("محدوده", "پنجمین جلسهٔ کارگروه"),
        "summary": Field("خلاصه", "از ۱۲ اقدام این گزارش، به ۷ مورد پاسخ داده شده است."),
        "decisions": Field(
            "مصوبات",
            columns={
                "number": Field("شماره", "مصوبهٔ ۳"),
                "text": Field("متن", "متن مصوبهٔ نمونه"),
                "deadline": Field("مهلت_مصوبه", "دو هفته (شنبه ۲۷ مهر ۱۳۹۸)"),
                "status": Field("وضعیت_مصوبه", "در دست انجام"),
                "owner": Field("مسئول", "دستگاه نمونه"),
                "due": Field("مهلت", "۱۳۹۸/۰۷/۲۷"),
                "state": Field("وضعیت", "معوق، ۱۵ روز دیرکرد"),
                "done": Field("اقدام_انجام_شده", "در دست انجام، ۴۰ درصد: شرح اقدام نمونه"),
                "letter": Field("نامه", "۱۲/۳۴۵۶ مورخ ۱۳۹۸/۰۷/۲۸"),
                "obstacles": Field("موانع", "کمبود اعتبار"),
                "extensions": Field("تمدید", "تمدید تا ۱۳۹۸/۰۸/۱۵"),
                "contributions": Field("مشارکت", "دستگاه همکار، ۱۳۹۸/۰۸/۰۱: شرح مشارکت نمونه"),
            },
        ),
        "silent": Field(
            "گزارش_نداده",
            columns={
                "row": Field("ردیف", "۱"),
                "agency": Field("دستگاه", "دستگاه نمونه"),
                "resolutions": Field("مصوبه_ها", "۳، ۷"),
                "late": Field("دیرکرد", "۱۵ روز"),
                "representative": Field("نماینده", "دارد"),
            },
        ),
        "last_meeting": Field("آخرین_جلسه", "جلسهٔ ۵ کارگروه، شنبه ۱۳ مهر ۱۳۹۸"),
        "attended": Field("شمار_حاضران", "۱۲ حاضر، ۲ با نماینده، ۵ غایب"),
        "attendees": Field(
            "حاضران",
            columns={
                "row": Field("ردیف", "۱"),
                "agency": Field("دستگاه", "دستگاه نمونه"),
                "name": Field("نام", "نام نمونه"),
                "state": Field("حضور", "حاضر"),
            },
        ),
        "forms": Field(
            "پاسخ_فرم_ها",
            columns={
                "form": Field("فرم", "مکان‌های خالی"),
                "agency": Field("دستگاه", "دستگاه نمونه"),
                "answers": Field("پاسخ", "نشانی: بلوار نمونه؛ مساحت: ۱۲۰"),
            },
        ),
    },
    "agenda": {
        "office": LETTER["office"],
        "date": LETTER["date"],
        **MEETING,
        "attendance": Field("حضور", "۱۲ حاضر، ۲ با نماینده، ۵ غایب"),
    },
    "meeting_invitation": {**LETTER, **MEETING},
    "membership": {
        **LETTER,
        "role": Field("نقش", "نمایندهٔ"),
        "basis": Field("مستند", "معرفی‌نامهٔ شمارهٔ ۱۲۳ مورخ ۱۳۹۸/۰۷/۱۵"),
        "body": Field("کارگروه", "کارگروه"),
    },
}
"""The kinds of templates with the fields of each."""


def words(kind: str) -> dict[str, str]:
    """The name of each field and column by its Persian word."""
    fields = KINDS[kind]
    columns = {column.word: name for field_ in fields.values() for name, column in field_.columns.items()}
    return columns | {field_.word: name for name, field_ in fields.items()}


def sample(kind: str) -> dict[str, str | list[dict[str, str]]]:
    """Sample values of a kind's fields, two rows for a table."""
    return {
        name: [{column: of.sample for column, of in field_.columns.items()}] * 2 if field_.columns else field_.sample
        for name, field_ in KINDS[kind].items()
    }
