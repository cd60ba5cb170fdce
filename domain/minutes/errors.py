"""The error of files that cannot be read as minutes."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - it is no error of the program: it is what a person reads
    """A file that cannot be read as minutes; the reason is a code with parameters.

    Codes: empty, not_persian, encoding, too_large (limit_mb), too_many_pages (most), too_costly, scanned, password,
    broken, broken_picture, needs_ocr, nothing_legible, old_sheet, tables_lost, needs_office (kind),
    unknown_kind (name).
    """

    def __init__(self, reason_code: str, **params: str | int) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code
        self.params = params
