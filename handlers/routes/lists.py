"""Routes of what all lists of the secretariat have: an Excel sheet, ticks for several at once, a choice by name."""

from domain.access import permissions
from handlers.core import list_sheet
from handlers.core.turn import OnJob, OnSent, OnTap, Route, Source
from handlers.secretariat.lists import many, many_more, sheets

ROUTES: list[Route] = [
    # Most lists are the secretaries' alone: the rule of each is asked with its name.
    OnTap("list.sheet", sheets.ask, permissions.reads_all),
    OnJob(list_sheet.KIND, list_sheet.ready, permissions.reads_all),
    OnTap("many", many.ask, permissions.secretary),
    OnTap("status.find", many.ask_status, permissions.reads_all),
    OnSent(many.ACCEPT, many.accept, permissions.secretary),
    OnSent(many.GRANT, many.grant, permissions.secretary),
    OnSent(many.LET_IN, many.let_in, permissions.secretary),
    OnSent(many.OPEN_REVIEW, many.open_review, permissions.secretary),
    OnSent(many.OPEN_EXTENSION, many.open_extension, permissions.secretary),
    OnSent(many.FIND_STATUS, many.find_status, permissions.reads_all),
    OnSent(many.FIND_CALL, many.find_call, permissions.secretary),
    OnTap("many.ideas", many_more.ask_ideas, permissions.secretary),
    OnTap("many.forms", many_more.ask_forms, permissions.secretary),
    OnTap("many.calls", many_more.ask_calls, permissions.secretary),
    OnSent(many_more.DECIDE_IDEAS, many_more.decide_ideas, permissions.secretary),
    OnSent(many_more.ACCEPT_FORMS, many_more.accept_forms, permissions.secretary),
    OnSent(many_more.LOG_CALLS, many_more.log_calls, permissions.secretary),
    Source("lists.ideas", many_more.ideas_listing),
    Source("lists.filled", many_more.filled_listing),
    Source("lists.calls", many_more.calls_listing),
    Source("lists.reviews", many.reviews_listing),
    Source("lists.all_reviews", many.all_reviews_listing),
    Source("lists.extensions", many.extensions_listing),
    Source("lists.requests", many.requests_listing),
]
