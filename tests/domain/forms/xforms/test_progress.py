"""«پرسش ۳ از ۷» of a compiled form: a table is one step, and the total does not grow while answers come."""

from domain.forms import moves
from domain.forms.engine import World
from domain.forms.types.answer_types import AnswerInput
from domain.forms.xforms import rows
from domain.forms.xforms.form import XForm, XFormFilling
from tests.xlsforms import NOW, form

REPAIRS = """
survey:
type | name | label | relevant | calculation | repeat_count
text | visitor | بازدیدکننده
select_one yes_no | lived | کسی در خانه زندگی می‌کند؟
begin_group | people | ساکنان | ${lived} = 'yes'
integer | count | شمار
text | head | سرپرست
end_group
begin_repeat | damage | آسیب
select_one yes_no | urgent | فوری است؟
text | why | چرا؟ | ${urgent} = 'yes'
integer | cost | هزینه
end_repeat
calculate | total | | | sum(${cost})
text | source | از کجا؟ | ${total} > 100
integer | guests | شمار مهمان
begin_repeat | guest | مهمان | | | ${guests}
text | name | نام
end_repeat
note | thanks | سپاس
choices:
list_name | name | label
yes_no | yes | بله
yes_no | no | خیر
settings:
form_title
تعمیر
"""


class Answers:
    """Somebody who answers the form; ``seen`` are the places and totals on the way, in the form and in rows."""

    def __init__(self) -> None:
        filling = moves.begin(XForm.of("x1", form(REPAIRS)), World(NOW))
        assert isinstance(filling, XFormFilling)
        self.filling, self.seen = filling, [moves.place(filling)]

    def says(self, *texts: str) -> list[tuple[int, int]]:
        """Answer, or do what a button says, and return the places of the questions that were shown."""
        shown = []
        for text in texts:
            match text:
                case "<":
                    after = moves.back(self.filling)
                case ">":
                    after = moves.skip(self.filling)
                case "+":
                    after = rows.add(self.filling, self.filling.state.at)
                case _:
                    after = moves.answer(self.filling, AnswerInput(NOW.date(), text, choice=text))
            assert isinstance(after, XFormFilling)
            self.filling = after
            shown.append(moves.place(after))
        self.seen += shown
        return shown


def test_the_total_counts_what_may_come_and_takes_off_what_does_not() -> None:
    answers = Answers()
    # The visitor, the gate and the two behind it, the damages, the source, the guests and their names.
    assert answers.seen == [(1, 8)]
    assert answers.says("سارا") == [(2, 8)]
    assert answers.says("no") == [(3, 6)]
    # Whoever goes back to the gate sees what it still decides.
    assert answers.says("<") == [(2, 8)]
    assert answers.says("yes") == [(3, 8)]


def test_a_table_is_one_step_whatever_rows_it_has() -> None:
    answers = Answers()
    answers.says("سارا", "no")
    assert answers.says("yes", "ترک", "10", "+", "no", "90", "+") == [(3, 6)] * 7
    # With the last row the sum is known, and what depends on it is not asked any more.
    assert answers.says("no", "0", ">") == [(3, 6), (3, 6), (4, 5)]
    # No guests, no names.
    assert answers.says("0") == [(5, 4)]


def test_rows_count_by_themselves() -> None:
    answers = Answers()
    answers.says("سارا", "no")
    assert answers.filling.place_in_row() == (1, 3)
    answers.says("yes")
    assert answers.filling.place_in_row() == (2, 3)
    answers.says("ترک", "10", "+", "no")
    assert answers.filling.place_in_row() == (2, 2)
    answers.says("200")
    assert answers.filling.place_in_row() is None
    assert answers.says(">") == [(4, 6)]


def test_the_total_never_grows() -> None:
    answers = Answers()
    answers.says("سارا", "yes", "4", "رضا", "yes", "ترک", "1000", "+", "no", "5", ">", "بنیاد", "2", "علی", "مینا")
    totals = [total for _, total in answers.seen]
    assert totals == sorted(totals, reverse=True)
    assert answers.filling.state.at == ""
    assert moves.place(answers.filling) == (9, 8)
