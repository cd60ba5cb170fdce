"""Who may do what: plain functions of a member, tested as a table of every action by every role."""

from domain.people import Member, Role


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


def secretary(member: Member) -> bool:
    """Who works in the secretariat."""
    return member.secretary


def reads_all(member: Member) -> bool:
    """Who sees every agency's standing: the secretariat, and the chair, who changes nothing."""
    return member.has(Role.SECRETARY, Role.CHAIR)
