"""Routes of the secretariat: review, status, calendar."""

from domain.access import permissions
from handlers.core import pictures
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap, Route, Source
from handlers.secretariat import health, holidays, office_settings
from handlers.secretariat.followup import on_behalf, review, status, status_cards, status_picture
from handlers.secretariat.ideas import questions

ROUTES: list[Route] = [
    # Secretariat: the review of submissions, and answers entered for an agency.
    OnCommand("review", review.show, permissions.secretary),
    OnTap("review", review.show_below, permissions.secretary),
    OnTap("review.next", review.show_next, permissions.secretary),
    OnTap("review.accept", review.accept, permissions.secretary),
    OnTap("review.back", review.give_back, permissions.secretary),
    OnSent(review.BACK, review.give_back_sent, permissions.secretary),
    OnSent(review.DISAGREE, review.give_back_sent, permissions.secretary),
    OnTap("review.agree", review.agree, permissions.secretary),
    OnSent(review.AGREE, review.agree_sent, permissions.secretary),
    OnCommand("behalf", on_behalf.start, permissions.secretary),
    OnTap("behalf", on_behalf.start_for, permissions.secretary),
    OnTap("behalf.form", on_behalf.fill, permissions.secretary),
    OnSent(on_behalf.FORM, on_behalf.sent, permissions.secretary),
    Source("behalf.agencies", on_behalf.agencies_listing),
    Source("behalf.obligations", on_behalf.obligations_listing),
    # Secretariat: the questions of members.
    OnCommand("questions", questions.show, permissions.secretary),
    OnTap("questions", questions.page, permissions.secretary),
    OnTap("questions.find", questions.find, permissions.secretary),
    OnSent(questions.FIND, questions.find_sent, permissions.secretary),
    Source("questions", questions.listing),
    OnTap("questions.open", questions.show_one, permissions.secretary),
    OnTap("questions.files", questions.show_files, permissions.secretary),
    OnTap("questions.answer", questions.answer, permissions.secretary),
    OnSent(questions.ANSWER, questions.answer_sent, permissions.secretary),
    OnSent(questions.ADDITION, questions.addition_sent, permissions.secretary),
    OnTap("questions.close", questions.close, permissions.secretary),
    # Secretariat: the status of all agencies, which the chair reads too.
    OnCommand("status", status.show, permissions.reads_all),
    OnTap("status", status.page, permissions.reads_all),
    OnTap("status.meetings", status.choose_meeting, permissions.reads_all),
    OnTap("status.agency", status_cards.show_agency, permissions.reads_all),
    OnTap("status.resolution", status_cards.show_resolution, permissions.reads_all),
    OnTap("status.picture", status_picture.ask, permissions.reads_all),
    OnTap("status.due", status_picture.ask_due, permissions.reads_all),
    OnJob("status_picture", pictures.ready, permissions.reads_obligations),
    # Secretariat: the office's settings.
    OnTap("office", office_settings.show, permissions.secretary),
    OnTap("office.one", office_settings.show_one, permissions.secretary),
    OnTap("office.ask", office_settings.ask, permissions.secretary),
    *(OnSent(form, office_settings.sent, permissions.secretary) for form in office_settings.FORMS.values()),
    OnTap("office.reset", office_settings.reset, permissions.secretary),
    # Secretariat: the program's health, for its owners.
    OnCommand("health", health.show, permissions.secretary),
    OnTap("health", health.page, permissions.secretary),
    OnTap("health.retry", health.retry, permissions.secretary),
    OnTap("health.update", health.retry_update, permissions.secretary),
    # Secretariat: the calendar.
    OnCommand("holidays", holidays.show, permissions.secretary),
    OnTap("holidays", holidays.page, permissions.secretary),
    OnTap("holidays.add", holidays.ask, permissions.secretary),
    OnSent(holidays.FORM, holidays.sent, permissions.secretary),
    OnTap("holidays.remove", holidays.remove, permissions.secretary),
    OnTap("holidays.confirm", holidays.confirm, permissions.secretary),
]
