"""A reader of text files and pasted text: decoded, and split into paragraphs and table rows.

Tables come as tab-separated lines (what a copied Word table becomes), aligned by spaces, as lines between pipes, or as
HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from domain.minutes import Block, Cell, Document, Paragraph, Table, Unreadable
from services.document_reading.aligned import with_tabs

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"[^\W\d_]")
_PERSIAN = re.compile("[\u0621-\u06cc]")
_GARBLED = re.compile("[ØÙÚÛ]")
"""The first bytes of Persian letters in UTF-8, when they were decoded as Latin ones."""

_PERSIAN_SHARE = 0.5
"""The least share of Persian letters; a wrong encoding leaves next to none, minutes with Latin names far more."""

TEXT_LIMIT = 1024 * 1024
"""The most bytes of a text; real minutes have some thirty thousand."""

_RULE = re.compile(r"\|[\s|:\-–—]+\|")
_LABELLED = re.compile(r"[^\W\d_][^:\n]{1,25}:\s*\S")
_CAPTION = re.compile(r"(صفحه\s*\S+\s*از|ادامه|مصوبات|پیوست|صورت.?جلسه|امضا)")
_QUOTED_LINES = 30
"""The most lines of a quoted cell; a longer one is a stray quotation mark."""


def read_text(data: bytes) -> Document:
    """Read a text file in UTF-8, UTF-16 or Windows-1256 into blocks.

    Raises Unreadable: empty, encoding, not_persian, too_large (limit_mb).
    """
    if len(data) > TEXT_LIMIT:
        raise Unreadable("too_large", limit_mb=TEXT_LIMIT // 1024**2)
    return from_text(_decode(data))


def from_text(text: str) -> Document:
    """Read text into blocks. Raises Unreadable: empty, not_persian."""
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise Unreadable("empty")
    if not _PERSIAN.search(text):
        raise Unreadable("not_persian")
    lines = [
        _piped(line)
        for line in _whole_lines(with_tabs(_tables_in_html(text).splitlines()))
        if not _RULE.fullmatch(line.strip())
    ]
    blocks: list[Block] = []
    for run in _runs(lines):
        blocks.extend(_blocks_of(run))
    return Document(tuple(blocks))


def _decode(data: bytes) -> str:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Unreadable("empty")
    for encoding in _likely_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters, persian = len(_LETTER.findall(text)), len(_PERSIAN.findall(text))
        if persian and persian >= letters * _PERSIAN_SHARE and not _CONTROL.search(text):
            return text.removeprefix("\ufeff")
        if encoding == "utf-8":
            garbled = _GARBLED.search(text) or _CONTROL.search(text)
            raise Unreadable("encoding" if garbled else "not_persian")
    raise Unreadable("encoding")


def _likely_encodings(data: bytes) -> tuple[str, ...]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if data[1::2].count(0x06) > len(data) // 8:
        return ("utf-16-le",)
    if data[0::2].count(0x06) > len(data) // 8:
        return ("utf-16-be",)
    return ("utf-8", "windows-1256")


def _tables_in_html(text: str) -> str:
    """Rewrite the rows of HTML tables as tab-separated lines; other tags stay for the reader of cells."""
    if not re.search(r"<tr\b", text, re.IGNORECASE):
        return text
    text = re.sub(" {2,}", " ", " ".join(line.strip() for line in text.splitlines()))
    text = re.sub(r"</t[dh]>\s*(?=<t[dh]\b)", "\t", text, flags=re.IGNORECASE)
    text = re.sub(r"</table>", "\n\n", text, flags=re.IGNORECASE)
    text = re.sub(r"(?: *</?(?:tr|table|tbody|thead)\b[^>]*> *)+", "\n", text, flags=re.IGNORECASE)
    return re.sub(r"</?t[dh]\b[^>]*>", "", text, flags=re.IGNORECASE)


def _piped(line: str) -> str:
    """Rewrite a line between pipes as a tab-separated one."""
    bare = line.strip()
    if not (bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2):
        return line
    return "\t".join(cell.strip() for cell in bare[1:-1].split("|"))


def _whole_lines(lines: list[str]) -> Iterator[str]:
    """Join the lines of cells that Excel quotes because they hold line breaks."""
    position = 0
    while position < len(lines):
        end = position + 1
        if re.search(r'(^|\t)"', lines[position]) and lines[position].count('"') % 2:
            reach = range(position + 1, min(position + _QUOTED_LINES, len(lines)))
            end = next((index + 1 for index in reach if lines[index].count('"') % 2), end)
        yield "\n".join(lines[position:end])
        position = end


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Group the lines that stand together without a blank line between them."""
    run: list[str] = []
    for line in lines:
        if line.strip():
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _blocks_of(run: list[str]) -> Iterator[Block]:
    rows: list[list[str]] = []
    lines = _joined(run)
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if "\t" in line.strip("\n"):
            cells = line.split("\t")
            if not rows and _are_labelled(cells) and "\t" in below and not _are_labelled(below.split("\t")):
                yield from (Paragraph(cell.strip()) for cell in cells if cell.strip())
            else:
                rows.append(cells)
            continue
        if rows:
            yield _table(rows)
            rows = []
        yield Paragraph(line.strip())
    if rows:
        yield _table(rows)


def _are_labelled(cells: list[str]) -> bool:
    """Tell whether a row is the head of minutes above their table: «شماره جلسه: ۱۱», «تاریخ: …»."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return len(said) > 1 and all(map(_LABELLED.match, said))


def _joined(run: list[str]) -> list[str]:
    """Join the rows that a line break cut in two.

    A line without a tab between two rows counts as a part of the column of the longest cells, when that is the first
    or the last one.
    """
    tabs = [line.count("\t") for line in run]
    if not any(tabs):
        return run
    width = Counter(count for count in tabs if count).most_common(1)[0][0]
    longest = _longest_column([line.split("\t") for line in run if line.count("\t") == width])
    lines: list[str] = []
    position = 0
    while position < len(run):
        end = _row_end(tabs, position, width)
        between = 0 < position < len(run) - 1 and not tabs[position] and any(tabs[:position]) and any(tabs[position:])
        if _CAPTION.match(run[position]) or not (end or between):
            lines.append(run[position])
        elif end:
            lines.append("\n".join(run[position:end]))
        elif longest == width:
            lines[-1] += "\n" + run[position]
        elif longest == 0:
            run[position + 1] = f"{run[position]}\n{run[position + 1]}"
        else:
            lines.append(run[position])
        position = end or position + 1
    return lines


def _longest_column(rows: list[list[str]]) -> int:
    sizes = [sum(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return sizes.index(max(sizes))


def _row_end(tabs: list[int], start: int, width: int) -> int | None:
    """The line after the row that begins short at `start`, None when the lines that follow do not complete it."""
    total = tabs[start]
    for end in range(start + 1, len(tabs)):
        if total >= width or tabs[end] >= width or (total == 0 and start == 0):
            return None
        total += tabs[end]
        if total == width:
            return end + 1
    return None


def _table(rows: list[list[str]]) -> Table:
    return Table(tuple(tuple(Cell(_unquoted(cell)) for cell in row) for row in rows))


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"').strip()
    return cell
