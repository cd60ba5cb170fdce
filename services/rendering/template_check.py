"""The check of an uploaded Word template: filled with samples, so that it is seen as its documents will be."""

from typing import Any

from services.errors import Refused
from services.organisation import Store
from services.rendering import word


def check(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Check ``{kind, hash, file_name, version, shipped, fields, names}``; fill it with ``fields``, the samples.

    Returns what the template is, with ``preview``, the document's hash, and ``unused``, the fields of Dabir's own
    template, whose hash is ``shipped``, that this one leaves out. Raises Refused with the template's faults, or when
    it has no field at all.
    """
    template = store.read(params["hash"])
    used = word.used_fields(template, params["fields"], params["names"])
    if not used:
        raise Refused("templates.no_fields")
    preview = store.write(word.fill(template, params["fields"], params["names"]))
    kept = {name: params[name] for name in ("kind", "hash", "file_name", "version")}
    expected = word.used_fields(store.read(params["shipped"]), params["fields"], params["names"])
    unused = [name for name in params["fields"] if name in expected - used]
    return {**kept, "preview": preview, "unused": unused}
