"""The emergency in which an account has fallen into other hands: it is cut off from its person and all that it may."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.chat.screens import Screen, T
from models.tables.people import Account, Person
from services import audit
from services.accounts import linking, person_merge
from services.context import ActionContext
from services.directory import members, trusted_roles
from services.errors import Refused
from services.messaging import recipients
from services.messaging.notify import notify


@dataclass(frozen=True, slots=True)
class LockedOut:
    """The end of a lock-out: the roles that ended, and whether the person goes on by another account.

    ``owner`` is True when the settings still name the account as an owner, ``secretaries`` the number that is left.
    """

    roles: int
    goes_on: bool
    owner: bool
    secretaries: int


async def lock_out(context: ActionContext, user: str) -> LockedOut:
    """Cut an account off («telegram:1000»): it is a stranger's from now on, and its links and codes are void.

    Its person keeps roles, drafts and answers where there is another account; otherwise the roles end. What the
    person invited is revoked in either case, and the secretaries are told. Raises Refused for an unknown account.
    """
    account = await context.session.scalar(select(Account).where(Account.user == user))
    if account is None:
        raise Refused("lock_out.unknown", account=user)
    person_id = account.person_id
    goes_on = len(await linking.accounts(context.session, person_id)) > 1
    held = await members.of_person(context.session, person_id)
    person = await context.session.get_one(Person, person_id)
    await trusted_roles.revoke_issued(context, person_id)
    await trusted_roles.note_owner(context, user)
    await person_merge.split(context, account)
    ended = [] if goes_on else held
    for membership in ended:
        await members.end_silently(context, membership)
    audit.record(context, "lock_out", "account", account.id, person=person_id, roles=len(ended))
    left = await recipients.secretaries(context.session, reachable=False)
    key = "lock_out.goes_on" if goes_on else "lock_out.told"
    await notify(
        context, left, Screen(T(key, name=members.formal_name(person), platform=linking.platform_name(account)))
    )
    return LockedOut(len(ended), goes_on, user in context.organisation.owners, len(left))
