"""Make schema.json from a machine-readable description of the Bot API.

    python -m sandbox.protocol.make_schema telegram-bot-api.json

Only names, types, requirements and limits are taken, none of the description's sentences. Notation of one
parameter: ``"Integer|String!"`` is a required integer or string, ``"[MessageEntity]"`` an array,
``"String! 1-4096 characters"`` has limits and ``"String! =photo"`` must have that value.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("schema.json")

METHODS = (
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "logOut",
    "close",
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "sendVideo",
    "sendAnimation",
    "sendAudio",
    "sendVoice",
    "sendSticker",
    "sendLocation",
    "sendContact",
    "sendMediaGroup",
    "sendChatAction",
    "copyMessage",
    "forwardMessage",
    "editMessageText",
    "editMessageCaption",
    "editMessageMedia",
    "editMessageReplyMarkup",
    "deleteMessage",
    "deleteMessages",
    "answerCallbackQuery",
    "getFile",
    "getChat",
    "getChatMember",
    "getChatMemberCount",
    "getChatAdministrators",
    "leaveChat",
    "pinChatMessage",
    "unpinChatMessage",
    "unpinAllChatMessages",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setMyName",
    "getMyName",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
)

_SCALARS = {"Integer", "String", "Boolean", "Float", "True", "InputFile"}
_RANGE = re.compile(r"(\d+)-(\d+) (characters|bytes|items)|between (\d+)-(\d+)|(\d+)-(\d+); \d+ by default")
_LITERAL = re.compile(r"must be “?(\w+)”?\.?$")


def schema_from(spec: dict[str, Any]) -> dict[str, Any]:
    """Build the table for METHODS and every type that their parameters reach; other methods are only named."""
    methods = {name: _fields(spec["methods"][name].get("fields", [])) for name in METHODS}
    types: dict[str, Any] = {}
    waiting = [field for fields in methods.values() for field in fields.values()]
    while waiting:
        for name in re.findall(r"[A-Z]\w+", waiting.pop().split(" ")[0]):
            if name in types or name in _SCALARS:
                continue
            described = spec["types"][name]
            if described.get("subtypes"):
                types[name] = described["subtypes"]
                waiting.extend(described["subtypes"])
            else:
                types[name] = _fields(described.get("fields", []))
                waiting.extend(types[name].values())
    return {
        "version": spec["version"],
        "methods": methods,
        "types": dict(sorted(types.items())),
        "others": sorted(set(spec["methods"]) - set(METHODS)),
    }


def _fields(described: list[dict[str, Any]]) -> dict[str, str]:
    return {field["name"]: _notation(field) for field in described}


def _notation(field: dict[str, Any]) -> str:
    kinds = [_array(kind) for kind in field["types"]]
    words = "|".join(kinds) + ("!" if field["required"] else "")
    if limits := _RANGE.search(field["description"]):
        low, high = (group for group in limits.groups() if group and group.isdigit())
        words += f" {low}-{high} {limits.group(3) or 'value'}"
    elif literal := _LITERAL.search(field["description"]):
        words += f" ={literal.group(1)}"
    return words


def _array(kind: str) -> str:
    return f"[{_array(kind.removeprefix('Array of '))}]" if kind.startswith("Array of ") else kind


def _lines(schema: dict[str, Any]) -> str:
    """JSON with one method or type a line, so that the diff of a new version of the API can be read."""
    parts = [f'"version": {json.dumps(schema["version"])}']
    for table in ("methods", "types"):
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in schema[table].items())
        parts.append(f'"{table}": {{\n{rows}\n}}')
    parts.append(f'"others": {json.dumps(schema["others"])}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    SCHEMA.write_text(_lines(schema_from(json.loads(Path(sys.argv[1]).read_text()))))
