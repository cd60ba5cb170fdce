"""Twins in a roster: rows that come twice, one number for two people, one person with two numbers."""

from dataclasses import replace

from domain.access.roster import Entry, Problem, Roster
from domain.persian.text import fold


def settled(roster: Roster) -> Roster:
    """Leave out rows that are there already, which is noted, and those that contradict an earlier one.

    Of one number for two people, and of two numbers of one agency's person, the earlier row stands and the later one is
    a problem: nobody can say here which of them is right.
    """
    entries: list[Entry] = []
    problems, notes = list(roster.problems), list(roster.notes)
    rows: dict[Entry, str] = {}
    holders: dict[str, tuple[str, str]] = {}
    phones: dict[tuple[str, str], tuple[str, str]] = {}
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
        rows[this] = entry.places["agency"]
        if entry.phone:
            holders[entry.phone] = person, place
            phones[fold(entry.agency), person] = entry.phone, place
        entries.append(entry)
    return Roster(tuple(entries), tuple(problems), tuple(notes))
