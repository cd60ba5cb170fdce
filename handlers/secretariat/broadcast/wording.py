"""Words about an audience: its steps, its people, and those who cannot be reached."""

from collections.abc import Sequence
from dataclasses import replace

from domain.access.audience import Audience, Part, PartKind
from domain.chat.screens import T, Text
from services.broadcast.audience import Addressee, People
from texts.wording import comma_separated

MOST_UNREACHABLE = 5
"""The unreachable people and agencies that a screen names; the rest is a number, and all are on the list of names."""


def steps(audience: Audience) -> list[Text]:
    """Return a line for each step of an audience."""
    return [T(f"audience.step.{step.operator}", part=part(step.part)) for step in audience.steps]


def part(part: Part) -> Text:
    """Return the words for a part: «همهٔ نماینده‌ها»، «گروه مدعوین»."""
    if part.kind is PartKind.ROLE:
        return T("audience.part.role", role=T(f"audience.add.role.{part.name}"))
    if part.kind in (PartKind.EVERYONE, PartKind.OVERDUE, PartKind.OUTSIDE):
        return T(f"audience.part.{part.kind}")
    return T(f"audience.part.{part.kind}", name=part.name)


def counts(found: People) -> list[Text]:
    """Return the lines with the number of people, and of those who cannot be reached."""
    number = len(found.addressees)
    lines = [T("audience.count", count=number) if number else T("audience.count_none")]
    if found.unreachable:
        withheld = T("privacy.withheld")
        shown = found.unreachable[:MOST_UNREACHABLE]
        names = [T("form.lines", lines=[replace(person.name, instead=withheld)]) for person in shown]
        lines.append(T("audience.unreachable", count=len(found.unreachable), names=comma_separated(names)))
    if found.unmanned:
        names_of = list(found.unmanned[:MOST_UNREACHABLE])
        lines.append(T("audience.unmanned", count=len(found.unmanned), names=comma_separated(names_of)))
    return lines


def person(addressee: Addressee, number: int) -> Text:
    """Return a person's line on the list of names."""
    roles: Sequence[Text] = addressee.roles[:2]
    key = "name" if addressee.platform else "name_blocked" if addressee.blocked else "name_without_account"
    return T(f"audience.{key}", number=number, name=addressee.name, roles=comma_separated(roles))
