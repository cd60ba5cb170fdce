"""A list is searched by any words of a name or an alias, however they are typed."""

from domain.persian.search import MOST_LETTERS, MOST_WORDS, Named, matching, words_of

AGENCIES = [
    (1, "شهرداری مشهد", ("شهرداری",)),
    (2, "پارک علم و فناوری", ()),
    (3, "آموزش و پرورش", ("اداره کل آموزش‌وپرورش",)),
    (4, "بسیج سازندگی", ()),
]


def test_every_word_counts_in_any_order_and_spelling() -> None:
    assert matching(AGENCIES, "مشهد شهرداري") == [Named(1, "شهرداری مشهد")]
    assert matching(AGENCIES, "اموزش وپرورش") == [Named(3, "آموزش و پرورش")]
    assert matching(AGENCIES, "مشهد سازندگی") == []


def test_words_of_a_name_and_of_an_alias_are_not_mixed() -> None:
    assert matching([(1, "شهرداری مشهد", ("بلدیه",))], "مشهد بلدیه") == []


def test_all_of_a_list_stand_as_in_a_dictionary() -> None:
    assert [row.id for row in matching(AGENCIES, "")] == [3, 4, 2, 1]


def test_of_a_search_of_thousands_of_words_the_first_ones_count() -> None:
    assert words_of("ا " * 2000) == ["ا"]
    assert len(words_of(" ".join(str(number) for number in range(2000)))) == MOST_WORDS


def test_of_a_search_as_long_as_a_message_the_first_letters_count() -> None:
    assert words_of("س" * 4000) == ["س" * MOST_LETTERS]
