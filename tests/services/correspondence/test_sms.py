"""Texts for the SMS panel, which stay within two parts whatever people and agencies are called."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import DeadlineKind
from models.tables.meetings import ObligationState
from services.correspondence import sms
from services.correspondence.letter_fields import phrase
from services.obligations.obligations import View

SENTENCE = phrase("official_letter.sms", **{name: f"{{{word}}}" for word, name in sms.FIELDS.items()})
names = st.text("ابپتسشعکگلمنوهی ", min_size=1, max_size=200)


def owed(agency: str) -> View:
    return View(
        id=1,
        version=1,
        agency_id=1,
        agency=agency,
        resolution_id=1,
        number=3,
        item="",
        text="آمار",
        kind=DeadlineKind.DATE,
        due=date(2019, 10, 12),
        period="",
        state=ObligationState.OPEN,
        assignee_id=None,
        meeting="جلسهٔ پنجم",
        meeting_number=5,
        reminded_on=None,
        answered_at=None,
    )


def test_a_text_names_the_person_the_agency_the_number_and_the_date() -> None:
    text = sms.text(SENTENCE, "خانم سارا محمدی", [owed("شهرداری مشهد")])
    assert text.startswith("خانم سارا محمدی، ۱ اقدام شهرداری مشهد (مهلت ۱۳۹۸/۰۷/۲۰)")


@given(names, names)
def test_no_name_makes_a_text_longer_than_two_parts(name: str, agency: str) -> None:
    text = sms.text(SENTENCE, name, [owed(agency)])
    assert len(text) <= sms.LONGEST
    assert "دبیرخانه" in text
