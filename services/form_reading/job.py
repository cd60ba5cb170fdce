"""The job that reads an XLSForm or a plain table which a secretary sent, or a form that comes with Dabir."""

from datetime import datetime
from typing import Any

from forms.catalogue import shipped_forms
from services.form_reading import plain_table
from services.form_reading.problems import Findings, Unreadable
from services.form_reading.reader import MEDIA, read_form
from services.form_reading.report import Report
from services.form_reading.table import titles
from services.form_reading.table.sheet import Table
from services.form_reading.table.xlsform import TableForm
from services.organisation import Store


def read(params: dict[str, Any], store: Store, language: str) -> tuple[dict[str, Any], Table | None]:
    """Read ``{hash, name, files, now, zone}``, or ``{shipped, …}``, the id of one that comes with Dabir.

    ``files`` are the tables and media that came along, their hashes by name, ``form`` is the id of the form of which it
    is to be a new version. A workbook without the sheet of an XLSForm is read as a plain table, whose columns become
    questions: ``types`` are then what a secretary decided of them, by name, ``title`` is a name that was decided, and
    ``proposed``, by default the file's name, one for a table that has none. Returns the packed ``Report`` with the hash
    of the XForm in its place, and with ``hash`` and ``name`` of the workbook, ``origin`` and ``form``; ``table`` is the
    hash of a plain table, whose ``columns`` are {name, head, type, sure, why, options}. With ``heads``, the headings of
    a table that minutes bring, the form is made of them under the ``name``. The table comes with it.
    """
    heads = params.get("heads", [])
    digest, name, data = "", params.get("name", ""), b""
    if wanted := params.get("shipped"):
        shipped = next(form for form in shipped_forms() if form.id == wanted)
        data, name = shipped.workbook(), shipped.file_name
        digest = store.write(data)
    elif not heads:
        digest = params["hash"]
        data = store.read(digest)
    no_table, made = None, None
    try:
        made = None if wanted else _table_of(data, params, language)
    except Unreadable as unreadable:
        no_table = unreadable.problem
    if made is not None:
        data = made.workbook
        digest = store.write(data)
    beside = params.get("files", {})
    # Of media the names are enough.
    files = {name: b"" if name.lower().endswith(MEDIA) else store.read(of) for name, of in beside.items()}
    if no_table:
        report = Report(findings=Findings(errors=[no_table]))
    else:
        report = read_form(data, files, datetime.fromisoformat(params["now"]), params["zone"])
    if made is not None:
        plain_table.note(made, report.findings)
    form = report.form
    shown = {name: of for name, of in beside.items() if name in form.files_beside} if form else {}
    packed = report.pack()
    if packed["data"] is not None and shown:
        packed["data"] = {**packed["data"], "media": shown}
    xml = packed.pop("xml")
    packed["xml_hash"] = store.write(xml.encode()) if report.data is not None else ""
    origin = "shipped" if wanted else "uploaded" if made is None else "table"
    result = {
        **packed,
        "hash": digest,
        "name": f"{name}.xlsx" if heads else name,
        "origin": origin,
        "form": params.get("form", 0),
        "columns": made.columns if made else [],
        "table": params.get("hash", "") if made else "",
        "heads": heads,
        "types": params.get("types", {}),
        "decided_title": params.get("title", ""),
        "proposed": params.get("proposed", ""),
        "files": beside,
    }
    return result, made.table if made else None


def _table_of(data: bytes, params: dict[str, Any], language: str) -> TableForm | None:
    types, decided = params.get("types", {}), params.get("title", "")
    if heads := params.get("heads"):
        return plain_table.of_heads(heads, decided or params["name"], types, language)
    proposed = params.get("proposed") or titles.of_file(params.get("name", ""))
    return plain_table.of_workbook(data, types, language, proposed, decided)
