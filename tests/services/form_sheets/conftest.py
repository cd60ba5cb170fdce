"""The office of these tests, which sends one form as a workbook."""

from pathlib import Path

import pytest

from domain.forms.compiled.model import CompiledForm
from tests.services.form_sheets.office import Office
from tests.services.form_sheets.wages import WAGES


@pytest.fixture
def asked() -> CompiledForm:
    """The form that is sent."""
    return WAGES


@pytest.fixture
def office(asked: CompiledForm, tmp_path: Path) -> Office:
    """An office whose firm has named itself, and no work yet."""
    office = Office(asked, tmp_path)
    office.answers, office.rows = {"firm": "نخ طلایی"}, {"work": 0}
    return office
