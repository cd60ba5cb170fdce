"""Twins in a roster: rows that come twice, one number for two people, one person with two numbers or two roles."""

from dataclasses import replace

from domain.access.member import Role
from domain.access.roster import Entry, Problem, Roster
from domain.persian.text import fold


def settled(roster: Roster) -> Roster:
    """Leave out rows that are there already, which is noted, and those that contradict an earlier one.

    Of one number for two people, and of two numbers or two roles of one agency's person, the earlier row stands and the
    later one is a problem: nobody can say here which of them is right. Of two kinds of one agency the first counts,
    which is noted, and the later row's person is taken.
    """
    entries: list[Entry] = []
    problems, notes = list(roster.problems), list(roster.notes)
    rows: dict[Entry, str] = {}
    holders: dict[str, tuple[str, str]] = {}
    phones: dict[tuple[str, str], tuple[str, str]] = {}
    roles: dict[tuple[str, str], tuple[Role, str]] = {}
    kinds: dict[str, tuple[str, str]] = {}
    for entry in roster.entries:
        # Two rows that differ in nothing but their place are one.
        if where := rows.get(this := replace(entry, row=0)):
            notes.append(Problem(entry.places["agency"], "repeated", entry.name or entry.agency, where))
            continue
        person, place = fold(entry.name), entry.places["phone"]
        holder, where = holders.get(entry.phone, (person, ""))
        if entry.phone and holder != person:
            problems.append(Problem(place, "others_phone", entry.phone, where))
            continue
        phone, where = phones.get((fold(entry.agency), person), (entry.phone, ""))
        if entry.phone and phone != entry.phone:
            problems.append(Problem(place, "two_phones", entry.name, where))
            continue
        role, where = roles.get((fold(entry.agency), person), (entry.role, ""))
        if person and role is not entry.role and "role" in entry.places:
            problems.append(Problem(entry.places["role"], "two_roles", entry.name, where))
            continue
        entry = replace(entry, role=role)
        if entry.kind:
            kind, where = kinds.setdefault(fold(entry.agency), (fold(entry.kind), entry.places["kind"]))
            if kind != fold(entry.kind):
                notes.append(Problem(entry.places["kind"], "two_kinds", entry.kind, where))
                entry = replace(entry, kind="")
        rows[this] = entry.places["agency"]
        roles[fold(entry.agency), person] = role, entry.places.get("role", entry.places["name"])
        if entry.phone:
            holders[entry.phone] = person, place
            phones[fold(entry.agency), person] = entry.phone, place
        entries.append(entry)
    return Roster(tuple(entries), tuple(problems), tuple(notes))
