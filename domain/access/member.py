"""Members: a person with the roles that he or she holds for agencies or in the secretariat."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of a membership: five of an agency (see `OF_AGENCY`), the others of none."""

    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    CONTACT = "contact"
    HEAD = "head"
    FACILITATOR = "facilitator"
    SECRETARY = "secretary"
    CHAIR = "chair"
    OUTSIDE = "outside"


OF_AGENCY = frozenset({Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT, Role.HEAD, Role.FACILITATOR})
"""Roles that are held for an agency; a facilitator's is a neighbourhood, and may be unknown yet."""

OF_LISTED = OF_AGENCY - {Role.FACILITATOR}
"""Roles whose agency is chosen from the list of agencies, and not of neighbourhoods."""

ANSWERING = OF_AGENCY - {Role.HEAD}
"""Roles that answer an agency's obligations; a head only reads them."""

TRUSTED = frozenset({Role.SECRETARY, Role.CHAIR})
"""Roles that see and do what concerns all agencies."""

RANK = tuple(Role)
"""The order of roles: of two in one agency the earlier one stays, for it may do all that the other may."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of one person; ``agency_id`` is None for the roles that belong to no agency.

    ``agency`` is its name, or that of an outside contact's committee. With ``broadcasts`` it has the right to broadcast
    to one audience.
    """

    id: int
    role: Role
    agency_id: int | None = None
    agency: str = ""
    broadcasts: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """The person behind a chat, loaded once for a turn; a stranger has no memberships."""

    person_id: int
    account_id: int
    title: str = ""
    name: str = ""
    language: str = "fa"
    memberships: tuple[Membership, ...] = ()
    active_id: int | None = None
    settings: dict[str, object] = field(default_factory=dict)

    def has(self, *roles: Role) -> bool:
        """Tell whether the person holds any of the roles."""
        return any(membership.role in roles for membership in self.memberships)

    @property
    def stranger(self) -> bool:
        return not self.memberships

    @property
    def secretary(self) -> bool:
        return self.has(Role.SECRETARY)

    @property
    def outside(self) -> bool:
        """Tell whether the person is only a contact of another committee."""
        return all(membership.role is Role.OUTSIDE for membership in self.memberships)

    @property
    def of_agency(self) -> tuple[Membership, ...]:
        """The memberships that are held for an agency."""
        return tuple(held for held in self.memberships if held.role in OF_AGENCY and held.agency_id is not None)

    @property
    def agency_ids(self) -> set[int]:
        """The agencies for which the person holds a role."""
        return {held.agency_id for held in self.of_agency if held.agency_id is not None}

    @property
    def active(self) -> Membership | None:
        """The agency membership in which the person acts now: the one chosen, else the first one."""
        held = self.of_agency
        return next((m for m in held if m.id == self.active_id), held[0] if held else None)

    @property
    def other_agencies(self) -> tuple[Membership, ...]:
        """The agencies for which the person may act instead of the active one; neighbourhoods have their own list."""
        return tuple(held for held in self.of_agency if held != self.active and held.role is not Role.FACILITATOR)

    @property
    def neighbourhoods(self) -> tuple[Membership, ...]:
        """The memberships of a facilitator, but for one of no neighbourhood."""
        return tuple(held for held in self.of_agency if held.role is Role.FACILITATOR)
