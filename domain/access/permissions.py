"""Permissions: plain functions of a member, tested as a table of every action by every role.

Each says what it allows, and whom.
"""

from domain.access.member import ANSWERING, Member, Role


def anyone(member: Member) -> bool:
    """Use what registration needs: everybody, strangers too."""
    return True


def member(member: Member) -> bool:
    """Use what every member may: anybody who has been let in."""
    return not member.stranger


def asks_secretariat(member: Member) -> bool:
    """Ask the secretariat a question: every member who is not a secretary."""
    return not (member.stranger or member.secretary)


def represents(member: Member) -> bool:
    """Answer an agency's obligations for it: its representative, deputy or contact, a neighbourhood's facilitator."""
    return member.has(*ANSWERING)


def facilitates(member: Member) -> bool:
    """Choose the own neighbourhoods: a facilitator, also one who has none yet."""
    return member.has(Role.FACILITATOR)


def of_agency(member: Member) -> bool:
    """See an agency's obligations: its people, the head too."""
    return bool(member.of_agency)


def owes(member: Member) -> bool:
    """Have a list of own obligations: an agency's people, and the secretariat, which is an agency too.

    A facilitator without a neighbourhood yet is told there to choose one.
    """
    return of_agency(member) or facilitates(member) or member.secretary


def secretary(member: Member) -> bool:
    """Do the secretariat's work: a secretary."""
    return member.secretary


def reads_all(member: Member) -> bool:
    """See the status of every agency: the secretariat, and the chair, who changes nothing."""
    return member.has(Role.SECRETARY, Role.CHAIR)


def chairs(member: Member) -> bool:
    """Approve what is put before the chair: the chair."""
    return member.has(Role.CHAIR)


def broadcasts(member: Member) -> bool:
    """Send broadcasts: a secretary, and a member with the right to one audience."""
    return member.secretary or any(held.broadcasts for held in member.memberships)


def reads_broadcasts(member: Member) -> bool:
    """Read broadcasts and their ledgers: who may send them, and the chair; a right shows the own ones alone."""
    return broadcasts(member) or reads_all(member)


def answers(member: Member) -> bool:
    """Send answers: who represents an agency, and a secretary, for answers that came in by phone or on paper."""
    return represents(member) or member.secretary


def answers_for(member: Member, agency_id: int) -> bool:
    """Answer the obligations of one agency as one of its own people."""
    return any(held.agency_id == agency_id and held.role in ANSWERING for held in member.memberships)


def sees_agency(member: Member, agency_id: int) -> bool:
    """Read one agency's obligations and answers: its people, its head, the secretariat and the chair."""
    return reads_all(member) or any(held.agency_id == agency_id for held in member.of_agency)


def reads_obligations(member: Member) -> bool:
    """Read obligations and answers at all; ``sees_agency`` says of which agencies."""
    return of_agency(member) or reads_all(member)
