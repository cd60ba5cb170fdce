"""Bale's adapter, and a server that answers it with given responses."""

from collections.abc import AsyncIterator

import pytest

from bot.platforms import capabilities
from bot.platforms.bale import Bale
from bot.settings.sections import Limits
from tests.bot.scripted import Scripted, served

CAN = capabilities.bale(Limits())


@pytest.fixture
async def adapted() -> AsyncIterator[tuple[Bale, Scripted]]:
    async with served(Bale, CAN) as adapted:
        yield adapted


@pytest.fixture
def bale(adapted: tuple[Bale, Scripted]) -> Bale:
    return adapted[0]


@pytest.fixture
def server(adapted: tuple[Bale, Scripted]) -> Scripted:
    return adapted[1]
