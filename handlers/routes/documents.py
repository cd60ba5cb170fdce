"""Routes of the secretariat: documents and exports."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route, Source
from handlers.secretariat.documents import export

ROUTES: list[Route] = [
    # Secretariat: exports, which the chair gets too.
    OnCommand("export", export.start, permissions.reads_all),
    OnTap("export", export.ask, permissions.reads_all),
    OnTap("export.meeting", export.ask_of_meeting, permissions.reads_all),
    OnTap("export.form", export.of_form, permissions.reads_all),
    OnSent(export.FORM, export.sent, permissions.reads_all),
    OnTap("export.stop", export.stop, permissions.reads_all),
    OnJob("export", export.ready, permissions.reads_all),
    Source("export.meetings", export.meetings),
    Source("export.months", export.months),
]
