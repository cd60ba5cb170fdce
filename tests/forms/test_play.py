"""The forms that come with Dabir, filled in by people and by random respondents."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from domain.chat.incoming import Attachment
from domain.forms import moves
from domain.forms.compiled.model import Control
from domain.forms.engine import Filling, Question, World
from domain.forms.instance.program import Program
from domain.forms.respondent.play import play
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.xforms import rows
from domain.forms.xforms.form import XForm, XFormFilling
from domain.forms.xforms.types import Rows, Upload
from forms.catalogue import ShippedForm, shipped_forms
from services.form_reading.conversion.convert import Converted, convert
from tests.xlsforms import NOW, world

FORMS = pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.id)


@cache
def converted(name: str) -> Converted:
    form = next(form for form in shipped_forms() if form.id == name)
    return convert(form.workbook(), {})


@cache
def program(name: str) -> Program:
    form = converted(name).form
    assert form, converted(name).findings.errors
    return Program(form)


def plays(name: str, seeds: range) -> Iterator[str]:
    """Yield what went wrong in plays with some seeds."""
    for seed in seeds:
        played = play(program(name), replace(world(), random=Random(seed)), seed)
        if played.reason or played.exceptions:
            yield f"seed {seed}: {played.reason} {played.exceptions}"


@FORMS
def test_a_form_is_read_without_a_word_to_say(form: ShippedForm) -> None:
    read = converted(form.id)
    found = read.findings
    assert [*found.errors, *found.warnings, *found.repairs, *found.unanswerable] == []
    assert read.form
    assert read.form.languages == ("fa", "en")
    assert (read.title, read.id) == (form.titles["fa"], form.id)


@FORMS
def test_random_respondents_come_to_the_end(form: ShippedForm) -> None:
    assert list(plays(form.id, range(3))) == []


@pytest.mark.ci
@pytest.mark.long
@FORMS
def test_two_hundred_random_respondents_come_to_the_end(form: ShippedForm) -> None:
    assert list(plays(form.id, range(200))) == []


@FORMS
def test_every_question_has_its_words_and_every_refusal_its_reason_for_either_reader(form: ShippedForm) -> None:
    for place, element in program(form.id).form.each():
        if element.control is not Control.NONE:
            assert set(element.label) == {"fa", "en"}, place
        assert set(element.constraint_message) == ({"fa", "en"} if element.constraint else set()), place


def said(question: Question, value: str) -> AnswerInput:
    """Return a value as it is typed, tapped or sent."""
    if isinstance(question.type, Upload):
        return AnswerInput(NOW.date(), files=(Attachment("aa" * 32, value, "document", "image/jpeg"),))
    return AnswerInput(NOW.date(), value, choice=value)


def as_xform(filling: Filling) -> XFormFilling:
    assert isinstance(filling, XFormFilling)
    return filling


class Somebody:
    """Somebody who fills in a form, question by question."""

    def __init__(self, form: str, language: str = "fa") -> None:
        self._filling = moves.begin(XForm(form, program(form)), World(NOW, language))

    @property
    def asked(self) -> str:
        """The reference of what is asked, "" at the summary."""
        return self._filling.state.at

    @property
    def offered(self) -> set[str]:
        """The choices of what is asked."""
        question = self._filling.question(self.asked)
        return set(self._filling.words.of(question).options) if question else set()

    def move(self, value: str) -> str:
        """Answer or skip what is asked; returns the words that refuse it."""
        question, filling = self._filling.question(self.asked), self._filling
        assert question
        try:
            if isinstance(question.type, Rows):
                filling = rows.add(as_xform(filling), question.name) if value == "more" else moves.skip(filling)
            elif value:
                filling = moves.answer(filling, said(question, value))
            if question.type.gathers or not value:
                filling = moves.skip(filling)
        except InvalidAnswer as refused:
            return str(refused.text.params["lines"][0] if "lines" in refused.text.params else refused.text.key)
        self._filling = filling
        return ""

    def say(self, **answers: str) -> None:
        """Answer the questions that are asked, in this order; "" skips one and "more" is another row."""
        for name, value in answers.items():
            assert self.asked.rpartition("/")[2] == name
            assert self.move(value) == "", name

    def refusal(self, value: str) -> str:
        """Say something that is refused; returns the form's words."""
        refused = self.move(value)
        assert refused
        return refused

    @property
    def answers(self) -> Mapping[str, str]:
        return self._filling.state.answers


def test_mrs_karimi_says_that_the_guilds_have_no_figures_and_who_has_them() -> None:
    karimi = Somebody("guild_units")
    karimi.say(scope="unavailable")
    assert karimi.asked == "source/reason"
    karimi.say(reason="تنها برای استان ثبت می‌شود.", holder="سازمان صمت", remarks="")
    assert karimi.asked == ""


def test_mr_ahmadi_sends_the_table_that_he_has_instead_of_answering() -> None:
    ahmadi = Somebody("population")
    ahmadi.say(scope="district", as_of="2019-03-20", way="file", table_file="jamiyat.xlsx", remarks="")
    assert ahmadi.asked == ""


def test_mr_ahmadi_cannot_count_more_women_who_read_than_women_nor_a_neighbourhood_twice() -> None:
    ahmadi = Somebody("population")
    ahmadi.say(scope="neighbourhood")
    assert ahmadi.refusal("2020-01-01").startswith("تاریخ آمار نمی‌تواند پس از امروز باشد")
    ahmadi.say(as_of="2019-10-05", way="here", parts="literacy age")
    ahmadi.say(place="گلشهر", men="1200", women="1100", literate_men="1000")
    assert ahmadi.refusal("1101") == "این شمار نباید از شمار زنان همین ردیف بیشتر باشد."
    ahmadi.say(literate_women="900", age_0_14="700", age_15_24="400", age_25_44="800")
    assert ahmadi.refusal("401") == "جمع گروه‌های سنی نباید از جمعیت این ردیف بیشتر شود."
    ahmadi.say(age_45_64="300", age_65_up="100", area="more")
    assert ahmadi.refusal("گلشهر").endswith("تنها یک بار بیاید.")
    ahmadi.say(place="التیمور", men="10", women="12", literate_men="5", literate_women="6")
    assert ahmadi.answers["totals/total_women"] == "1112"
    assert ahmadi.answers["area[1]/literacy/literacy_rate"] == "82.6"


def test_the_university_of_medicine_is_offered_centres_of_the_ownership_alone() -> None:
    doctor = Somebody("health_centres", "en")
    doctor.say(scope="city", as_of="2019-10-01", way="here", centre_name="Shafa", ownership="private")
    assert {"office", "hospital"} <= doctor.offered
    assert "health_post" not in doctor.offered


def test_an_agency_that_spent_nothing_says_so_in_two_answers() -> None:
    agency = Somebody("spent_resources")
    agency.say(performed="no", no_reason="")
    assert agency.asked == ""


def test_what_an_agency_spent_is_at_most_its_resources_and_is_added_up() -> None:
    agency = Somebody("spent_resources")
    agency.say(performed="yes", annual="1000", programme_title="دورهٔ خیاطی", programme_subject="training")
    agency.say(programme_places="گلشهر", spent="150", beneficiaries="40", programme_remarks="", programme="more")
    agency.say(programme_title="روشنایی معابر", programme_subject="housing", programme_places="گلشهر، التیمور")
    assert agency.refusal("851").endswith("جمع هزینهٔ برنامه‌ها نباید از منابع سالانه بیشتر شود.")
    agency.say(spent="30", beneficiaries="", programme_remarks="", programme="enough", table_file="")
    assert agency.asked == ""
    totals = {name: agency.answers[f"totals/{name}"] for name in ("total_spent", "share", "left_to_spend")}
    assert totals == {"total_spent": "180", "share": "18", "left_to_spend": "20"}


def test_a_programme_that_is_late_says_what_stands_in_its_way_and_a_finished_one_does_not() -> None:
    governorate = Somebody("executive_programmes")
    governorate.say(programme_title="بازارچهٔ محلی", origin="carried_over", executor="شهرداری", done="مکان آماده شد.")
    governorate.say(result="۲۰ غرفه", standing="late")
    assert governorate.refusal("100").startswith("درصد از ۰ تا ۹۹ است")
    governorate.say(percent="60", obstacle="برق غرفه‌ها", help_from="توزیع برق", next_step="انشعاب", finish_by="")
    governorate.say(
        programme="more", programme_title="دورهٔ مهارت", origin="new", decided_by="", executor="فنی و حرفه‌ای"
    )
    governorate.say(done="برگزار شد.", result="۴۰ نفر آموزش دیدند.", standing="finished", programme="enough")
    assert governorate.asked == ""
    counts = [
        governorate.answers[f"totals/{name}_count"] for name in ("programme", "new", "finished", "late", "stopped")
    ]
    assert counts == ["2", "1", "1", "1", "0"]


def test_the_municipality_says_when_a_place_is_free_and_not_since_when() -> None:
    municipality = Somebody("vacant_places")
    municipality.say(
        spot_title="سالن کنار فرهنگسرا", spot_hood="گلشهر", spot_kind="hall", spot_address="خیابان شلوغ‌بازار"
    )
    municipality.say(spot_location="36.28830 59.66470", spot_area="120", spot_photo="salon.jpg", spot_state="soon")
    assert municipality.refusal("2019-10-05").startswith("روزی پس از امروز بنویسید")
    municipality.say(free_from="2019-11-01", uses="training sales")
    assert municipality.refusal("water none") == "«هیچ‌کدام» را با گزینهٔ دیگری انتخاب نکنید."
    municipality.say(utilities="water power", terms="free", coordinator_post="مسئول املاک", coordinator_phone="")
    municipality.say(spot_remarks="", spot="enough")
    assert municipality.asked == ""
    assert municipality.answers["totals/free_count"] == "0"


def test_a_firm_is_told_what_a_month_of_its_work_comes_to() -> None:
    firm = Somebody("home_work", "en")
    firm.say(activity_title="Packing saffron", unit="pack")
    assert firm.refusal("0") == "Please write a number from 1 to 10,000,000."
    firm.say(volume="2000", pay="15000", settlement="other", settlement_other="Every ten days", activity_remarks="")
    assert firm.answers["totals/total_monthly_pay"] == "30000000"


def test_a_loan_has_an_amount_and_a_rate_and_no_room_for_people() -> None:
    relief = Somebody("facilities")
    relief.say(custodian="کمیتهٔ امداد", kind="money", subtype="job_loan", facility_title="وام خوداشتغالی", amount="500")
    assert relief.refusal("41").startswith("نرخ از ۰ تا ۴۰ درصد است")
    relief.say(rate="4", instalments="60")
    assert relief.refusal("60") == "شمار ماه‌های تنفس باید از مدت بازپرداخت کمتر باشد."
    relief.say(grace="6", quota="", guarantee="", users="covered", how_to_ask="دفتر ناحیه", facility="enough")
    assert relief.asked == ""


def test_the_think_tank_has_one_head() -> None:
    guild = Somebody("think_tank")
    guild.say(
        agreed="yes", meetings="12", member_name="مریم کریمی", member_post="مدیر مرکز مشاوره", expertise="finance"
    )
    guild.say(member_role="head", member="more", member_name="علی رضایی", member_post="شتاب‌دهنده")
    guild.say(expertise="acceleration")
    assert "این نقش پیش‌تر به عضو دیگری داده شده است" in guild.refusal("head")
    guild.say(member_role="secretary")


def test_nobody_is_named_without_being_asked() -> None:
    facilitator = Somebody("neighbourhood_capacities")
    facilitator.say(hood="گلشهر", topics="people", person_kind="one", consent="no")
    assert facilitator.asked == "person[1]/field"


def test_an_idea_without_words_needs_a_file() -> None:
    karimi = Somebody("idea")
    karimi.say(subject="home_work", text="")
    assert karimi.refusal("")
    karimi.say(file="idea.ogg", files="enough", name="hidden")
    assert karimi.asked == ""


def test_a_report_on_what_has_not_begun_asks_for_no_work_done() -> None:
    ahmadi = Somebody("progress_report")
    ahmadi.say(status="not_started", obstacles="", file="", files="enough")
    assert ahmadi.asked == ""
    rezaei = Somebody("progress_report")
    rezaei.say(status="under_way")
    assert rezaei.refusal("101") == "درصد باید از ۰ تا ۱۰۰ باشد."
    rezaei.say(percent="40", done="دو نشست برگزار شد.", obstacles="", file="photo.jpg", files="more")
    assert rezaei.asked == "files[2]/file"
