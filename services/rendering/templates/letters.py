"""Templates of the secretariat's letters, in the form that Persian offices give them."""

from docx.document import Document as WordDocument

from services.rendering.templates.office import (
    CENTER,
    JUSTIFIED,
    START,
    WIDTH,
    data,
    document,
    paragraph,
    repeated,
    roomy,
    row,
    table,
    whole_row,
)


def follow_up() -> bytes:
    """«نامهٔ پیگیری»: an agency's open and overdue items, in a first, second or third reminder."""
    made = letter("نامهٔ پیگیری")
    _paragraph_if(made, "پیرو", "{{ پیرو }}")
    paragraph(made, "{{ متن_یادآوری }}", JUSTIFIED, after=8)
    items = roomy(table(made, [1.6, 2.4, 6.7, 2.8, 3.0]))
    row(items, ["ردیف", "مصوبه", "شرح", "مهلت", "وضعیت"], head=True)
    repeated(
        items,
        "اقدام",
        "اقدام_ها",
        ["{{ اقدام.ردیف }}", "{{ اقدام.مصوبه }}", "{{ اقدام.شرح }}", "{{ اقدام.مهلت }}", "{{ اقدام.وضعیت }}"],
    )
    paragraph(made, "", after=2, size=6)
    paragraph(made, "{{ متن_پایان }}", JUSTIFIED, after=14, keep=True)
    signature(made)
    return data(made)


def notice() -> bytes:
    """«ابلاغ مصوبات»: the resolutions of a meeting that oblige an agency."""
    made = letter("ابلاغ مصوبات")
    paragraph(
        made,
        "مصوبات {{ جلسه }} که انجام آن بر عهدهٔ آن دستگاه است، به شرح جدول زیر ابلاغ می‌شود. خواهشمند است دستور "
        "فرمایید اقدام لازم در مهلت تعیین‌شده انجام و نتیجه به این دبیرخانه اعلام شود.",
        JUSTIFIED,
        after=8,
    )
    items = roomy(table(made, [1.6, 9.2, 3.5, 2.2]))
    row(items, ["بند", "متن مصوبه", "مهلت", "نقش"], head=True)
    repeated(
        items,
        "مصوبه",
        "مصوبات",
        ["{{ مصوبه.بند }}", "{{ مصوبه.متن }}", "{{ مصوبه.مهلت }}", "{{ مصوبه.نقش }}"],
        # The text of a resolution may be half a page long.
        whole=False,
    )
    paragraph(made, "", after=2, size=6)
    paragraph(made, "پیشاپیش از همکاری آن دستگاه سپاسگزاری می‌شود.", JUSTIFIED, after=14, keep=True)
    signature(made)
    return data(made)


def membership() -> bytes:
    """«ابلاغیهٔ عضویت» of a representative."""
    made = letter("ابلاغیهٔ عضویت")
    paragraph(
        made,
        "به موجب این ابلاغ و {{ مستند }}، جنابعالی به عنوان {{ نقش }} «{{ دستگاه }}» در {{ کارگروه }} تعیین می‌شوید.",
        JUSTIFIED,
    )
    paragraph(
        made,
        "انتظار می‌رود با حضور در نشست‌ها، پیگیری مصوبات مربوط به آن دستگاه و اعلام به‌هنگام نتیجه به دبیرخانه، در "
        "پیشبرد برنامه‌ها همکاری فرمایید. توفیق روزافزون شما را از خداوند متعال خواستارم.",
        JUSTIFIED,
        after=20,
        keep=True,
    )
    signature(made)
    return data(made)


def letter(title: str) -> WordDocument:
    """Begin a letter: letterhead, number and date, recipient, subject and greeting."""
    made = document(title)
    head = table(made, [5.5, 5.5, 5.5], grid=False)
    cells = head.add_row().cells
    for cell, column in zip(cells, head.columns, strict=True):
        cell.width = column.width
    paragraph(cells[0], "{{ دبیرخانه }}", CENTER, bold=True, first=True)
    paragraph(cells[1], "به نام خدا", CENTER, bold=True, first=True)
    for place, (name, field) in enumerate((("تاریخ", "تاریخ"), ("شماره", "شماره"), ("پیوست", "پیوست"))):
        paragraph(cells[2], f"{name}: {{{{ {field} }}}}", START, size=11, after=0, first=not place)
    paragraph(made, "", after=6)
    _paragraph_if(made, "گیرنده", "{{ گیرنده }}", bold=True)
    _paragraph_if(made, "سمت_گیرنده", "{{ سمت_گیرنده }}", bold=True)
    paragraph(made, "موضوع: {{ موضوع }}", START, bold=True, after=10)
    paragraph(made, "با سلام و احترام،", START)
    return made


def _paragraph_if(made: WordDocument, field: str, words: str, *, bold: bool = False) -> None:
    """Add a paragraph that is left out when a field is empty."""
    paragraph(made, f"{{%p if {field} %}}")
    paragraph(made, words, JUSTIFIED, bold=bold)
    paragraph(made, "{%p endif %}")


def signature(made: WordDocument) -> None:
    """Add the place of the signature at the left, whole on one page."""
    block = table(made, [WIDTH - 7, 7], grid=False)
    cells = whole_row(block).cells
    for cell, column in zip(cells, block.columns, strict=True):
        cell.width = column.width
    paragraph(cells[0], "", first=True)
    paragraph(cells[1], "{{ امضاکننده }}", CENTER, bold=True, after=0, first=True, keep=True)
    paragraph(cells[1], "{{ سمت_امضاکننده }}", CENTER, after=0)
