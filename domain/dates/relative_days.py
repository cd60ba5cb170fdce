"""Days by their distance from today: «پریروز»، «دیروز»، «امروز»، «فردا»، «پس‌فردا»."""

from datetime import date, timedelta

from domain.persian.text import fold

_DISTANCES = {
    "پریروز": -2,
    "دیروز": -1,
    "امروز": 0,
    "فردا": 1,
    "پس فردا": 2,
    "پسفردا": 2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}


def relative_day(text: str, today: date) -> date | None:
    """Return the day that is named by its distance from today, past or coming; None for other words."""
    distance = _DISTANCES.get(fold(text).removeprefix("روز ").strip())
    return None if distance is None else today + timedelta(days=distance)
