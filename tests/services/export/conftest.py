"""Fixtures for tests of exports."""

import pytest

from tests.services.desk import Desk
from tests.services.export.shelf import Shelf


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)
