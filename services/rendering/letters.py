"""Letters written out of one template, and packed when there are several. Imported only where jobs run."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from services.organisation import Store
from services.rendering import word


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write ``{template, names, letters, archive}``: each of ``letters`` has ``fields`` and a ``file_name``.

    Returns the ``letters`` with the ``hash`` of each and without its fields, and for several the hash of the
    ``archive`` with all of them. Raises Refused with the faults of the template.
    """
    template = store.read(params["template"])
    written, documents = [], []
    for letter, name in zip(
        params["letters"], _apart([letter["file_name"] for letter in params["letters"]]), strict=True
    ):
        document = word.fill(template, letter.pop("fields"), params["names"])
        documents.append((name, document))
        written.append({**letter, "file_name": name, "hash": store.write(document)})
    packed = store.write(_packed(documents)) if len(documents) > 1 else ""
    return {"letters": written, "archive": packed, "archive_name": params["archive"]}


def _packed(documents: Sequence[tuple[str, bytes]]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in documents:
            archive.writestr(name, document)
    return data.getvalue()


def _apart(names: Sequence[str]) -> Iterator[str]:
    """Give names that are alike a number."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        stem = name.removesuffix(".docx")
        yield name if seen[name] == 1 else f"{stem} ({seen[name]}).docx"
