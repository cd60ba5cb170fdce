"""Routes of the secretariat: documents, exports and the audit trail."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route, Source
from handlers.secretariat.documents import audit_trail, export

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
    # Secretariat: the audit trail.
    OnCommand("audit", audit_trail.show, permissions.secretary),
    OnTap("audit", audit_trail.page, permissions.secretary),
    OnTap("audit.one", audit_trail.show_one, permissions.secretary),
    OnTap("audit.find", audit_trail.find, permissions.secretary),
    OnSent(audit_trail.FIND, audit_trail.find_sent, permissions.secretary),
    Source("audit", audit_trail.listing),
    OnTap("audit.excel", audit_trail.ask_for_excel, permissions.secretary),
    OnSent(audit_trail.EXCEL, audit_trail.excel_asked, permissions.secretary),
    OnJob("audit.write", audit_trail.excel_ready, permissions.secretary),
]
