"""A compiled form that ``/fill`` opens, with the answers that its handler got."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.access.permissions import anyone
from domain.chat.screens import Screen, T
from domain.forms.xforms.form import XForm
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, OnCommand, OnSent, Reply, Turn
from handlers.routes import REGISTRY
from tests.xlsforms import form

Publish = Callable[[str], list[Filled]]


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Return a function that publishes a form, written as tables, under ``/fill``; it returns what is sent."""

    def published(tables: str) -> list[Filled]:
        sent: list[Filled] = []
        xform = XForm.of("form.1", form(tables))

        async def begin(turn: Turn) -> Reply:
            return await form_filling.begin(turn, xform, 7)

        async def store(turn: Turn, filled: Filled) -> Reply:
            sent.append(filled)
            return Screen(T("menu.button"))

        monkeypatch.setitem(REGISTRY.sent, xform.name, OnSent(xform, store, anyone))
        monkeypatch.setitem(REGISTRY.commands, "fill", OnCommand("fill", begin, anyone))
        return sent

    return published
