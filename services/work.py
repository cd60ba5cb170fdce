"""The kinds of long work, and how one is done in a child process: parameters in by standard input, a result out as
JSON.

Only here may docx, openpyxl, XlsxWriter and typst be imported: 40 MB that the bot itself need not carry.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from services.office import Store
from services.refusal import Refused
from services.store import FileStore

WORK: dict[str, str] = {
    "minutes": "services.minutes_job:read",
    "sheet.write": "services.reading_sheet:write",
    "sheet.read": "services.reading_sheet:read",
    "roster.read": "services.roster_sheets:read",
    "roster.template": "services.roster_sheets:template",
    "roster.links": "services.roster_sheets:links",
    "status_picture": "services.pictures.status:draw",
}
"""The function of each kind, as ``module:function``, imported only where it runs: ``(params, store, language) ->
result``.
"""

Work = Callable[[dict[str, Any], Store, str], dict[str, Any]]


def do(kind: str, params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """The outcome of one piece of work: ``{"result": …}``, or ``{"refused": {key, params}}`` for input that can't
    be taken.
    """
    module, _, name = WORK[kind].partition(":")
    function: Work = getattr(import_module(module), name)
    try:
        return {"result": function(params, store, language)}
    except Refused as refused:
        return {"refused": {"key": refused.text.key, "params": dict(refused.text.params)}}


def main() -> None:
    """Reads ``{kind, params, files, language}`` from standard input, writes the outcome to standard output."""
    task = json.load(sys.stdin)
    outcome = do(task["kind"], task["params"], FileStore(Path(task["files"])), task["language"])
    json.dump(outcome, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
