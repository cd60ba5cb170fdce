"""Conversions of documents by LibreOffice, where it is installed. Run only in child processes: each takes seconds."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from services import process_limits

MOST_MEMORY = 1536 * 1024**2
LONGEST = 90.0
"""The most seconds of one conversion; LibreOffice's first start on a slow machine takes twenty."""
_BEGIN_AGAIN = 81
"""The exit code with which LibreOffice asks to be started once more, when it has made its profile."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
    <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
    <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
    <prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
    <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
  </item>
{more}
</oor:items>
"""
"""The settings of every conversion: no macro runs, and nothing that a document links to is fetched."""


def installed() -> str:
    """The path of LibreOffice, "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def convert(
    program: str,
    document: bytes,
    ending: str,
    target: str,
    *,
    settings: str = "",
    variables: Mapping[str, str] | None = None,
    longest: float = LONGEST,
) -> bytes:
    """Convert a document, whose name ends in ``ending``, in a profile of its own that is gone afterwards.

    ``target`` is an ending, with a filter's name after a colon where the ending leaves it open. Raises
    subprocess.SubprocessError and OSError, also when nothing comes of the document.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / f"document{ending}"
        source.write_bytes(document)
        own = place / "profile" / "user" / "registrymodifications.xcu"
        own.parent.mkdir(parents=True)
        own.write_text(_SETTINGS.format(more=settings))
        command = [_binary(program), f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless"]
        command += ["--norestore", "--convert-to", target, "--outdir", folder, str(source)]
        # None of the bot's own settings and secrets.
        seen = {"HOME": folder, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **(variables or {})}
        try:
            process_limits.run(command, seen, memory=MOST_MEMORY, longest=longest)
        except subprocess.CalledProcessError as error:
            if error.returncode != _BEGIN_AGAIN:
                raise
            process_limits.run(command, seen, memory=MOST_MEMORY, longest=longest)
        return (place / f"document.{target.partition(':')[0]}").read_bytes()


def _binary(script: str) -> str:
    """The program behind the script that starts it, which would leave it running when it is killed itself."""
    binary = Path(script).resolve().with_name("soffice.bin")
    return str(binary) if binary.exists() else script
