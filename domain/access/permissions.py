"""Who may do what: plain functions of a member, tested as a table of every action by every role."""

from domain.access.member import ANSWERING, Member, Role


def anyone(member: Member) -> bool:
    """Also a stranger: only what registration needs."""
    return True


def member(member: Member) -> bool:
    """Anybody who has been let in."""
    return not member.stranger


def represents(member: Member) -> bool:
    """Who answers an agency's obligations: a representative, a deputy or a contact of it."""
    return member.has(Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT)


def of_agency(member: Member) -> bool:
    """Who sees an agency's obligations: its head too."""
    return bool(member.of_agency)


def owes(member: Member) -> bool:
    """Who has a list of own obligations: an agency's people, and the secretariat, which is an agency too."""
    return of_agency(member) or member.secretary


def secretary(member: Member) -> bool:
    """Who works in the secretariat."""
    return member.secretary


def reads_all(member: Member) -> bool:
    """Who sees every agency's standing: the secretariat, and the chair, who changes nothing."""
    return member.has(Role.SECRETARY, Role.CHAIR)


def answers(member: Member) -> bool:
    """Who sends answers: an agency's people, and a secretary who enters what came in by phone or on paper."""
    return represents(member) or member.secretary


def answers_for(member: Member, agency_id: int) -> bool:
    """Who answers the obligations of one agency by themselves."""
    return any(held.agency_id == agency_id and held.role in ANSWERING for held in member.memberships)


def sees_agency(member: Member, agency_id: int) -> bool:
    """Who reads one agency's obligations and answers: its people, its head, the secretariat and the chair."""
    return reads_all(member) or any(held.agency_id == agency_id for held in member.of_agency)


def reads_obligations(member: Member) -> bool:
    """Who reads obligations and answers at all; of which agencies, ``sees_agency`` says."""
    return of_agency(member) or reads_all(member)
