"""The words by which an agency says that it has nothing to answer, as a resolution's text calls for them."""

import re
from enum import StrEnum

from domain.persian.text import normalise


class ClosingWords(StrEnum):
    """«فاقد عملکرد», or for a resolution that asks for ideas or experience, that there are none."""

    NOTHING = "nothing"
    NO_OPINION = "no_opinion"
    NO_EXPERIENCE = "no_experience"


_GIVEN = r".*(?:ارائ|ارای|ارسال|اعلام|مطرح)"
_EXPERIENCE = re.compile(rf"هر\s?گونه\s+(?:سابقه\s+و\s+)?تجرب{_GIVEN}", re.DOTALL)
_OPINION = re.compile(
    rf"(?:\bنظر(?:ات|ها|های)?\s+و\s+پیشنهاد|\bنظرات\b|پیشنهاد(?:ات|ها|های)?\s+خود|\bایده){_GIVEN}", re.DOTALL
)


def of(text: str) -> ClosingWords:
    """Return the words that fit a resolution: «نظری نداریم» where it asks everybody for ideas."""
    words = normalise(text)
    if _EXPERIENCE.search(words):
        return ClosingWords.NO_EXPERIENCE
    return ClosingWords.NO_OPINION if _OPINION.search(words) else ClosingWords.NOTHING
