"""The whole bot at a glance: the handler of every command, tap, form, job and list, and the rule for who may use it.

A file holds the rows of a wing, in the order of its screens. A test tries every row with every role.
"""

from handlers import start
from handlers.core.turn import Registry, Route
from handlers.representative.forms import stored
from handlers.representative.submissions import history
from handlers.routes import (
    account,
    broadcast,
    correspondence,
    directory,
    documents,
    followup,
    forms,
    ideas,
    lists,
    meetings,
    obligations,
    planning,
    representative,
)

ROUTES: list[Route] = [
    *account.ROUTES,
    *representative.ROUTES,
    *ideas.ROUTES,
    *directory.ROUTES,
    *meetings.ROUTES,
    *planning.ROUTES,
    *followup.ROUTES,
    *correspondence.ROUTES,
    *obligations.ROUTES,
    *documents.ROUTES,
    *broadcast.ROUTES,
    *forms.ROUTES,
    *lists.ROUTES,
]

REGISTRY = Registry(ROUTES, stray=start.stray, edited=history.edited, stored=stored.find)
