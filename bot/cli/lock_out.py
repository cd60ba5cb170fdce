"""The emergency command: an account that fell into other hands is cut off from all that it may."""

from bot.app import organisation_of
from bot.settings.config import Config
from domain.dates.clock import SystemClock
from models.database import Database
from services import office_settings
from services.accounts.lock_out import LockedOut, lock_out
from services.context import ActionContext
from services.errors import Refused


class UnknownAccountError(Exception):
    """No account of that name has ever written to the bot."""


async def cut_off(config: Config, user: str) -> LockedOut:
    """Lock an account out; the bot may run meanwhile. Raises UnknownAccountError."""
    db = Database(config.database.url.get_secret_value())
    organisation = organisation_of(config, SystemClock())
    try:
        async with db.write() as session:
            await office_settings.refresh(session, organisation)
            return await lock_out(ActionContext(session, organisation, None, organisation.clock.now()), user)
    except Refused:
        raise UnknownAccountError(user) from None
    finally:
        await db.close()
