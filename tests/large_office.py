"""An office of the size of the real one: 70 agencies with 18 resolutions, and what waits for the secretary."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from domain.access.member import Role
from domain.dates.jalali import format_machine
from domain.persian.text import fold, persian_digits
from models.tables.agencies import Agency
from models.tables.followup import Extension
from models.tables.meetings import (
    Meeting,
    MeetingState,
    Obligation,
    ObligationState,
    Owner,
    Resolution,
    ResolutionState,
    Submission,
    SubmissionKind,
)
from models.tables.people import Account, JoinRequest, Membership, Person
from tests.issued import jalali_day
from tests.town import Town

AGENCIES, RESOLUTIONS, OF_EACH, HEARD = 70, 18, 12, 50
"""Of the agencies, ``HEARD`` have a representative; each resolution obliges ``OF_EACH`` of them."""
REPORTS, WISHES, NEWCOMERS = 30, 12, 15


@dataclass(frozen=True)
class LargeOffice:
    """The ids of what was made."""

    obligations: list[int]


def agency_name(number: int) -> str:
    return f"اداره کل شمارهٔ {persian_digits(str(number))}"


async def fill(town: Town) -> LargeOffice:
    """Fill the town's database: tasks, of which the first are late, reports, wishes for more time, newcomers."""
    now, platform = town.clock.now(), town.face.name
    first_due = jalali_day("1398-07-10")
    async with town.app.db.write() as session:
        meeting = Meeting(title="جلسهٔ پنجم کارگروه", number=5, state=MeetingState.ISSUED, created_at=now)
        agencies = [Agency(name=agency_name(n), name_fold=fold(agency_name(n))) for n in range(1, AGENCIES + 1)]
        session.add_all([meeting, *agencies])
        await session.flush()
        people: list[Person] = []
        for number in range(HEARD + NEWCOMERS):
            name = f"کارشناس {persian_digits(str(number + 1))}"
            person = Person(title="", name=name, name_fold=fold(name), phone=f"+98915{number:07}", created_at=now)
            user = f"{platform}:{700_000 + number}"
            session.add(Account(person=person, platform=platform, user=user, chat=user, last_active_at=now))
            people.append(person)
        session.add_all(people)
        await session.flush()
        for person, agency in zip(people[:HEARD], agencies, strict=False):
            session.add(Membership(person=person, agency_id=agency.id, role=Role.REPRESENTATIVE, since=now))
        for person, agency in zip(people[HEARD:], agencies[HEARD:], strict=False):
            session.add(JoinRequest(person=person, agency_id=agency.id, role=Role.REPRESENTATIVE, asked_at=now))
        made: list[dict[str, Any]] = []
        for number in range(1, RESOLUTIONS + 1):
            text = f"مقرر شد جدول شمارهٔ {persian_digits(str(number))} تکمیل و به دبیرخانه ارسال گردد."
            due = first_due + timedelta(days=number)
            resolution = Resolution(
                meeting=meeting,
                number=number,
                text=text,
                text_fold=fold(text),
                deadline={"kind": "date", "due": format_machine(due)},
                due=due,
                state=ResolutionState.ACTIVE,
            )
            session.add(resolution)
            await session.flush()
            for place in range(OF_EACH):
                agency = agencies[(number * OF_EACH + place) % AGENCIES]
                session.add(Owner(resolution=resolution, agency=agency, name=agency.name, place=place))
                made.append({"resolution_id": resolution.id, "agency_id": agency.id, "due": due, "created_at": now})
        await session.flush()
        ids = list(await session.scalars(insert(Obligation).returning(Obligation.id), made))
        of_agency = {agency.id: person for agency, person in zip(agencies, people[:HEARD], strict=False)}
        heard = [number for number, row in zip(ids, made, strict=True) if row["agency_id"] in of_agency]
        asked = dict(zip(ids, made, strict=True))
        for number in heard[:REPORTS]:
            obligation = await session.get_one(Obligation, number)
            obligation.state, obligation.answered_at = ObligationState.ANSWERED, now
            session.add(
                Submission(
                    obligation_id=number,
                    person_id=of_agency[asked[number]["agency_id"]].id,
                    kind=SubmissionKind.REPORT,
                    form="report",
                    answers={"status": "done", "done": "جدول تکمیل شد."},
                    sent_at=now,
                )
            )
        later = [number for number in heard[REPORTS:] if asked[number]["due"] > town.clock.now().date()]
        for number in later[:WISHES]:
            row = asked[number]
            session.add(
                Extension(
                    obligation_id=number,
                    asked_by=of_agency[row["agency_id"]].id,
                    asked_at=now,
                    until=row["due"] + timedelta(days=14),
                    reason="گردآوری آمار زمان می‌برد.",
                    old_due=row["due"],
                )
            )
    return LargeOffice(ids)
