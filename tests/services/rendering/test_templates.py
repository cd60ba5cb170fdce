"""Dabir's own Word templates: the files are those of the script, know only their fields, and run from right to left."""

import io
from importlib import resources
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from services.errors import Refused
from services.rendering import word, word_to_pdf
from services.rendering.templates.__main__ import BUILDERS
from services.templates import kinds


def own(kind: str) -> bytes:
    return (resources.files("services.rendering") / "templates" / f"{kind}.docx").read_bytes()


def xml(data: bytes) -> list[str]:
    document = Document(io.BytesIO(data))
    return [document.element.xml, document.styles.element.xml, document.sections[0].footer._element.xml]


@pytest.mark.parametrize("kind", BUILDERS)
def test_the_files_are_what_the_script_makes(kind: str) -> None:
    assert xml(own(kind)) == xml(BUILDERS[kind]()), "run python -m services.rendering.templates"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_kinds_own_template_uses_its_fields_and_no_others(kind: str) -> None:
    sample, words = kinds.sample(kind), kinds.words(kind)
    unused = set(sample) - word.used_fields(own(kind), sample, words)
    assert unused <= {"agency", "ordinal"}
    fields = kinds.KINDS[kind]
    named = {(column.word, name) for field in fields.values() for name, column in field.columns.items()}
    assert len(words) == len(named | {(field.word, name) for name, field in fields.items()})


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_everything_in_a_document_runs_from_right_to_left(kind: str) -> None:
    document = Document(io.BytesIO(word.fill(own(kind), kinds.sample(kind), kinds.words(kind))))

    body = document.element.body
    assert all(p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for p in body.iter(qn("w:p")))
    assert all(r.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for r in body.iter(qn("w:r")))
    assert all(t.find(f"{qn('w:tblPr')}/{qn('w:bidiVisual')}") is not None for t in body.iter(qn("w:tbl")))
    assert "صفحهٔ" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_no_text_of_a_table_is_stretched_across_before_its_line_breaks(kind: str) -> None:
    tables = Document(io.BytesIO(own(kind))).element.body.iter(qn("w:tbl"))
    justified = [jc for table in tables for jc in table.iter(qn("w:jc")) if jc.get(qn("w:val")) == "both"]
    assert not justified


def program(folder: Path, script: str) -> str:
    """Make a program that stands in for LibreOffice."""
    made = folder / "soffice"
    made.write_text(f"#!/bin/sh\n{script}\n")
    made.chmod(0o755)
    return str(made)


def test_libreoffice_converts_in_a_place_of_its_own_and_sees_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIR_TELEGRAM__TOKEN", "secret")
    script = 'for out; do :; done; { env; echo "$@"; cat "$out"; } > "$(dirname "$out")/document.pdf"'
    stand_in = program(tmp_path, script)
    monkeypatch.setattr(word_to_pdf, "installed", lambda: stand_in)

    made = word_to_pdf.convert(b"the letter").decode()

    assert made.endswith("the letter")
    assert "--headless" in made
    assert "secret" not in made


def test_what_libreoffice_cannot_convert_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_to_pdf, "LONGEST", 0.2)
    for script in ("exit 1", "exit 0", "exec sleep 5"):
        stand_in = program(tmp_path, script)
        monkeypatch.setattr(word_to_pdf, "installed", lambda found=stand_in: found)
        with pytest.raises(Refused) as refused:
            word_to_pdf.convert(b"")
        assert refused.value.text.key == "word.pdf_failed"


def test_without_libreoffice_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_to_pdf, "installed", lambda: "")
    with pytest.raises(Refused) as refused:
        word_to_pdf.convert(b"")
    assert refused.value.text.key == "word.no_pdf"
