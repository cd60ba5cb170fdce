"""Routes of the secretariat: the follow-up of single obligations."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnSent, OnTap, Route
from handlers.secretariat.obligations import chase, escalation, extensions, given_date, remind_now, transfers

ROUTES: list[Route] = [
    # Secretariat: requests for more time.
    OnCommand("extensions", extensions.show, permissions.secretary),
    OnTap("extensions", extensions.show_below, permissions.secretary),
    OnTap("ext.grant", extensions.grant, permissions.secretary),
    OnTap("ext.other", extensions.other, permissions.secretary),
    OnSent(extensions.OTHER, extensions.other_sent, permissions.secretary),
    OnTap("ext.refuse", extensions.refuse, permissions.secretary),
    OnSent(extensions.REFUSAL, extensions.refuse_sent, permissions.secretary),
    # Secretariat: the follow-up of one obligation, which the chair reads too.
    OnTap("chase", chase.show, permissions.reads_all),
    OnTap("date", given_date.ask, permissions.secretary),
    OnSent(given_date.FORM, given_date.sent, permissions.secretary),
    OnTap("move", transfers.ask, permissions.secretary),
    OnSent(transfers.FORM, transfers.sent, permissions.secretary),
    OnTap("escalate", escalation.ask, permissions.secretary),
    OnSent(escalation.FORM, escalation.sent, permissions.secretary),
    # Secretariat: reminders at once.
    OnTap("now", remind_now.ask, permissions.secretary),
    OnTap("now.send", remind_now.send, permissions.secretary),
]
