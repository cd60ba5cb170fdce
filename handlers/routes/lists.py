"""Routes of what all lists of the secretariat have: an Excel sheet, ticks for several at once, a choice by name."""

from domain.access import permissions
from handlers.core import list_sheet
from handlers.core.turn import OnJob, OnSent, OnTap, Route, Source
from handlers.secretariat.lists import sheets, ticked_ideas_and_forms, ticked_requests

ROUTES: list[Route] = [
    # Most lists are the secretaries' alone: the rule of each is asked with its name.
    OnTap("list.sheet", sheets.ask, permissions.reads_all),
    OnJob(list_sheet.KIND, list_sheet.ready, permissions.reads_all),
    OnTap("many", ticked_requests.ask, permissions.secretary),
    OnTap("status.find", ticked_requests.ask_status, permissions.reads_all),
    OnSent(ticked_requests.ACCEPT, ticked_requests.accept, permissions.secretary),
    OnSent(ticked_requests.GRANT, ticked_requests.grant, permissions.secretary),
    OnSent(ticked_requests.LET_IN, ticked_requests.let_in, permissions.secretary),
    OnSent(ticked_requests.OPEN_REVIEW, ticked_requests.open_review, permissions.secretary),
    OnSent(ticked_requests.OPEN_EXTENSION, ticked_requests.open_extension, permissions.secretary),
    OnSent(ticked_requests.FIND_STATUS, ticked_requests.find_status, permissions.reads_all),
    OnSent(ticked_requests.FIND_CALL, ticked_requests.find_call, permissions.secretary),
    OnTap("many.ideas", ticked_ideas_and_forms.ask_ideas, permissions.secretary),
    OnTap("many.forms", ticked_ideas_and_forms.ask_forms, permissions.secretary),
    OnTap("many.calls", ticked_ideas_and_forms.ask_calls, permissions.secretary),
    OnSent(ticked_ideas_and_forms.DECIDE_IDEAS, ticked_ideas_and_forms.decide_ideas, permissions.secretary),
    OnSent(ticked_ideas_and_forms.ACCEPT_FORMS, ticked_ideas_and_forms.accept_forms, permissions.secretary),
    OnSent(ticked_ideas_and_forms.LOG_CALLS, ticked_ideas_and_forms.log_calls, permissions.secretary),
    Source("lists.ideas", ticked_ideas_and_forms.ideas_listing),
    Source("lists.filled", ticked_ideas_and_forms.filled_listing),
    Source("lists.calls", ticked_ideas_and_forms.calls_listing),
    Source("lists.reviews", ticked_requests.reviews_listing),
    Source("lists.all_reviews", ticked_requests.all_reviews_listing),
    Source("lists.extensions", ticked_requests.extensions_listing),
    Source("lists.requests", ticked_requests.requests_listing),
]
