"""The translations of an XForm: words by language, with the values that stand in them."""

from __future__ import annotations

import re

from lxml import etree

from domain.forms.compiled.model import Words
from domain.forms.xpath.references import Place
from services.form_reading.conversion.binding import Binder

XF = "{http://www.w3.org/2002/xforms}"
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z]+)?)\)\s*$")
_NAMES = {"persian": "fa", "farsi": "fa", "فارسی": "fa", "english": "en", "arabic": "ar", "french": "fr", "default": ""}
MISSING = "-"
"""The mark of pyxform where there is no translation."""


class Itext:
    """Words by their name; ``languages`` are those of the form, its default first."""

    def __init__(self, itext: etree._Element | None, binder: Binder) -> None:
        self._binder = binder
        translations = list(itext.iterfind(f"{XF}translation")) if itext is not None else []
        translations.sort(key=lambda one: one.get("default") is None)
        self._texts: dict[str, dict[str, etree._Element]] = {}
        codes: list[str] = []
        for translation in translations:
            name = translation.get("lang") or ""
            code = name if code_of(name) in codes else code_of(name)
            codes.append(code)
            self._texts[code] = {text.get("id") or "": text for text in translation.iterfind(f"{XF}text")}
        self.languages = tuple(codes) or ("",)

    def words(self, name: str, place: Place, form: str = "") -> Words:
        """Return a label by language, "guidance" for that form of a hint; a missing translation is left out."""
        found: Words = {}
        for language, texts in self._texts.items():
            value = _value(texts.get(name), form)
            parts = self._binder.parts(value, place) if value is not None else []
            if parts and parts != [MISSING]:
                found[language] = parts
        return found

    def media(self, name: str) -> dict[str, str]:
        """Return the files that stand beside a label, by kind."""
        found: dict[str, str] = {}
        for texts in self._texts.values():
            text = texts.get(name) if name else None
            for value in text.iterfind(f"{XF}value") if text is not None else ():
                kind = value.get("form") or ""
                if kind in ("image", "audio", "video", "big-image") and value.text and value.text != MISSING:
                    found.setdefault(kind, value.text.rpartition("/")[2])
        return found


def _value(text: etree._Element | None, form: str) -> etree._Element | None:
    values = text.iterfind(f"{XF}value") if text is not None else ()
    return next((value for value in values if (value.get("form") or "") == form), None)


def code_of(name: str) -> str:
    """Return the code of a language: the one in brackets, or that of a name that is known, or the name itself."""
    found = _CODE.search(name)
    return found[1].lower() if found else _NAMES.get(name.strip().lower(), name.strip())
