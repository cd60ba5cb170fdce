"""A PDF of a Word document by LibreOffice, where it is installed. Imported only where jobs run: it takes seconds."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from services.errors import Refused

LONGEST = 90.0
"""The most seconds of one conversion; LibreOffice's first start on a slow machine takes twenty."""
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

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Common/I18N/CTL">
    <prop oor:name="CTLTextNumerals" oor:op="fuse"><value>{context}</value></prop>
  </item>
</oor:items>
"""
_CONTEXT = 3
"""LibreOffice's number for digits that take the shapes of the words around them, as Word's do: «صفحهٔ ۱ از ۳»."""


def installed() -> str:
    """The path of LibreOffice, "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def convert(document: bytes) -> bytes:
    """Convert a Word document to PDF, in a profile of its own that is gone afterwards.

    Raises Refused where LibreOffice is not installed, or makes nothing of the document in time.
    """
    program = installed()
    if not program:
        raise Refused("word.no_pdf")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "document.docx").write_bytes(document)
        fonts = place / "fonts.conf"
        fonts.write_text(_FONTS_CONF.format(fonts=escape(str(FONTS)), cache=escape(str(place / "cache"))))
        settings = place / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS.format(context=_CONTEXT))
        command = [program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(place / "document.docx")]
        try:
            # The program is the one that is installed, and no word of the command is anybody's input.
            subprocess.run(  # noqa: S603
                command, check=True, capture_output=True, timeout=LONGEST, env=_environment(place, fonts)
            )
            return (place / "document.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused("word.pdf_failed") from error


def _environment(home: Path, fonts: Path) -> dict[str, str]:
    """The variables that LibreOffice needs; none of the bot's own settings and secrets."""
    return {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "FONTCONFIG_FILE": str(fonts), "LANG": "C.UTF-8"}
