"""A PDF of a Word document by LibreOffice, where it is installed. Imported only where jobs run: it takes seconds."""

import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from services.errors import Refused
from services.files import libreoffice

installed = libreoffice.installed
LONGEST = libreoffice.LONGEST
FONTS = Path(__file__).parent / "fonts"
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>B Nazanin</family><accept><family>Vazirmatn</family></accept></alias>
</fontconfig>
"""
"""Vazirmatn comes with Dabir, and stands in where the font of the templates is not installed."""

_SETTINGS = """  <item oor:path="/org.openoffice.Office.Common/I18N/CTL">
    <prop oor:name="CTLTextNumerals" oor:op="fuse"><value>{context}</value></prop>
  </item>"""
_CONTEXT = 3
"""LibreOffice's number for digits that take the shapes of the words around them, as Word's do: «صفحهٔ ۱ از ۳»."""


def convert(document: bytes) -> bytes:
    """Convert a Word document to PDF.

    Raises Refused where LibreOffice is not installed, or makes nothing of the document in time.
    """
    program = installed()
    if not program:
        raise Refused("word.no_pdf")
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        cache = Path(folder) / "cache"
        fonts.write_text(_FONTS_CONF.format(fonts=escape(str(FONTS)), cache=escape(str(cache))))
        variables = {"FONTCONFIG_FILE": str(fonts)}
        settings = _SETTINGS.format(context=_CONTEXT)
        try:
            return libreoffice.convert(
                program, document, ".docx", "pdf", settings=settings, variables=variables, longest=LONGEST
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused("word.pdf_failed") from error
