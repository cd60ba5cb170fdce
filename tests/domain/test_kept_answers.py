"""Answers that are kept for being asked again: short questions alone, so that nobody's long words fill the memory."""

from domain.forms.xpath.functions import texts
from domain.minutes.language import acts


def test_no_long_sentence_is_kept() -> None:
    acts._kept.cache_clear()
    for number in range(10):
        assert acts.act_of(f"مقرر شد گزارش {number} " + "و جدول آن " * 1000 + "ارسال شود.") is acts.Act.DECIDES
    assert acts.act_of("مقرر شد گزارش ارسال شود.") is acts.Act.DECIDES
    assert acts._kept.cache_info().currsize == 1


def test_of_long_patterns_a_few_are_kept() -> None:
    texts._short.cache_clear()
    for number in range(20):
        assert texts._pattern(f"({number}|" + "کد|" * 1000 + "خ)").fullmatch("خ")
    assert texts._pattern("[0-9]{4}").fullmatch("1398")
    assert texts._short.cache_info().currsize == 1
    assert texts._long.cache_info().currsize == 8
