"""Templates of the documents of a planned meeting: its agenda and the letter that invites to it."""

from docx.document import Document as WordDocument

from services.rendering.templates.letters import letter, signature
from services.rendering.templates.office import (
    CENTER,
    JUSTIFIED,
    START,
    data,
    document,
    paragraph,
    repeated,
    roomy,
    row,
    table,
)


def agenda() -> bytes:
    """«دستور جلسه»: when and where a body meets, and what about; after the meeting also how many came."""
    made = document("دستور جلسه")
    paragraph(made, "{{ دبیرخانه }}", CENTER, bold=True, after=0)
    paragraph(made, "دستور جلسه", CENTER, bold=True, size=18, after=2)
    paragraph(made, "{{ جلسه }}", CENTER, bold=True, after=12)
    paragraph(made, "زمان: {{ زمان }}", START)
    paragraph(made, "مکان: {{ مکان }}", START)
    paragraph(made, "{%p if حضور %}")
    paragraph(made, "حضور: {{ حضور }}", START)
    paragraph(made, "{%p endif %}")
    paragraph(made, "", after=4, size=6)
    _items(made)
    paragraph(made, "", after=4, size=6)
    paragraph(made, "تاریخ تهیه: {{ تاریخ }}", START, size=10)
    return data(made)


def invitation() -> bytes:
    """«دعوت‌نامهٔ جلسه»: the letter that invites to a meeting, with its agenda."""
    made = letter("دعوت‌نامهٔ جلسه")
    paragraph(
        made,
        "بدین‌وسیله از جنابعالی دعوت می‌شود در {{ جلسه }} که {{ زمان }} در {{ مکان }} برگزار می‌شود، حضور یابید. "
        "در صورتی که امکان حضور ندارید، خواهشمند است نمایندهٔ تام‌الاختیار خود را به این دبیرخانه معرفی فرمایید.",
        JUSTIFIED,
        after=8,
    )
    paragraph(made, "دستور جلسه:", START, bold=True, keep=True)
    _items(made)
    paragraph(made, "", after=14, size=6, keep=True)
    signature(made)
    return data(made)


def _items(made: WordDocument) -> None:
    items = roomy(table(made, [1.5, 15]))
    row(items, ["ردیف", "شرح"], head=True)
    repeated(items, "موضوع", "دستور_جلسه", ["{{ موضوع.ردیف }}", "{{ موضوع.شرح }}"])
