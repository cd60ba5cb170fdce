"""Invitations, requests, links, hand-overs and removals in any order: nobody gets in but by a secretary, or stays."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from domain.access.member import TRUSTED, Member, Role
from models import Base
from models.database import Database
from models.tables.linking import LinkCode
from models.tables.people import Account, Invitation, JoinRequest, Membership, Person, RequestState
from services.accounts import linking
from services.accounts.lock_out import lock_out
from services.context import ActionContext
from services.directory import invitations, members, registration
from services.directory.registration import RequestedRole
from services.errors import AlreadyDecided, Refused
from tests.services.desk import Desk

T = TypeVar("T")
Held = tuple[Role, int | None]
"""A role, and the agency that it is held in."""
USERS = ("telegram:1", "telegram:2", "bale:1", "bale:2")
OWNERS = frozenset({"telegram:1", "bale:1"})
ROLES = (Role.REPRESENTATIVE, Role.DEPUTY, Role.SECRETARY, Role.SECRETARY, Role.CHAIR)
USER, ANY = st.sampled_from(USERS), st.integers(0, 7)


@dataclass
class Link:
    """An invitation as its maker knows it."""

    code: str
    gives: Held
    maker: str
    made: int
    single_use: bool
    used: bool = False
    revoked: bool = False


@dataclass
class Known:
    """The model of one account: the step at which a role was last taken from it, and whether it was a secretary's."""

    removed: dict[Held, int] = field(default_factory=dict)
    secretary_once: bool = False


class Office(RuleBasedStateMachine):
    """Four accounts, two of them named as owners, and two agencies."""

    def __init__(self) -> None:
        super().__init__()
        self.runner, self.folder = asyncio.Runner(), tempfile.TemporaryDirectory()
        self.known = {user: Known() for user in USERS}
        self.links: list[Link] = []
        self.step = 0
        self.people: dict[str, int] = {}
        self.held: dict[str, frozenset[Held]] = {}

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize()
    def opens(self) -> None:
        async def opens() -> None:
            db = Database(f"sqlite+aiosqlite:///{Path(self.folder.name) / 'dabir.db'}")
            async with db.engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
            self.desk = Desk(db, Path(self.folder.name))
            self.desk.organisation.owners = OWNERS
            self.agencies = [await self.desk.agency(name) for name in ("شهرداری", "بهزیستی")]
            async with db.write() as session:
                for user in USERS:
                    person = Person(name=user, name_fold=user, created_at=self.desk.now())
                    platform = user.partition(":")[0]
                    now = self.desk.now()
                    session.add(Account(person=person, platform=platform, user=user, chat=user, last_active_at=now))

        self.run(opens())
        self.look()
        self.starts(USERS[0])
        self.invites(0, Role.SECRETARY, 0, True)
        self.opens_an_invitation(USERS[1], 0)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.run(self.desk.db.close())
        self.runner.close()
        self.folder.cleanup()

    # What is held, and what a step may change of it

    def look(self) -> None:
        """Read the person of each account, and the roles of each."""

        async def look() -> None:
            held = (Membership.person_id == Account.person_id) & Membership.ended_at.is_(None)
            rows = select(Account.user, Account.person_id, Membership.role, Membership.agency_id)
            self.held = dict.fromkeys(USERS, frozenset[Held]())
            async with self.desk.db.read() as session:
                for user, person, role, agency in await session.execute(rows.outerjoin(Membership, held)):
                    self.people[user] = person
                    self.held[user] |= {(role, agency)} if role else set()

        self.run(look())

    def secretaries(self) -> list[str]:
        return [user for user, roles in self.held.items() if (Role.SECRETARY, None) in roles]

    def does(self, actor: str | None, act: Callable[[ActionContext], Awaitable[T]]) -> T | None:
        """Let the person of an account act, in one transaction; None when it is refused."""
        person = self.people[actor] if actor else None

        async def does() -> T | None:
            try:
                async with self.desk.db.write() as session:
                    return await act(self.desk.context(session, person))
            except (Refused, AlreadyDecided):
                return None

        return self.run(does())

    @contextmanager
    def only(self, **may_gain: Callable[[str, Held], bool]) -> Iterator[None]:
        """Check that in a step nobody gains a role but as ``gains`` allows it."""
        before, gains = self.held, may_gain["gains"]
        self.step += 1
        self.desk.wait(timedelta(seconds=1))
        yield
        self.look()
        for user, roles in self.held.items():
            for held in roles - before[user]:
                assert gains(user, held), f"{user} is {held} in step {self.step}"
            self.known[user].secretary_once |= (Role.SECRETARY, None) in roles

    def removed_since(self, user: str, held: Held, step: int) -> bool:
        return self.known[user].removed.get(held, -1) > step

    # Acts of a secretary

    @rule(who=ANY, role=st.sampled_from(ROLES), agency=st.integers(0, 1), single_use=st.booleans())
    def invites(self, who: int, role: Role, agency: int, single_use: bool) -> None:
        if secretaries := self.secretaries():
            maker = secretaries[who % len(secretaries)]
            at = None if role in TRUSTED else self.agencies[agency]
            with self.only(gains=_nobody):
                made = self.does(
                    maker, lambda context: invitations.make(context, role, at, days=14, single_use=single_use)
                )
            assert made
            self.links.append(Link(made.code, (role, at), maker, self.step, single_use))

    @rule(who=ANY, user=USER, role=st.sampled_from(ROLES), agency=st.integers(0, 1))
    def lets_in(self, who: int, user: str, role: Role, agency: int) -> None:
        """Make two links for somebody, who opens one and may open the other one day."""
        if self.secretaries():
            self.invites(who, role, agency, True)
            self.invites(who, role, agency, True)
            self.opens_an_invitation(user, 0)

    @rule(who=ANY, which=ANY)
    def revokes(self, who: int, which: int) -> None:
        if self.links and (secretaries := self.secretaries()):
            link = self.links[which % len(self.links)]

            async def revoke(context: ActionContext) -> None:
                found = await context.session.scalar(select(Invitation).where(Invitation.code == link.code))
                assert found
                await invitations.revoke(context, found)

            with self.only(gains=_nobody):
                self.does(secretaries[who % len(secretaries)], revoke)
            link.revoked = True

    @rule(who=ANY, yes=st.booleans())
    def decides_on_a_request(self, who: int, yes: bool) -> None:
        if not (secretaries := self.secretaries()):
            return
        asked: list[Held] = []

        async def decide(context: ActionContext) -> None:
            waiting = select(JoinRequest).where(JoinRequest.state == RequestState.PENDING).order_by(JoinRequest.id)
            if request := await context.session.scalar(waiting.limit(1)):
                asked.append((request.role, request.agency_id))
                if yes:
                    await registration.approve(context, request.id, request.version)
                else:
                    await registration.refuse(context, request.id, "نه")

        with self.only(gains=lambda user, held: yes and held in asked):
            self.does(secretaries[who % len(secretaries)], decide)

    @rule(who=ANY, user=USER, which=ANY)
    def removes(self, who: int, user: str, which: int) -> None:
        """End a role; whoever has it is out of it from here on, with every account."""
        if not (secretaries := self.secretaries()):
            return
        person, ended, together = self.people[user], list[Held](), [one for one in USERS if self.same(one, user)]

        async def remove(context: ActionContext) -> None:
            if roles := await members.of_person(context.session, person):
                membership = roles[which % len(roles)]
                await members.end(context, membership)
                ended.append((membership.role, membership.agency_id))

        with self.only(gains=_nobody):
            self.does(secretaries[who % len(secretaries)], remove)
        now = self.held
        for held in ended:
            for one in together:
                if held not in now[one]:
                    self.known[one].removed[held] = self.step

    @rule(user=USER)
    def is_locked_out(self, user: str) -> None:
        if all(self.same(one, user) for one in self.secretaries()):
            # Without a secretary nothing happens any more.
            return
        before = self.held[user]
        with self.only(gains=_nobody):
            self.does(None, lambda context: lock_out(context, user))
        assert self.held[user] == frozenset()
        for held in before:
            self.known[user].removed[held] = self.step
        self.known[user].secretary_once = True

    # Acts of everybody

    @rule(user=USER)
    def starts(self, user: str) -> None:
        known = self.known[user]

        def once(other: str, held: Held) -> bool:
            mine = self.same(other, user) and held == (Role.SECRETARY, None)
            return mine and user in OWNERS and not known.secretary_once

        async def start(context: ActionContext) -> None:
            person = context.person
            account = (await context.session.scalars(select(Account.id).where(Account.user == user))).one()
            await registration.greet_owner(context, Member(person, account), user)

        with self.only(gains=once):
            self.does(user, start)

    @rule(user=USER, which=ANY)
    def opens_an_invitation(self, user: str, which: int) -> None:
        if not self.links:
            return
        # The newest are the likeliest to be open still.
        link = self.links[-1 - which % len(self.links)]
        maker_is_one = link.maker in self.secretaries()

        good = link.single_use and maker_is_one and not link.used and not link.revoked

        def by_the_link(other: str, held: Held) -> bool:
            kept_out = self.removed_since(user, held, link.made)
            return good and self.same(other, user) and held == link.gives and not kept_out

        async def open_it(context: ActionContext) -> bool:
            found = await invitations.opened(context.session, link.code, context.person, context.now)
            if not found.single_use:
                wish = RequestedRole(found.role, found.agency_id, invitation_id=found.id)
                await registration.ask(context, context.person, wish)
                return False
            await invitations.accept(context, found, context.person)
            return True

        with self.only(gains=by_the_link):
            link.used |= bool(self.does(user, open_it))

    @rule(user=USER, role=st.sampled_from(ROLES), agency=st.integers(0, 1))
    def asks_to_join(self, user: str, role: Role, agency: int) -> None:
        wish = RequestedRole(role, None if role in TRUSTED else self.agencies[agency])
        with self.only(gains=_nobody):
            self.does(user, lambda context: registration.ask(context, context.person, wish))

    @rule(maker=USER, user=USER)
    def types_the_code_of_another(self, maker: str, user: str) -> None:
        """Give the own code away and be asked nothing more: the roles of both are one person's then."""
        if maker.partition(":")[0] == user.partition(":")[0]:
            return
        before = self.held
        both = before[maker] | before[user]

        def of_either(other: str, held: Held) -> bool:
            passes = held[0] not in TRUSTED or held in before[maker]
            return (self.same(other, maker) or self.same(other, user)) and held in both and passes

        async def link(context: ActionContext) -> None:
            session = context.session
            accounts = {row.user: row for row in await session.scalars(select(Account))}
            own = accounts[maker]
            code, _ = await linking.new_code(context, own.id, own.person_id)
            other = accounts[user]
            found = await linking.look_up(session, other.id, other.person_id, code, context.now)
            assert isinstance(found, LinkCode)
            await linking.use(context, other.id, other.person_id, found.digest)

        with self.only(gains=of_either):
            self.does(maker, link)

    @rule(user=USER, which=ANY)
    def parts_an_account(self, user: str, which: int) -> None:
        own = [one for one in USERS if self.same(one, user)]
        chosen, person = own[which % len(own)], self.people[user]

        async def part(context: ActionContext) -> None:
            account = (await context.session.scalars(select(Account).where(Account.user == chosen))).one()
            await linking.unlink(context, person, account.id, user)

        with self.only(gains=_nobody):
            self.does(user, part)

    @rule(user=USER, which=ANY, to=ANY)
    def hands_over(self, user: str, which: int, to: int) -> None:
        person, given = self.people[user], list[Held]()

        async def hand_over(context: ActionContext) -> None:
            if roles := await members.of_person(context.session, person):
                membership = roles[which % len(roles)]
                others = await members.of_agency(context.session, membership.agency_id)
                given.append((membership.role, membership.agency_id))
                await members.hand_over(context, membership, others[to % len(others)].id)

        before = self.held
        with self.only(gains=lambda other, held: held in given and bool(before[other])):
            self.does(user, hand_over)
        if given and self.held != before:
            assert given[0] not in self.held[user]

    @rule(user=USER, which=ANY)
    def leaves(self, user: str, which: int) -> None:
        person = self.people[user]

        async def leave(context: ActionContext) -> None:
            if roles := await members.of_person(context.session, person):
                await members.end(context, roles[which % len(roles)])

        with self.only(gains=_nobody):
            self.does(user, leave)

    @rule(days=st.integers(0, 15))
    def days_go_by(self, days: int) -> None:
        self.desk.wait(timedelta(days=days, minutes=1))

    def same(self, one: str, other: str) -> bool:
        """Tell whether two accounts are one person's."""
        return self.people[one] == self.people[other]


def _nobody(user: str, held: Held) -> bool:
    return False


Office.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
TestOffice = pytest.mark.ci(Office.TestCase)
