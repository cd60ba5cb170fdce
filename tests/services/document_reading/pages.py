"""PDF files as small as a test needs them: set by typst in the font of Dabir's own documents, or written by hand."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import typst
from PIL import Image

import services.rendering

_FONTS = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(services.rendering.__file__).parent / "fonts")])
_HEAD = '#set text(font: "Vazirmatn", lang: "fa", dir: rtl, size: 11pt)\n#set par(justify: true)\n'


def escaped(text: str) -> str:
    """Return a text for the middle of typst's markup."""
    return re.sub(r"([#\[\]*_`$<>@\\~=+/-])", r"\\\1", text).replace("\n", " \\\n")


def table(*rows: tuple[str, ...]) -> str:
    cells = ", ".join(f"[{escaped(cell)}]" for row in rows for cell in row)
    return f"#table(columns: {len(rows[0])}, {cells})\n"


def pdf(*parts: str, page: str = "") -> bytes:
    """Return a PDF of paragraphs of markup; ``page`` are settings of its pages."""
    source = _HEAD + f"#set page({page})\n" + "\n\n".join(parts)
    return bytes(typst.compile(input=source.encode(), format="pdf", font_paths=_FONTS))


def photos(data: bytes, *, turned: float = 0.0) -> list[bytes]:
    """Return a picture of each page of a PDF, as a phone takes it that is held a little askew."""
    pictures = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        drawn = page.render(scale=200 / 72, grayscale=True).to_pil().copy().rotate(turned, fillcolor=255)
        file = io.BytesIO()
        drawn.save(file, "PNG")
        pictures.append(file.getvalue())
    document.close()
    return pictures


def scanned_pdf(data: bytes) -> bytes:
    """Return a PDF of pictures of a PDF's pages."""
    first, *more = [Image.open(io.BytesIO(picture)) for picture in photos(data)]
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=more, resolution=200)
    return file.getvalue()


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password."""
    secret = "<" + "00" * 32 + ">"
    parts = [
        b"%PDF-1.4\n",
        b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n",
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n",
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>> endobj\n",
        f"4 0 obj <</Filter /Standard /V 1 /R 2 /O {secret} /U {secret} /P -4>> endobj\n".encode(),
    ]
    places = [sum(map(len, parts[:number])) for number in range(1, 5)]
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{rows}trailer <</Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>]>>\n"
    return b"".join(parts) + end.encode() + f"startxref\n{sum(map(len, parts))}\n%%EOF".encode()
