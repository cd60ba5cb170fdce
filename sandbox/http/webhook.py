"""The webhook: setWebhook, deleteWebhook and getWebhookInfo, and delivery to the address that was set."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.protocol.errors import bad_request, not_found
from sandbox.world.platform_state import PlatformState

_PAUSE_AFTER_FAILURE = 1.0  # seconds


class Webhook:
    """Delivery of updates one by one: the next is posted when the one before was answered by 2xx."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state
        self._delivery: asyncio.Task[None] | None = None
        self._last_error: tuple[int, str] | None = None
        stored = state.setting("webhook") or {"url": "", "secret": ""}
        self.url: str = stored["url"]
        self._secret: str = stored["secret"]

    async def answer(self, method: str, params: dict[str, Any]) -> Any:
        """Carry out one of the three methods, or logOut and close, which change nothing here. Raises BotApiError."""
        match method:
            case "setWebhook":
                return await self._set(params)
            case "deleteWebhook":
                return await self._set({**params, "url": ""})
            case "getWebhookInfo":
                return self._info()
            case "logOut" | "logout" | "close":
                return True
        raise not_found()

    def start(self) -> None:
        """Begin delivery, when there is an address."""
        if self.url:
            self._delivery = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None

    async def _set(self, params: dict[str, Any]) -> bool:
        url = params.get("url", "")
        # Telegram demands https; the sandbox delivers to its own machine only, where plain http will do.
        if url and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            raise bad_request("bad webhook: the sandbox delivers to this machine only")
        await self.stop()
        if params.get("drop_pending_updates"):
            self._state.updates.clear()
        if "allowed_updates" in params:
            self._state.updates.allow(params["allowed_updates"])
        self._state.updates.stop()
        self.url, self._secret = url, params.get("secret_token", "")
        self._state.set_setting("webhook", {"url": self.url, "secret": self._secret})
        self._last_error = None
        self.start()
        return True

    def _info(self) -> dict[str, Any]:
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._state.updates),
        }
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        return info

    async def _deliver(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        offset = 0
        async with aiohttp.ClientSession(headers=headers) as session:
            while True:
                for update in await self._state.updates.take(offset, limit=1, patience=60):
                    error = await _posted(session, self.url, update)
                    if error is None:
                        offset = update["update_id"] + 1
                    else:
                        self._last_error = (self._state.clock.timestamp(), error)
                        await asyncio.sleep(_PAUSE_AFTER_FAILURE)


async def _posted(session: aiohttp.ClientSession, url: str, update: dict[str, Any]) -> str | None:
    """Post one update; return the error, None when the receiver took it."""
    try:
        async with session.post(url, json=update) as response:
            if response.ok:
                return None
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except aiohttp.ClientError as error:
        return str(error)
