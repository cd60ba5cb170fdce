"""A Word file as a bounded zip: its parts are read without trusting the sizes that it claims."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from domain.minutes import Unreadable

PART_LIMIT = 32 * 1024 * 1024
"""The most bytes that one part may unpack to; minutes of hundreds of pages stay below a tenth of it."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """The parts of an Office Open XML file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        except _BROKEN as error:
            raise Unreadable("broken") from error

    def names(self) -> set[str]:
        return set(self._infos)

    def check_unpacked(self, most: int) -> None:
        """Raise Unreadable for an archive that claims to unpack to more bytes, or is encrypted: too_large, password."""
        if any(info.flag_bits & 1 for info in self._infos.values()):
            raise Unreadable("password")
        if sum(info.file_size for info in self._infos.values()) > most:
            raise Unreadable("too_large", limit_mb=most // 1024**2)

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None when there is no such part.

        Raises Unreadable: password (an encrypted entry), too_large (it unpacks to more than `PART_LIMIT`), broken.
        """
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise Unreadable("password")
        try:
            with self._zip.open(info) as part:
                content = part.read(PART_LIMIT + 1)
        except _BROKEN as error:
            raise Unreadable("broken") from error
        if len(content) > PART_LIMIT:
            raise Unreadable("too_large", limit_mb=PART_LIMIT // 1024**2)
        return content

    def xml(self, name: str) -> etree._Element | None:
        """A part's root element, None when there is no such part. Entities and the network stay untouched."""
        content = self.read(name)
        if content is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable("broken") from error

    def related(self, source: str, kind: str) -> list[str]:
        """The parts that `source` ("" for the package) points to by a relationship whose type ends in `kind`."""
        folder, base = posixpath.split(source)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        if root is None:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in root
            if relation.get("Type", "").rsplit("/", 1)[-1] == kind and relation.get("TargetMode") != "External"
        ]
