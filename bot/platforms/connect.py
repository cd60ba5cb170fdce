"""Connect the platforms that are set up, each with a proxy and connections of its own: none waits for another's."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.platforms import capabilities
from bot.platforms.bale import Bale
from bot.platforms.base import Capabilities, Platform
from bot.platforms.telegram import Telegram
from bot.platforms.transport import ApiClient, Connections
from bot.settings.config import Config
from bot.settings.sections import Limits, PlatformSection

_ADAPTERS: dict[str, tuple[type[Telegram] | type[Bale], Callable[[Limits], Capabilities]]] = {
    "telegram": (Telegram, capabilities.telegram),
    "bale": (Bale, capabilities.bale),
}


@dataclass(frozen=True, slots=True)
class Connected:
    """A platform and its pools of connections: one for calls, one for the long poll, so that it delays no message."""

    platform: Platform
    pools: tuple[Connections, Connections]

    async def open(self) -> None:
        """Open both pools, inside a running loop."""
        for pool in self.pools:
            await pool.open()

    async def close(self) -> None:
        """Close both pools."""
        for pool in self.pools:
            await pool.close()


def connect(config: Config) -> dict[str, Connected]:
    """Build the adapter of each platform that has a section in the settings, by name; no call is made yet."""
    return {name: _connected(name, section, config.limits) for name, section in config.platforms.items()}


def _connected(name: str, section: PlatformSection, limits: Limits) -> Connected:
    token, proxy = section.token.get_secret_value(), section.proxy.get_secret_value() if section.proxy else None
    calls, polls = Connections(proxy), Connections(proxy, small_calls=False)
    adapter, capabilities_of = _ADAPTERS[name]
    clients = ApiClient(token, section.base_url, calls), ApiClient(token, section.base_url, polls)
    return Connected(adapter(*clients, capabilities_of(limits)), (calls, polls))
