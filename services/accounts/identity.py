"""A person's identity as an operator names it, and as it stands in texts: names, phone numbers and accounts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import row_number
from domain.persian import phones
from domain.persian.text import fold
from models.tables.people import Account, Invitation, JoinRequest, Membership, Person

_ALIKE = ("یيىئ", "کك", "اأإآ", "هةۀ", "وؤ")
"""Letters that different keyboards write for one."""
_DIGITS = tuple(
    f"[{latin}{persian}{arabic}]"
    for latin, persian, arabic in zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)
)
GONE = "…"
"""The sign in the place of a number or an account."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant: the id, the name, and how many roles are held."""

    id: int
    name: str
    roles: int


@dataclass(frozen=True, slots=True)
class Identity:
    """All by which a person is known. ``namesakes`` is True when somebody else bears the same name."""

    person_id: int
    names: tuple[str, ...]
    phone: str
    accounts: tuple[str, ...]
    chats: tuple[str, ...]
    namesakes: bool

    @property
    def numbers(self) -> dict[str, int]:
        """The person's number on each platform."""
        return {platform: int(number) for platform, _, number in (user.partition(":") for user in self.accounts)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The identity of what `asdict` made of it."""
        values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()}
        return cls(**values)


async def find(session: AsyncSession, words: str) -> list[Candidate]:
    """Find who may be meant by an account («telegram:1000»), an id («#17»), a phone number or a name."""
    held = (
        select(func.count()).where(Membership.person_id == Person.id, Membership.ended_at.is_(None)).scalar_subquery()
    )
    people = select(Person.id, Person.name, held).order_by(Person.id)
    if words.startswith("#"):
        people = people.where(Person.id == row_number(words[1:]))
    elif ":" in words:
        people = people.join(Account).where(Account.user == words)
    else:
        number = phones.e164(words)
        people = people.where(Person.phone == number) if number else people.where(Person.name_fold == fold(words))
    return [Candidate(*row) for row in await session.execute(people)]


async def of_person(session: AsyncSession, person_id: int) -> Identity:
    """Collect by what a person is known: also by the name of the invitation that was used, and of each account."""
    person = await session.get_one(Person, person_id)
    accounts = (await session.scalars(select(Account).where(Account.person_id == person_id))).all()
    used = select(JoinRequest.invitation_id).where(JoinRequest.person_id == person_id)
    names = [person.name, *(account.display_name for account in accounts)]
    names += await session.scalars(select(Invitation.name).where(Invitation.id.in_(used)))
    alike = select(func.count()).where(Person.id != person_id, Person.name_fold == person.name_fold)
    return Identity(
        person_id,
        tuple(dict.fromkeys(name for name in names if name)),
        person.phone,
        tuple(account.user for account in accounts),
        tuple({account.chat for account in accounts}),
        bool(await session.scalar(alike)),
    )


class Replacement:
    """The replacement of an identity in texts: a name by ``post``, numbers and accounts by a sign.

    A name of one word is replaced only where it is the whole text, for it is a part of other words and names.
    """

    def __init__(self, identity: Identity, post: str, *, by_name: bool = True) -> None:
        names = identity.names if by_name else ()
        self._whole = {fold(name) for name in names}
        self._post, self._post_fold = post, fold(post)
        several = [name for name in names if len(name.split()) > 1]
        self._names = _either(map(_written, several))
        self._folded = _either(_written(fold(name)) for name in several)
        numbers = [_phone(identity.phone)] if identity.phone else []
        self._addresses = {*identity.accounts, *identity.chats}
        numbers += [rf"(?<!\w){re.escape(name)}(?!\d)" for name in self._addresses]
        self._numbers = _either(numbers)

    def __call__(self, text: str, *, folded: bool = False) -> str:
        """The text without the identity; ``folded`` is one for searching."""
        post = self._post_fold if folded else self._post
        if self._whole and fold(text) in self._whole:
            return post
        names = self._folded if folded else self._names
        if names:
            text = names.sub(post.replace("\\", r"\\"), text)
        return self._numbers.sub(GONE, text) if self._numbers else text

    def within(self, text: str, *, folded: bool = False) -> str:
        """The text without the identity, but as it is where the whole of it is an account or a chat."""
        return text if text in self._addresses else self(text, folded=folded)


def _either(patterns: Iterable[str]) -> re.Pattern[str] | None:
    listed = sorted(set(patterns), key=len, reverse=True)
    return re.compile("|".join(listed)) if listed else None


def _written(name: str) -> str:
    """The pattern of a name with the letters of any keyboard, and spaces or half-spaces between its words."""
    letters = {letter: f"[{alike}]" for alike in _ALIKE for letter in alike}
    words = (
        "".join(letters.get(letter, re.escape(letter)) for letter in word) for word in re.split(r"[\s\u200c]+", name)
    )
    return r"(?<!\w)" + r"[\s\u200c]+".join(words) + r"(?![\w\u200c])"


def _phone(phone: str) -> str:
    """The pattern of a number with the digits of any language, with or without its country's code."""
    national = phones.national(phone).lstrip("+0") if phones.e164(phone) else phone.lstrip("+0")
    digits = r"[\s\-\u200c]?".join(_DIGITS[int(digit)] for digit in national if digit.isdecimal())
    return rf"(?<!\d)(?:\+|[0۰٠]{{2}})?(?:[9۹٩][8۸٨][\s\-]?)?[0۰٠]?{digits}(?!\d)"
