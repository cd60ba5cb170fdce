"""Accuracy on the same minutes in bodies that no list knows: labels, headers, marks and layouts recast by code.

    python benchmarks/recasts.py [-v] [recast …] [names]

Each recast changes every document of ``benchmarks/minutes`` that has what it changes, and leaves the words of
decisions, owners and days alone, so that the same gold counts. It prints for each recast
the documents that it changed, the fields right before and after it, those whose fault is told, and silent losses.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.reading import CALENDAR, CORPUS, MOST, Score, compare, share, words
from domain.minutes import Block, Cell, Document, Paragraph, Table, read
from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import LETTERS
from domain.minutes.structure.column_headings import ColumnRole, heading_role, is_heading_row
from domain.minutes.structure.lines.marks import MarkKind, mark_of
from domain.persian.text import persian_digits
from services.document_reading import document_of

_OWNER = (
    r"(?:مس[ئؤو]+ول(?:ین)?(?: (?:اقدام|پیگیری|اجرا|انجام))?|مجری|پیگیری(?:[ \u200c]کننده)?|متولی|اقدام[ \u200c]کننده)"
)
_DEADLINE = r"(?:مهلت(?: (?:انجام|اجرا))?|موعد(?: انجام)?|سررسید|زمان(?: اجرا| انجام)?|ددلاین|تا تاریخ)"
_TEXT = r"(?:تصمیم|مصوبه|اقدام|نتیجه|قرار)"
_BEGINS = r"(^|\n|[|؛،(\[–—-]\s*)"
_NAMES = {
    ColumnRole.NUMBER: "شناسه",
    ColumnRole.TEXT: "گزارهٔ پایانی",
    ColumnRole.TOPIC: "زمینه",
    ColumnRole.OWNER: "چه دستی",
    ColumnRole.DEADLINE: "کران",
    ColumnRole.NOTE: "پی‌نوشت",
    ColumnRole.PARTNER: "هم‌پیمان",
}
_LABELS = {
    ColumnRole.NUMBER: "شماره",
    ColumnRole.TEXT: "شرح",
    ColumnRole.TOPIC: "زمینه",
    ColumnRole.OWNER: "برعهدهٔ",
    ColumnRole.DEADLINE: "کران",
    ColumnRole.NOTE: "پی‌نوشت",
    ColumnRole.PARTNER: "همکار",
}


def _written(document: Document, change: Callable[[str], str]) -> Document:
    blocks = [replace(one, text=change(one.text)) if isinstance(one, Paragraph) else one for one in document.blocks]
    return replace(document, blocks=tuple(blocks))


def labels(document: Document) -> Document:
    """«مسئول: …» as «برعهدهٔ: …», «مهلت: …» as «کران: …», «تصمیم: …» as «برآیند: …»."""

    def change(text: str) -> str:
        text = re.sub(rf"{_BEGINS}{_OWNER}\s*:", r"\1برعهدهٔ:", text)
        text = re.sub(rf"{_BEGINS}{_DEADLINE}\s*:", r"\1کران:", text)
        return re.sub(rf"(^|\n){_TEXT}\s*:", r"\1برآیند:", text)

    return _written(document, change)


def text_labels(document: Document) -> Document:
    """«تصمیم: …» as «برآیند: …»."""
    return _written(document, lambda text: re.sub(rf"(^|\n){_TEXT}\s*:", r"\1برآیند:", text))


def swapped_labels(document: Document) -> Document:
    """«تصمیم: …» as «اقدام: …», which is also a label of owners."""
    return _written(document, lambda text: re.sub(rf"(^|\n){_TEXT}\s*:", r"\1اقدام:", text))


def _tables(document: Document, change: Callable[[Table], list[Block]]) -> Document:
    blocks = [new for one in document.blocks for new in (change(one) if isinstance(one, Table) else [one])]
    return replace(document, blocks=tuple(blocks))


def _headed(table: Table) -> int | None:
    """The only row of headers of a plain table of resolutions."""
    rows = [at for at, row in enumerate(table.rows) if is_heading_row(row)]
    if len(rows) != 1 or rows[0] == len(table.rows) - 1 or any(cell.children for row in table.rows for cell in row):
        return None
    roles = {heading_role(cell.text) for cell in table.rows[rows[0]]}
    asked = {ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE} & roles
    return rows[0] if ColumnRole.TEXT in roles and asked else None


def headers(document: Document) -> Document:
    """Headers of tables in words that are not known."""

    def change(table: Table) -> list[Block]:
        at = _headed(table)
        if at is None:
            return [table]
        row = tuple(
            replace(cell, text=_NAMES.get(role, cell.text)) if (role := heading_role(cell.text)) else cell
            for cell in table.rows[at]
        )
        return [Table((*table.rows[:at], row, *table.rows[at + 1 :]))]

    return _tables(document, change)


def headless(document: Document) -> Document:
    """Tables without their headers."""

    def change(table: Table) -> list[Block]:
        at = _headed(table)
        return [table if at is None else Table((*table.rows[:at], *table.rows[at + 1 :]))]

    return _tables(document, change)


def _rows(table: Table) -> Iterator[list[tuple[ColumnRole, str]]]:
    at = _headed(table)
    if at is None:
        return
    roles = [heading_role(cell.text) for cell in table.rows[at]]
    for row in table.rows[at + 1 :]:
        pairs = [
            (role, text)
            for role, cell in zip(roles, row, strict=False)
            if role and not cell.merged and (text := clean(cell.text))
        ]
        yield pairs


def _plain(table: Table) -> bool:
    """Tell whether each row of a table is a resolution of its own."""
    rows = list(_rows(table))
    return bool(rows) and all(
        {ColumnRole.TEXT, ColumnRole.OWNER} <= {role for role, _ in row}
        and {role for role, _ in row} <= _NAMES.keys()
        and len({role for role, _ in row}) == len(row)
        for row in rows
    )


def cards(document: Document) -> Document:
    """The rows of tables as lines with labels that are not known, text first."""

    def change(table: Table) -> list[Block]:
        if not _plain(table):
            return [table]
        order = list(_LABELS)
        return [
            Paragraph(f"{_LABELS[role]}: {' '.join(text.split())}")
            for row in _rows(table)
            for role, text in sorted(row, key=lambda pair: order.index(pair[0]))
            if role is not ColumnRole.NUMBER
        ]

    return _tables(document, change)


def lines(document: Document) -> Document:
    """The rows of tables as «کار — کسی — مهلت» in lines with dashes."""

    def change(table: Table) -> list[Block]:
        if not _plain(table):
            return [table]
        order = [ColumnRole.TOPIC, ColumnRole.TEXT, ColumnRole.OWNER, ColumnRole.DEADLINE]
        return [
            Paragraph(" / ".join(" ".join(found[role].split()) for role in order if role in found))
            for row in _rows(table)
            for found in [dict(row)]
        ]

    return _tables(document, change)


def boxes(document: Document) -> Document:
    """The rows of tables as a table each, labels that are not known beside their values."""

    def change(table: Table) -> list[Block]:
        if not _plain(table):
            return [table]
        return [Table(tuple((Cell(_LABELS[role]), Cell(text)) for role, text in row)) for row in _rows(table)]

    return _tables(document, change)


def turned(document: Document) -> Document:
    """Tables of resolutions with rows for columns, their labels not known."""

    def change(table: Table) -> list[Block]:
        at = _headed(table)
        if at is None or not _plain(table):
            return [table]
        rows = [[_NAMES.get(heading_role(cell.text) or ColumnRole.NOTE, "") for cell in table.rows[at]]]
        rows += [[cell.text for cell in row] for row in table.rows[at + 1 :]]
        width = max(map(len, rows))
        padded = [row + [""] * (width - len(row)) for row in rows]
        return [Table(tuple(tuple(map(Cell, row)) for row in zip(*padded, strict=True)))]

    return _tables(document, change)


def answers_below(document: Document) -> Document:
    """The rows of tables as the text, and below it a line «کسی | مهلت» without labels."""

    def change(table: Table) -> list[Block]:
        if not _plain(table):
            return [table]
        found = []
        for row in _rows(table):
            said = dict(row)
            found.append(Paragraph(" ".join(said[ColumnRole.TEXT].split())))
            answers = [said[role] for role in (ColumnRole.OWNER, ColumnRole.DEADLINE) if role in said]
            found.append(Paragraph("، ".join(" ".join(answer.split()) for answer in answers)))
        return list(found)

    return _tables(document, change)


def _marked(document: Document, sign: Callable[[int], str]) -> Document:
    """The document with the numbers of its paragraphs as other marks."""

    def changed(one: Block) -> Block:
        if not isinstance(one, Paragraph):
            return one
        if one.number is not None and one.level == 0:
            return replace(one, text=f"{sign(one.number)}{one.text}", number=None)
        mark = mark_of(one.text.strip()) if "\n" not in one.text.strip() else None
        if mark and mark.kind is MarkKind.NUMBER and mark.number:
            return replace(one, text=sign(mark.number) + one.text.strip()[mark.end :])
        return one

    return replace(document, blocks=tuple(map(changed, document.blocks)))


def stars(document: Document) -> Document:
    """Numbers of paragraphs as «◈»."""
    return _marked(document, lambda number: "◈ ")


def counted_words(document: Document) -> Document:
    """Numbers of paragraphs as «فقره ۱ ـ»."""
    return _marked(document, lambda number: persian_digits(f"فقره {number}: "))


def letters(document: Document) -> Document:
    """Numbers of paragraphs as letters."""
    return _marked(document, lambda number: f"{LETTERS[(number - 1) % len(LETTERS)]}) ")


def unmarked(document: Document) -> Document:
    """Paragraphs without their numbers."""
    return _marked(document, lambda number: "")


def headings(document: Document) -> Document:
    """«مصوبات:» as «برون‌داد نشست:»."""
    return _written(
        document,
        lambda text: re.sub(
            r"^\W*(?:\d\W+)?(?:متن |شرح |اهم )?(?:مصوبات|تصمیمات)(?: [^:]{2,25})?\s*:?\s*$", "برون‌داد گردهمایی:", text
        ),
    )


RECASTS = {
    one.__name__: one
    for one in (
        labels, text_labels, swapped_labels, headers, headless, cards, lines, boxes, turned, answers_below,
        stars, counted_words, letters, unmarked, headings,
    )
}  # fmt: skip


def main(*arguments: str) -> None:
    verbose = "-v" in arguments
    wanted = [one for one in arguments if one in RECASTS] or list(RECASTS)
    names = [one for one in arguments if one not in RECASTS and one != "-v"]
    files = [
        path
        for path in sorted(CORPUS.iterdir())
        if path.suffix in (".docx", ".txt", ".odt") and path.with_suffix(".json").exists()
    ]
    documents = {
        file: document_of(file.name, file.read_bytes())
        for file in files
        if not names or any(name in file.name for name in names)
    }
    all_before, all_after, all_silent = Score(), Score(), 0
    for name in wanted:
        before, after, count, silent, lost = Score(), Score(), 0, 0, 0
        for file, document in documents.items():
            recast = RECASTS[name](document)
            if recast == document:
                continue
            count += 1
            plain, changed = (compare(read(one, CALENDAR).to_json(), file) for one in (document, recast))
            before.add(plain)
            after.add(changed)
            kept = words(list(recast.texts()))
            changed.silent = [fault for fault in changed.silent if not _was_dropped(fault, kept)]
            silent += len(changed.silent)
            lost += changed.right < 0.8 * plain.right
            if verbose and (changed.right < plain.right or changed.silent):
                fields = f"{plain.right:3} to {changed.right:3} of {changed.total:3}"
                print(f"    {file.stem:24} {fields}, {len(changed.silent)} silent")
        all_before.add(before)
        all_after.add(after)
        all_silent += silent
        print(f"{name:15} {count:3} documents, {_told(before, after)}, {silent:4} silent, {lost} documents lost")
    print(f"{'all':15} {_told(all_before, all_after)}, {all_silent} silent")


def _was_dropped(fault: str, kept: list[str]) -> bool:
    """Tell whether a text is nowhere because the recast has no place for it, as for a column of remarks."""
    text = re.search(r"«(.*)» is nowhere", fault)
    return text is not None and share(text[1], kept) < MOST


def _told(before: Score, after: Score) -> str:
    total = after.total or 1
    return f"{before.right / total:6.1%} before, {after.right / total:6.1%} after, {after.told:4} told"


if __name__ == "__main__":
    main(*sys.argv[1:])
