"""Routes of the secretariat: letters and the templates of documents."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route
from handlers.secretariat.correspondence import templates

ROUTES: list[Route] = [
    # Secretariat: the Word templates of its documents.
    OnCommand("templates", templates.show, permissions.secretary),
    OnTap("templates", templates.show_below, permissions.secretary),
    OnTap("template", templates.show_one, permissions.secretary),
    OnTap("template.get", templates.download, permissions.secretary),
    OnTap("template.put", templates.ask, permissions.secretary),
    OnSent(templates.FORM, templates.sent, permissions.secretary),
    OnJob("template.check", templates.checked),
    OnTap("template.use", templates.use, permissions.secretary),
    OnTap("template.reset", templates.reset, permissions.secretary),
]
