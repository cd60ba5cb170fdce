"""An organisation by itself, for tests of a part that needs neither a bot nor a desk."""

from pathlib import Path
from zoneinfo import ZoneInfo

from domain.dates.clock import SystemClock
from domain.dates.working_days import Calendar
from domain.reminder_plan import ReminderSettings
from services.files.file_store import FileStore
from services.organisation import Organisation


def organisation_in(folder: Path) -> Organisation:
    """Return an organisation on the machine's clock whose files lie in a folder."""
    return Organisation(
        name="دبیرخانهٔ کارگروه",
        zone=ZoneInfo("Asia/Tehran"),
        calendar=Calendar(),
        owners=frozenset(),
        language="fa",
        reminder_settings=ReminderSettings(),
        store=FileStore(folder),
        links={},
        clock=SystemClock(),
    )
