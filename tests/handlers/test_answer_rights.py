"""Who may do what with answers: every route of them with every role, and whose answers somebody may read or give."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain import rules
from domain.people import Member, Membership, Role
from handlers.routes import REGISTRY

R, D, C, H, F, S, CH = (
    Role.REPRESENTATIVE,
    Role.DEPUTY,
    Role.CONTACT,
    Role.HEAD,
    Role.FACILITATOR,
    Role.SECRETARY,
    Role.CHAIR,
)
ANSWER, OWE, READ, REVIEW, ALL = {R, D, C, S}, {R, D, C, H, S}, {R, D, C, H, S, CH}, {S}, set(Role)
MINE, THEIRS = 1, 2

ALLOWED = {
    ("command", "tasks"): OWE,
    ("command", "report"): ANSWER,
    ("command", "history"): OWE,
    ("command", "duties"): OWE,
    ("command", "settings"): ALL,
    ("command", "review"): REVIEW,
    ("command", "behalf"): REVIEW,
    ("tap", "task"): READ,
    ("tap", "task.template"): READ,
    ("tap", "tasks.of"): {R, D, C, H},
    ("tap", "report"): ANSWER,
    ("tap", "letter"): ANSWER,
    ("tap", "nothing"): ANSWER,
    ("tap", "not_ours"): ANSWER,
    ("tap", "hand"): ANSWER,
    ("tap", "again"): ANSWER,
    ("tap", "history.open"): READ,
    ("tap", "review.accept"): REVIEW,
    ("tap", "review.back"): REVIEW,
    ("tap", "review.next"): REVIEW,
    ("sent", "report"): ANSWER,
    ("sent", "letter"): ANSWER,
    ("sent", "answer.nothing"): ANSWER,
    ("sent", "answer.not_ours"): ANSWER,
    ("sent", "answer.hand"): ANSWER,
    ("sent", "review.back"): REVIEW,
    ("sent", "review.behalf_form"): REVIEW,
}


def member(*roles: Role, agency_id: int = MINE) -> Member:
    """Somebody with these roles, those of an agency in one agency."""
    outside = (F, S, CH)
    held = [Membership(place, role, None if role in outside else agency_id) for place, role in enumerate(roles, 1)]
    return Member(person_id=1, account_id=1, memberships=tuple(held))


@pytest.mark.parametrize(("way", "name"), ALLOWED)
def test_each_route_is_open_to_its_roles_and_to_no_other(way: str, name: str) -> None:
    tables: dict[str, Mapping[str, Any]] = {"command": REGISTRY.commands, "tap": REGISTRY.taps, "sent": REGISTRY.sent}
    rule = tables[way][name].rule
    assert {role for role in Role if rule(member(role))} == ALLOWED[way, name]
    assert not rule(member())


@pytest.mark.parametrize("role", Role)
def test_one_answers_for_and_reads_one_s_own_agency(role: Role) -> None:
    assert rules.answers_for(member(role), MINE) is (role in {R, D, C})
    assert not rules.answers_for(member(role), THEIRS)
    assert rules.sees_agency(member(role), MINE) is (role is not F)
    assert rules.sees_agency(member(role), THEIRS) is (role in {S, CH})
