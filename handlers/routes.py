"""The whole bot at a glance: who may do what, and which function answers. A test tries every row with every role."""

from __future__ import annotations

from handlers.registry import OnCommand, OnSent, OnTap, Registry, Source

ROUTES: list[OnCommand | OnTap | OnSent | Source] = []

REGISTRY = Registry(ROUTES)
