"""Members: a person with the roles that he or she holds for agencies or in the secretariat."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of a membership: four of an agency (see `OF_AGENCY`), the others of none."""

    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    CONTACT = "contact"
    HEAD = "head"
    FACILITATOR = "facilitator"
    SECRETARY = "secretary"
    CHAIR = "chair"


OF_AGENCY = frozenset({Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT, Role.HEAD})
"""Roles that are held for an agency."""

ANSWERING = frozenset({Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT})
"""Roles that answer an agency's obligations; a head only reads them."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of one person; ``agency_id`` is None for the roles that belong to no agency."""

    id: int
    role: Role
    agency_id: int | None = None
    agency: str = ""


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
    def of_agency(self) -> tuple[Membership, ...]:
        """The memberships that are held for an agency."""
        return tuple(membership for membership in self.memberships if membership.role in OF_AGENCY)

    @property
    def active(self) -> Membership | None:
        """The agency membership in which the person acts now: the one chosen, else the first one."""
        held = self.of_agency
        return next((m for m in held if m.id == self.active_id), held[0] if held else None)
