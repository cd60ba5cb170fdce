"""The Bot API of one platform over HTTP: /bot<token>/METHOD and /file/bot<token>/<path>."""

import asyncio
import json
import re
from typing import Any

from aiohttp import BodyPartReader, web
from yarl import URL

from sandbox.http.rate_limits import RateLimits
from sandbox.http.webhook import Webhook
from sandbox.protocol.errors import (
    BotApiError,
    bad_request,
    blocked,
    chat_not_found,
    migrated,
    not_found,
    request_too_large,
    too_many_requests,
    unauthorized,
    webhook_is_set,
)
from sandbox.protocol.validation import Upload
from sandbox.world.actions import Call, World
from sandbox.world.faults import Fault, Faults
from sandbox.world.files import DOWNLOAD_LIMIT, UPLOAD_LIMIT, file_too_big
from sandbox.world.platform_state import PlatformState
from sandbox.world.store import encode

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
_HTML = "<html><head><title>Please wait</title></head><body>The service is being restarted.</body></html>"


class BotApi:
    """HTTP handlers of the bot's calls. `token` None accepts any token of the right shape."""

    def __init__(
        self,
        state: PlatformState,
        world: World,
        faults: Faults,
        token: str | None,
        rate_limits: bool,
    ) -> None:
        self._state = state
        self._world = world
        self._faults = faults
        self._token = token
        self._rules = state.rules
        self._rates = RateLimits(state.rules.rates) if rate_limits else None
        self._webhook = Webhook(state)
        self._stopping = asyncio.Event()

    def add_routes(self, app: web.Application) -> None:
        prefix = self._rules.path_prefix
        app.router.add_route("*", prefix + "/bot{token}/{method}", self.answer)
        app.router.add_get(prefix + "/file/bot{token}/{path:.+}", self.file)
        app.router.add_route("*", prefix + "/bot{rest:.*}", self.unknown)

    def start(self) -> None:
        """Resume delivery to a webhook that was set before a restart."""
        self._webhook.start()

    async def stop(self) -> None:
        """End the calls that are waiting, and delivery to the webhook."""
        self._stopping.set()
        self._state.updates.stop()
        await self._webhook.stop()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Handle one call: simulated faults first, then its parameters, then the method."""
        method = self._rules.method_name(request.match_info["method"])
        params: dict[str, Any] = {}
        sent = params
        fault: Fault | None = None

        def record_call(answer: dict[str, Any] | None) -> None:
            form, kind = request.content_type != "application/json", fault.kind if fault else ""
            self._world.transcript.append(
                Call(method, _without_bytes(params), answer, _without_bytes(sent), form, kind)
            )

        try:
            self._check_token(request)
            params = sent = await _parameters(request)
            fault = self._faults.for_call(method, _chat_of(params))
            if fault is not None:
                response = await self._fault_response(request, fault)
                if response is not None:
                    record_call(None)
                    return response
            params = self._rules.validator.validate(method, params)
            result = await self._result(method, params)
            body = {"ok": True, "result": self._rules.result(method, result)}
        except BotApiError as refusal:
            status, body = self._rules.error_response(refusal)
            record_call(body)
            return _json(body, status)
        if self._faults.outage:
            record_call(None)
            return _hang_up(request)
        if fault is not None and fault.kind == "timeout_after_accept":
            record_call(None)
            await self._pause(fault.seconds)
            return _hang_up(request)
        record_call(body)
        return _json(body, 200)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Serve the file of a link that getFile gave."""
        try:
            self._check_token(request)
            fault = self._faults.for_call("file", None)
            if fault is not None:
                response = await self._fault_response(request, fault)
                if response is not None:
                    return response
            path = request.match_info["path"]
            found = self._state.files.by_path(path) if self._state.files.link_is_valid(path) else None
            if found is None:
                raise not_found()
            data = found[1]
            if len(data) > DOWNLOAD_LIMIT:
                raise file_too_big()
        except BotApiError as refusal:
            status, body = self._rules.error_response(refusal)
            return _json(body, status)
        return web.Response(body=data, content_type="application/octet-stream")

    async def unknown(self, _: web.Request) -> web.StreamResponse:
        """Answer an address that is no method by 404."""
        status, body = self._rules.error_response(not_found())
        return _json(body, status)

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            raise not_found()
        if self._token is not None and token != self._token:
            raise unauthorized()

    async def _result(self, method: str, params: dict[str, Any]) -> Any:
        if self._rates is not None and method in self._rules.rate_limited and "chat_id" in params:
            chat = self._state.chats.get(params["chat_id"])
            self._rates.count(params["chat_id"], group=chat is not None and chat.type == "group")
        if method == "getUpdates":
            return await self._get_updates(params)
        known = self._rules.methods.get(method)
        if known is not None:
            return known(self._state, params)
        return await self._webhook.answer(method, params)

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self._webhook.url:
            raise webhook_is_set()
        if "allowed_updates" in params:
            self._state.updates.allow(params["allowed_updates"])
        return await self._state.updates.take(
            params.get("offset", 0),
            params.get("limit", self._rules.schema.limits("getUpdates", "limit")[1]),
            params.get("timeout", 0),
        )

    async def _fault_response(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """Answer a call by its fault; None when it is still to be handled. Raises BotApiError for some faults."""
        match fault.kind:
            case "too_many_requests":
                raise too_many_requests(fault.retry_after)
            case "server_error":
                raise BotApiError(502, "Bad Gateway")
            case "revoked":
                raise unauthorized()
            case "blocked":
                raise blocked()
            case "chat_not_found":
                raise chat_not_found()
            case "muted":
                raise bad_request("not enough rights to send text messages to the chat")
            case "migrated":
                raise migrated(fault.to)
            case "file_too_big":
                sends = request.match_info.get("method", "").startswith("send")
                raise request_too_large() if sends else file_too_big()
            case "html":
                return web.Response(text=_HTML, content_type="text/html")
            case "cut_off":
                return web.Response(text='{"ok":true,"result":[{"upd', content_type="application/json")
            case "gateway":
                return web.json_response({"message": "no Route matched with those values"}, status=404)
            case "drop" | "down":
                return _hang_up(request)
            case "slow":
                await self._pause(fault.seconds)
        return None

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass


def _without_bytes(params: dict[str, Any]) -> dict[str, Any]:
    """Copy parameters for the transcript: files by name and size, without their bytes."""
    return {
        name: {"name": value.name, "size": len(value.data)} if isinstance(value, Upload) else value
        for name, value in params.items()
        if name != "attached"
    }


def _json(body: dict[str, Any], status: int) -> web.Response:
    return web.Response(body=encode(body).encode(), status=status, content_type="application/json")


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _chat_of(raw: dict[str, Any]) -> int | None:
    try:
        return int(raw.get("chat_id", ""))
    except ValueError:
        return None


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Read the raw parameters: of the query, and of a form, a multipart form or a JSON object."""
    raw: dict[str, Any] = dict(request.query)
    if request.method not in ("GET", "POST"):
        raise BotApiError(405, "Method Not Allowed")
    if not request.can_read_body:
        return raw
    kind = request.content_type
    if kind == "multipart/form-data":
        return raw | await _multipart(request)
    words = _text(await request.read())
    if kind == "application/json":
        try:
            values = json.loads(words or "{}")
        except ValueError as error:
            raise bad_request("can't parse request body JSON") from error
        if not isinstance(values, dict):
            raise bad_request("request body must be a JSON object")
        return raw | values
    # The parser of yarl reads a form eight times as fast as urllib's.
    return raw | dict(URL.build(query_string=words, encoded=True).query)


async def _multipart(request: web.Request) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    try:
        parts = await request.multipart()
    except (AssertionError, ValueError) as error:
        raise bad_request("can't parse multipart/form-data") from error
    async for part in parts:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart/form-data")
        data = bytearray()
        while chunk := await part.read_chunk(1 << 18):
            data += chunk
            if len(data) > UPLOAD_LIMIT:
                raise request_too_large()
        if part.filename is None:
            raw[part.name] = _text(bytes(data))
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            raw[part.name] = Upload(part.filename, mime, bytes(data))
    return raw


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
