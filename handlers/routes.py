"""The whole bot at a glance: who may do what, and which function answers. A test tries every row with every role."""

from domain import rules
from handlers import start
from handlers.registry import OnCommand, OnTap, Registry, Route

ROUTES: list[Route] = [
    OnCommand("start", start.show, rules.anyone),
    OnTap("menu", start.menu, rules.anyone),
]

REGISTRY = Registry(ROUTES, stray=start.stray, edited=start.edited)
