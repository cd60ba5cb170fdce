"""The kinds of jobs, and the child process that does one: parameters by standard input, a result as JSON.

Only here may openpyxl, XlsxWriter, lxml and typst be imported: 30 MB that the bot itself need not carry.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from services.errors import Refused
from services.file_store import FileStore
from services.organisation import Store

WORK: dict[str, str] = {
    "minutes": "services.meetings.minutes_reading:read",
    "sheet.write": "services.meetings.review_excel:write",
    "sheet.read": "services.meetings.review_excel:read",
    "roster.read": "services.directory.roster_excel:read",
    "roster.template": "services.directory.roster_excel:template",
    "roster.links": "services.directory.roster_excel:links",
    "template.check": "services.rendering.template_check:check",
    "status_picture": "services.rendering.status_picture:draw",
}
"""The function of each kind as ``module:function``, imported only where it runs.

Its signature is ``(params, store, language) -> result``.
"""

Work = Callable[[dict[str, Any], Store, str], dict[str, Any]]


def do(kind: str, params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Do one job; return ``{"result": …}``, or ``{"refused": {key, params}}`` for input that is refused."""
    module, _, name = WORK[kind].partition(":")
    function: Work = getattr(import_module(module), name)
    try:
        return {"result": function(params, store, language)}
    except Refused as refused:
        return {"refused": {"key": refused.text.key, "params": dict(refused.text.params)}}


def main() -> None:
    """Read ``{kind, params, files, language}`` from standard input, write the outcome to standard output."""
    task = json.load(sys.stdin)
    outcome = do(task["kind"], task["params"], FileStore(Path(task["files"])), task["language"])
    json.dump(outcome, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
