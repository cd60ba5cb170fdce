"""Routes of the secretariat: letters, and the templates of documents."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route, Source
from handlers.secretariat.correspondence import letters, nominees, notices, sent_letters, templates

ROUTES: list[Route] = [
    # Secretariat: letters, from the plan to the number under which they leave.
    OnCommand("letters", letters.show, permissions.secretary),
    OnTap("letters", letters.show_below, permissions.secretary),
    OnTap("letters.pick", letters.ask_agency, permissions.secretary),
    OnSent(letters.PICK, letters.agency_picked, permissions.secretary),
    Source("letters.agencies", letters.owing),
    OnTap("letters.plan", letters.plan, permissions.secretary),
    OnTap("letters.make", letters.make, permissions.secretary),
    OnTap("letters.late", letters.confirm_late, permissions.secretary),
    OnTap("letters.late_make", letters.make_late, permissions.secretary),
    OnTap("letters.signatory", letters.ask_signatory, permissions.secretary),
    OnSent(letters.SIGNATORY, letters.signatory_sent, permissions.secretary),
    OnJob("letters.write", sent_letters.written),
    OnTap("letters.unsent", sent_letters.list_unsent, permissions.secretary),
    OnTap("letters.one", sent_letters.show_one, permissions.secretary),
    OnTap("letters.number", sent_letters.ask_number, permissions.secretary),
    OnSent(sent_letters.NUMBER, sent_letters.number_sent, permissions.secretary),
    OnTap("letters.numbers", sent_letters.ask_numbers, permissions.secretary),
    OnSent(sent_letters.NUMBERS, sent_letters.numbers_sent, permissions.secretary),
    OnTap("letters.drop", sent_letters.drop, permissions.secretary),
    OnTap("notices", notices.choose_meeting, permissions.secretary),
    OnTap("notices.of", notices.show_meeting, permissions.secretary),
    OnTap("notices.make", notices.make_all, permissions.secretary),
    OnTap("notices.pick", notices.ask_agency, permissions.secretary),
    OnSent(notices.PICK, notices.agency_picked, permissions.secretary),
    Source("notices.agencies", notices.agencies_of),
    # Secretariat: representatives, whose list the chair approves, and their letters of membership.
    OnTap("nominees", nominees.show, permissions.secretary),
    OnTap("nominees.ask", nominees.ask, permissions.secretary),
    OnTap("nominees.list", nominees.show_list, permissions.reads_all),
    OnTap("nominees.ok", nominees.approve, permissions.chairs),
    OnTap("nominees.back", nominees.give_back, permissions.chairs),
    OnSent(nominees.RETURN, nominees.give_back_sent, permissions.chairs),
    OnTap("nominees.make", nominees.make, permissions.secretary),
    OnTap("nominees.letter", nominees.make_one, permissions.secretary),
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
