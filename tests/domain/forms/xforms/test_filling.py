"""A facilitator fills in a compiled form, a move at a time; between two moves there is only the state, as JSON."""

# ruff: noqa: E501 - a row of a form is a line
import json

import pytest

from domain.chat.incoming import Attachment, Location
from domain.chat.screens import T
from domain.forms import moves
from domain.forms.engine import Question, State, Unfinished, World
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.xforms import pasting, rows
from domain.forms.xforms.form import WouldLoseRows, XForm, XFormFilling
from tests.xlsforms import NOW, program

SURVEY = """
survey:
type | name | label::fa (fa) | label::en (en) | relevant | constraint | constraint_message::fa (fa) | required | required_message::fa (fa) | appearance
text | who | نام سرپرست | Head | | | | yes | نام لازم است.
select_one yn | water | آب دارد؟ | Water? | | | | yes
text | source | آب از کجا؟ | Source | ${water} = 'n'
note | after_water | دربارهٔ فرزندان ${who} | About the children
begin_repeat | child | فرزند | Child
text | name | نام فرزند | Name
integer | age | سن ${name} | Age | | . < 18 | زیر ۱۸ سال.
end_repeat
select_multiple yn | both | هر دو | Both | | count-selected(.) > 1 | هر دو را انتخاب کنید.
geotrace | line | خط | Line
image | photo | عکس | Photo
text | secret | پنهان | Hidden | | | | | | hidden
note | thanks | سپاس | Thanks
choices:
list_name | name | label::fa (fa) | label::en (en)
yn | y | بله | Yes
yn | n | خیر | No
"""
FORM = XForm("form.1", program(SURVEY))
TODAY = NOW.date()
PHOTO = Attachment("ab" * 32, "photo.jpg", "photo", "image/jpeg", 10)


class Karimi:
    """A facilitator who keeps nothing but the state as JSON."""

    def __init__(self, language: str = "fa") -> None:
        self._world = World(NOW, language, most_rows=5)
        self._stored = json.dumps(moves.begin(FORM, self._world).state.to_json())

    @property
    def filling(self) -> XFormFilling:
        return FORM.fill(State.from_json(json.loads(self._stored)), self._world)

    @property
    def question(self) -> Question:
        question = self.filling.question(self.filling.state.at)
        assert question
        return question

    def at(self) -> str:
        return self.filling.state.at

    def keeps(self, filling: object) -> str:
        assert isinstance(filling, XFormFilling)
        self._stored = json.dumps(filling.state.to_json())
        return self.at()

    def says(self, *texts: str) -> str:
        for text in texts:
            self.keeps(moves.answer(self.filling, AnswerInput(TODAY, text, choice=text, source=f"bale:{text}")))
        return self.at()

    def skips(self) -> str:
        return self.keeps(moves.skip(self.filling))

    def refused(self, text: str) -> str:
        with pytest.raises(InvalidAnswer) as refused:
            self.says(text) if text else self.skips()
        text_shown = refused.value.text
        return str(text_shown.params["lines"][0]) if "lines" in text_shown.params else text_shown.key


def test_a_form_is_answered_to_its_end() -> None:
    karimi = Karimi()
    words = karimi.filling.words.of(karimi.question)
    assert (words.ask, karimi.question.required, moves.place(karimi.filling)) == ("نام سرپرست", True, (1, 7))
    karimi.says("رحیمی")
    assert karimi.filling.words.of(karimi.question).options == {"y": "بله", "n": "خیر"}
    assert karimi.says("n") == "source"
    assert karimi.says("چاه") == "child[1]/name"
    words = karimi.filling.words.of(karimi.question)
    assert words.notes == ("دربارهٔ فرزندان رحیمی",)
    assert words.section == (T("xform.row_of", label="فرزند", row=1),)
    karimi.says("سارا")
    assert karimi.filling.words.of(karimi.question).ask == "سن سارا"
    assert karimi.says("7") == "child"
    assert karimi.keeps(rows.add(karimi.filling, "child")) == "child[2]/name"
    karimi.says("رضا", "9")
    assert karimi.skips() == "both"
    for move in (karimi.skips, karimi.skips, karimi.skips):
        last = move()
    assert last == ""
    assert karimi.filling.words.notes("") == ("سپاس",)
    final = karimi.filling.final()
    assert {name: final[name] for name in ("who", "source", "child[1]/age", "child[2]/name")} == {
        "who": "رحیمی",
        "source": "چاه",
        "child[1]/age": "7",
        "child[2]/name": "رضا",
    }


def test_a_refused_answer_leaves_everything_as_it_was() -> None:
    karimi = Karimi()
    assert karimi.refused("") == "form.required"
    karimi.says("رحیمی")
    assert karimi.refused("شاید") == "form.choice_needed"
    karimi.says("y", "سارا")
    filling, before = karimi.filling, karimi.filling.state
    with pytest.raises(InvalidAnswer):
        moves.answer(filling, AnswerInput(TODAY, "30"))
    assert filling.state == before
    assert filling.value("child[1]/age") is None
    assert karimi.refused("30") == "زیر ۱۸ سال."
    assert karimi.at() == "child[1]/age"


def test_a_corrected_answer_leads_back_to_what_is_open_and_what_is_masked_is_not_lost() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "n", "چاه", "سارا", "7")
    for _ in range(4):
        karimi.skips()
    assert karimi.at() == ""
    karimi.keeps(moves.fix(karimi.filling, "water"))
    assert karimi.says("y") == ""
    assert karimi.filling.state.answers["source"] == "چاه"
    assert "source" not in karimi.filling.final()
    karimi.keeps(moves.fix(karimi.filling, "water"))
    assert karimi.says("n") == ""
    assert karimi.filling.final()["source"] == "چاه"


def test_ticks_are_gathered_and_their_constraint_asked_when_they_are_confirmed() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y", "سارا", "7")
    assert karimi.skips() == "both"
    karimi.keeps(moves.answer(karimi.filling, AnswerInput(TODAY, choice="n")))
    assert karimi.refused("") == "هر دو را انتخاب کنید."
    karimi.keeps(moves.answer(karimi.filling, AnswerInput(TODAY, choice="y")))
    assert karimi.filling.value("both") == "y n"
    assert karimi.skips() == "line"
    assert karimi.filling.state.answers["both"] == "y n"


def test_a_line_is_several_places_and_a_photo_is_kept_by_name() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y", "سارا", "7")
    karimi.skips()
    assert karimi.skips() == "line"
    here = AnswerInput(TODAY, location=Location(36.3, 59.6, 5.0))
    karimi.keeps(moves.answer(karimi.filling, here))
    assert karimi.refused("") == "xform.more_locations"
    karimi.keeps(moves.answer(karimi.filling, AnswerInput(TODAY, location=Location(36.4, 59.7))))
    assert karimi.skips() == "photo"
    assert karimi.refused("سلام") == "xform.image_needed"
    karimi.keeps(moves.answer(karimi.filling, AnswerInput(TODAY, files=(PHOTO,), source="bale:9")))
    assert karimi.at() == ""
    assert karimi.filling.value("photo") == PHOTO.to_json()
    final = karimi.filling.final()
    assert (final["line"], final["photo"]) == ("36.3 59.6 0.0 5.0;36.4 59.7 0.0 0.0", "abababab-photo.jpg")


def test_a_file_that_comes_early_answers_the_question_for_it() -> None:
    karimi = Karimi()
    assert karimi.keeps(moves.put_by(karimi.filling, AnswerInput(TODAY, files=(PHOTO,)))) == "who"
    assert karimi.filling.value("photo") == PHOTO.to_json()


def test_a_form_that_is_not_finished_names_the_question() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y")
    karimi.keeps(karimi.filling.without("who"))
    with pytest.raises(Unfinished) as unfinished:
        karimi.filling.final()
    assert (unfinished.value.name, unfinished.value.text.params["lines"]) == ("who", ["نام لازم است."])


def test_a_row_is_taken_away_the_others_move_up_and_it_can_be_brought_back() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y", "سارا", "1")
    karimi.keeps(rows.add(karimi.filling, "child"))
    karimi.says("رضا", "2")
    karimi.keeps(rows.add(karimi.filling, "child"))
    karimi.says("مینا")
    karimi.skips()
    assert karimi.keeps(rows.remove(karimi.filling, "child[1]")) == "child"
    state = karimi.filling.state
    assert state.rows == {"child": 2}
    assert (state.answers["child[1]/name"], state.skipped) == ("رضا", ("child[2]/age",))
    assert karimi.keeps(rows.bring_back(karimi.filling)) == "child[1]"
    state = karimi.filling.state
    assert (state.rows, state.answers["child[1]/name"], state.undo) == ({"child": 3}, "سارا", {})


def test_a_copied_row_stands_at_the_end_with_its_answers() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y", "سارا", "1")
    assert karimi.keeps(rows.copy(karimi.filling, "child[1]")) == "child[2]"
    assert karimi.filling.state.answers["child[2]/name"] == "سارا"
    karimi.keeps(moves.fix(karimi.filling, "child[2]/name"))
    assert karimi.says("رضا") == "child[2]"


def test_pasted_lines_fill_rows_and_the_words_of_a_wrong_one_wait_at_their_question() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y")
    pasted = AnswerInput(TODAY, "۱. سارا؛ ۷\n• رضا\t۹\n\n۳- مینا")
    made = pasting.paste(karimi.filling, "child", pasted)
    assert (karimi.keeps(made.filling), made.kept) == ("child[3]/age", 3)
    answers = karimi.filling.state.answers
    assert [answers.get(f"child[{row}]/age") for row in (1, 2, 3)] == ["7", "9", None]
    made = pasting.paste(karimi.filling, "child", AnswerInput(TODAY, "علی؛ ۴\nحسن؛ ۴۰\nجواد؛ ۳"))
    assert (made.wrong[0].params["line"], made.wrong[0].params["said"]) == (2, "۴۰")
    assert (made.kept, made.wrong_lines, made.left, made.first_left) == (1, 1, 1, 3)
    karimi.keeps(made.filling)
    assert (karimi.filling.state.rows, karimi.filling.state.rejected) == ({"child": 5}, {"child[5]/age": "۴۰"})
    with pytest.raises(InvalidAnswer) as full:
        rows.add(karimi.filling, "child")
    assert full.value.text == T("xform.too_many_rows", count=6, most=5)


def test_a_message_of_hundreds_of_wide_rows_is_taken_in_parts() -> None:
    questions = "\n".join(f"text | q{place} | Q" for place in range(60))
    wide = XForm("form.2", program(f"survey:\ntype | name | label\nbegin_repeat | row | Row\n{questions}\nend_repeat"))
    said = "\n".join(f"{line};b;c" for line in range(1, 151))
    made = pasting.paste(wide.begin(State(""), World(NOW)), "row", AnswerInput(TODAY, said))
    assert made.too_long
    assert 20 < made.kept < 150
    assert (made.kept + made.left, made.first_left) == (150, made.kept + 1)
    assert made.said == f"{made.first_left};b;c"
    rest = "\n".join(said.split("\n")[made.kept :])
    assert isinstance(made.filling, XFormFilling)
    again = pasting.paste(made.filling, "row", AnswerInput(TODAY, rest))
    assert again.filling.state.answers[f"row[{made.first_left}]/q0"] == str(made.first_left)


def test_a_reader_of_another_language_gets_the_default() -> None:
    english, turkish = Karimi("en"), Karimi("tr")
    assert english.filling.words.of(english.question).ask == "Head"
    assert turkish.filling.words.of(turkish.question).ask == "نام سرپرست"


def test_tags_of_buttons_lead_back_to_their_names() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y", "سارا")
    filling = karimi.filling
    for name in (*filling.asked(), "child[1]"):
        assert filling.named(filling.tag(name)) == name
    assert filling.named("12") == ""


COUNTED = XForm(
    "form.2",
    program("""
survey:
type | name | label | repeat_count
integer | guests | Guests
begin_repeat | guest | Guest | ${guests}
text | name | Name
end_repeat
"""),
)


def test_an_answer_that_would_take_filled_rows_away_is_asked_for_twice() -> None:
    filling = moves.begin(COUNTED, World(NOW))
    for text in ("3", "Ali", "Reza"):
        filling = moves.answer(filling, AnswerInput(TODAY, text))
    filling = moves.fix(filling, "guests")
    # The third row is blank, and nothing is lost with it.
    filling = moves.fix(moves.answer(filling, AnswerInput(TODAY, "2")), "guests")
    with pytest.raises(WouldLoseRows) as refused:
        moves.answer(filling, AnswerInput(TODAY, "1"))
    assert refused.value.text == T("xform.would_lose_rows", count=1)
    assert isinstance(filling, XFormFilling)
    asked_again = filling.refusing(refused.value)
    assert asked_again.state.rows == {"guest": 2}
    with pytest.raises(WouldLoseRows):
        moves.answer(asked_again, AnswerInput(TODAY, "0"))
    assert moves.answer(asked_again, AnswerInput(TODAY, "1")).state.rows == {"guest": 1}


def test_a_table_its_rows_and_a_group_are_called_by_their_short_labels() -> None:
    covered = """
    survey:
    type | name | label | short
    begin_repeat | covered | خانوارهای تحت پوشش در هر محله یا ناحیه | خانوارها
    begin_group | able | افرادی که توان و آمادگی کار دارند | آماده به کار
    integer | women | چند زن آماده به کارند؟ | زنان
    end_group
    end_repeat
    """
    form = XForm("covered.1", program(covered))
    world = World(NOW, "fa", most_rows=5)
    filling = form.fill(moves.begin(form, world).state, world)
    question, table = filling.question("covered[1]/able/women"), filling.question("covered")
    assert question
    assert table
    words = filling.words.of(question)
    assert (words.short, words.section) == ("زنان", (T("xform.row_of", label="خانوارها", row=1), "آماده به کار"))
    assert filling.words.of(table).short == "خانوارها"
    assert filling.words.of(table).ask == "خانوارهای تحت پوشش در هر محله یا ناحیه"


def test_ticks_that_were_left_unconfirmed_are_not_lost_when_the_form_is_sent() -> None:
    karimi = Karimi()
    karimi.says("رحیمی", "y", "سارا", "7")
    karimi.skips()
    for choice in ("y", "n"):
        karimi.keeps(moves.answer(karimi.filling, AnswerInput(TODAY, choice=choice)))
    karimi.skips()
    karimi.keeps(moves.fix(karimi.filling, "both"))
    karimi.keeps(moves.answer(karimi.filling, AnswerInput(TODAY, choice="n")))
    karimi.keeps(karimi.filling.went(""))
    with pytest.raises(Unfinished) as unfinished:
        karimi.filling.final()
    assert (unfinished.value.name, unfinished.value.text) == ("both", T("xform.unconfirmed"))


def test_the_words_that_pyxform_makes_are_the_readers_own() -> None:
    trade = """
survey:
type | name | label
select_one trade or_other | trade | پیشه
choices:
list_name | name | label
trade | baker | نانوا
"""
    filling = moves.begin(XForm("form.3", program(trade)), World(NOW, "fa"))
    question = filling.question("trade")
    assert question
    assert filling.words.of(question).options == {"baker": "نانوا", "other": T("xform.other")}
    filling = moves.answer(filling, AnswerInput(TODAY, choice="other"))
    asked = filling.question(filling.state.at)
    assert asked
    assert filling.words.of(asked).ask == T("xform.specify_other")


def test_an_amount_in_a_label_has_its_thousands_apart_unlike_a_code_or_a_year() -> None:
    form = XForm(
        "form.amounts",
        program("""
survey:
type|name|label|calculation
text|code|کد پستی|
integer|wage|دستمزد|
integer|since|سال|
calculate|total||${wage} * 12
calculate|copied||${code}
note|said|کد ${code} (${copied}) از سال ${since}: ماهی ${wage} و سالی ${total} ریال.|
"""),
    )
    answers = {"code": "9187654321", "wage": "2500000", "since": "1398"}
    filling = form.fill(State("", answers), World(NOW, "fa"))
    [said] = filling.words.notes("")
    assert said == "کد ۹۱۸۷۶۵۴۳۲۱ (۹۱۸۷۶۵۴۳۲۱) از سال ۱۳۹۸: ماهی ۲٬۵۰۰٬۰۰۰ و سالی ۳۰٬۰۰۰٬۰۰۰ ریال."
