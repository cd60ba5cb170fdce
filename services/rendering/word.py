"""Word documents out of templates. Imported only where jobs run: docxtpl, python-docx and lxml are heavy."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx.opc.exceptions import OpcError
from docx.opc.oxml import parse_xml
from docxtpl import DocxTemplate
from lxml import etree

from services.errors import Refused
from services.rendering import word_marks
from services.rendering.word_language import Faults, Fields, Language, Row, Value

MOST_BYTES = 5 * 1024 * 1024
"""The largest template; one with a letterhead's picture has a tenth of it."""
MOST_UNPACKED = 32 * 1024 * 1024
MOST_XML = 2 * 1024 * 1024
"""The most that all parts of a template, and one part of XML, may unpack to."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, etree.XMLSyntaxError, OpcError, KeyError, ValueError, OSError)
_BROKEN_INSIDE = (AttributeError, IndexError, TypeError, NotImplementedError, RuntimeError)
"""Errors of zipfile, lxml and python-docx for a file that is no sound Word document."""
MOST_NAMED = 20
"""Faults of one kind that a refusal names."""


def fill(template: bytes, fields: Fields, names: Mapping[str, str] | None = None) -> bytes:
    """Fill a Word template and return the document.

    A field is a text, lines (``{%p for line in lines %}``) or rows of a table (``{%tr for row in rows %}``). ``names``
    are other words for fields and columns, by which a template may call them. Raises Refused with all faults of the
    template: no Word file, damaged, too large, unknown fields, wrong syntax, more than filling in fields.
    """
    fields = {name: _clean(value) for name, value in fields.items()}
    document, language = _opened(template), Language(fields, names or {})
    _refuse(_faults(document, language))
    try:
        document.render(fields, language)
        filled = io.BytesIO()
        document.save(filled)
    except (etree.XMLSyntaxError, *_BROKEN_INSIDE) as error:
        raise Refused("word.uneven") from error
    return filled.getvalue()


def used_fields(template: bytes, fields: Fields, names: Mapping[str, str] | None = None) -> set[str]:
    """Return the names of the fields that a template uses. Raises Refused as ``fill`` does."""
    faults = _faults(_opened(template), Language(fields, names or {}))
    _refuse(faults)
    return faults.used & set(fields)


class _Document(DocxTemplate):  # type: ignore[misc]
    """A template of docxtpl that doesn't pass over XML which filling in made uneven."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml.encode())
        return super().fix_tables(xml)


def _opened(template: bytes) -> _Document:
    """Open a template. Raises Refused for what is no Word file, damaged, too large or reaches outside."""
    if len(template) > MOST_BYTES:
        raise Refused("word.too_big", most=MOST_BYTES // 1024**2)
    if not template.startswith(b"PK"):
        raise Refused("word.not_word")
    try:
        _check_package(template)
        document = _Document(io.BytesIO(template))
        document.init_docx()
    except (*_BROKEN, *_BROKEN_INSIDE) as error:
        raise Refused("word.damaged") from error
    return document


def _check_package(template: bytes) -> None:
    """Unpack every part without trusting the sizes that the file claims."""
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        names = package.namelist()
        if "word/document.xml" not in names:
            raise Refused("word.not_word")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refused("word.macros")
        # Of two parts of one name a program may read the one that is passed over here.
        for part_info in package.infolist():
            name = part_info.filename.lower()
            xml = name.endswith((".xml", ".rels"))
            with package.open(part_info) as part:
                data = part.read(MOST_XML + 1 if xml else MOST_UNPACKED + 1)
            unpacked += len(data)
            if (xml and len(data) > MOST_XML) or unpacked > MOST_UNPACKED:
                raise Refused("word.too_big", most=MOST_BYTES // 1024**2)
            # LibreOffice would fetch a linked picture or a template of the template from wherever it points to.
            if name.endswith(".rels") and _reaches_outside(data):
                raise Refused("word.external")


def _reaches_outside(relations: bytes) -> bool:
    """Tell whether a part has relations to anything outside of the file but links to be followed by people."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return any(
        link.get("TargetMode", "").lower() == "external" and not link.get("Type", "").endswith("/hyperlink")
        for link in etree.fromstring(relations, parser).iter("{*}Relationship")
    )


def _faults(document: _Document, language: Language) -> Faults:
    """Return the faults of all parts that are filled in."""
    found = Faults()
    try:
        parts = list(_parts(document))
    except (*_BROKEN, *_BROKEN_INSIDE) as error:
        raise Refused("word.damaged") from error
    sound = [word_marks.check(part, found) for part in parts]
    if not all(sound):
        return found
    for part in parts:
        faults = language.faults(_PARAGRAPH.sub(r"\n<w:p\1", document.patch_xml(part)))
        found.used |= faults.used
        for name in ("unknown", "forbidden", "misused", "syntax"):
            seen = getattr(found, name)
            seen += [words for words in getattr(faults, name) if words not in seen]
        found.too_long |= faults.too_long
    return found


def _parts(document: _Document) -> Iterator[str]:
    """The sources that docxtpl fills in: body, heads and feet of pages, footnotes and the document's properties."""
    yield document.get_xml()
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield document.get_part_xml(part)
    for part in document.docx.part.package.iter_parts():
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            yield document.xml_to_string(parse_xml(part.blob))
    properties = document.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield getattr(properties, name)


def _refuse(faults: Faults) -> None:
    """Raise Refused for the gravest kind of faults, with each fault of that kind."""
    if faults.forbidden:
        raise Refused("word.forbidden", places=_listed(faults.forbidden))
    if faults.syntax:
        raise Refused("word.syntax", places=_listed(faults.syntax), example="{{ نام }}")
    if faults.unknown:
        raise Refused("word.unknown", names=_listed(faults.unknown))
    if faults.misused:
        raise Refused("word.misused", names=_listed(faults.misused))
    if faults.too_long:
        raise Refused("word.too_long")


def _listed(words: list[str]) -> str:
    return "، ".join(f"«{word}»" for word in words[:MOST_NAMED]) + (" …" if len(words) > MOST_NAMED else "")


def _clean(value: Value) -> Value:
    """Return a field without characters that XML can't hold, or that docxtpl takes for marks of its own."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    return [_clean_row(row) for row in value]  # type: ignore[return-value]


def _clean_row(row: str | Row) -> str | Row:
    if isinstance(row, str):
        return _CONTROL.sub("", row)
    return {column: _CONTROL.sub("", words) for column, words in row.items()}
