"""The job that reads an XLSForm which a secretary sent, or one that comes with Dabir."""

from datetime import datetime
from typing import Any

from forms.catalogue import shipped_forms
from services.form_reading.reader import read_form
from services.organisation import Store


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Read ``{hash, name, files, now, zone}``, or ``{shipped, …}``, the id of one that comes with Dabir.

    ``files`` are the csv files that came along, their hashes by name, ``form`` is the id of the form of which it is to
    be a new version. Returns the packed ``Report`` with the hash of the XForm in its place, and with ``hash`` and
    ``name`` of the workbook, ``origin`` and ``form``.
    """
    if wanted := params.get("shipped"):
        shipped = next(form for form in shipped_forms() if form.id == wanted)
        data, name = shipped.workbook(), shipped.file_name
        digest = store.write(data)
    else:
        digest, name = params["hash"], params["name"]
        data = store.read(digest)
    files = {beside: store.read(of) for beside, of in params.get("files", {}).items()}
    report = read_form(data, files, datetime.fromisoformat(params["now"]), params["zone"])
    packed = report.pack()
    xml = packed.pop("xml")
    packed["xml_hash"] = store.write(xml.encode()) if report.data is not None else ""
    origin = "shipped" if wanted else "uploaded"
    return {**packed, "hash": digest, "name": name, "origin": origin, "form": params.get("form", 0)}
