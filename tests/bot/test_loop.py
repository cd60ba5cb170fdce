"""The loop that the program runs on."""

import sys

import pytest
import uvloop

from bot import app


def test_the_program_runs_on_uvloop_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert app._loop_factory() is uvloop.new_event_loop
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert app._loop_factory() is None
