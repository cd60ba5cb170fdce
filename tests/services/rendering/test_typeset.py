"""Typesetting by a template: files by kind, and words that are no markup."""

from pathlib import Path
from typing import Any, Literal

import pytest

from services.rendering.typeset import typeset

LETTERHEAD = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 200pt, height: 100pt, margin: 10pt)
#set text(font: "Vazirmatn", dir: rtl)
#for line in data.lines { page(line) }
"""
LINES = ["با سلام و احترام", "#panic() *نامه* $x$ \\ @نام [الف] <b>"]


def made(folder: Path, kind: Literal["pdf", "png", "svg"], **data: Any) -> list[bytes]:
    template = folder / "letterhead.typ"
    template.write_text(LETTERHEAD, encoding="utf-8")
    return typeset(template, data, kind)


@pytest.mark.parametrize(("kind", "count", "start"), [("pdf", 1, b"%PDF"), ("png", 2, b"\x89PNG"), ("svg", 2, b"<svg")])
def test_a_pdf_is_one_file_and_each_page_one_picture(
    tmp_path: Path, kind: Literal["pdf", "png", "svg"], count: int, start: bytes
) -> None:
    files = made(tmp_path, kind, lines=LINES)
    assert len(files) == count
    assert all(file.startswith(start) for file in files)


def test_one_page_is_a_list_of_one(tmp_path: Path) -> None:
    [page] = made(tmp_path, "png", lines=LINES[:1])
    assert page.startswith(b"\x89PNG")
