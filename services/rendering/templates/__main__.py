"""The script that makes the template files beside it: ``python -m services.rendering.templates``."""

from collections.abc import Callable
from pathlib import Path

from services.rendering.templates import letters, meeting, report

BUILDERS: dict[str, Callable[[], bytes]] = {
    "follow_up": letters.follow_up,
    "notice": letters.notice,
    "membership": letters.membership,
    "agenda": meeting.agenda,
    "meeting_invitation": meeting.invitation,
    "report": report.report,
}
"""The function that builds each kind's own template, by the name of its file."""


if __name__ == "__main__":
    for kind, build in BUILDERS.items():
        (Path(__file__).parent / f"{kind}.docx").write_bytes(build())
