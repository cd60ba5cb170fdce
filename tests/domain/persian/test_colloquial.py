"""Spoken Persian: an ending stays with its word, and the verbs of the street become those of letters."""

import pytest

from domain.persian.colloquial import written

WRITTEN = {
    "تمومش کردیم": "تمامش کردیم",
    "خیابونا": "خیابان ها",
    "کدومش مونده": "کدامش مانده",
    "لطف کردین": "لطف کردید",
    "بندازین": "بندازید",
    "جواب نمیده": "جواب نمی دهد",
    "همکاری نمی‌کنن": "همکاری نمی کنند",
    "نمی‌شه": "نمی شود",
    "زمین": "زمین",
    "میدان": "میدان",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_spoken_words_become_those_of_the_written_language(text: str) -> None:
    assert written(text) == WRITTEN[text]
