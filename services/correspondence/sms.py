"""Texts for the office's own SMS panel: who owes something and reads no messenger, with a text of two parts at most."""

import re
from collections.abc import Mapping, Sequence

from domain.access.member import ANSWERING
from domain.persian.text import fold
from models.tables.agencies import Agency
from models.tables.meetings import OPEN_STATES, Obligation
from services import audit, facts
from services.context import ActionContext
from services.correspondence import call_list
from services.correspondence.call_list import Number
from services.correspondence.letter_fields import phrase
from services.errors import Refused
from services.obligations import obligations
from services.obligations.obligations import View
from services.queues import jobs
from texts.answer_summary import clip

FACT = "sms.sentence"
JOB = "sms.write"
LONGEST = 134
"""The characters of two parts of one Persian text, as the networks count them."""
_FIELD = re.compile(r"\{\s*([^{}]*?)\s*\}")
FIELDS: Mapping[str, str] = {"نام": "name", "دستگاه": "agency", "تعداد": "count", "مهلت": "due"}
"""The fields of the sentence: their Persian words and their names in code."""
_SHORTEST = 20
_ROOM = {"name": _SHORTEST, "agency": _SHORTEST, "count": 3, "due": 10}
"""The characters that each field gets in any text."""


async def sentence(context: ActionContext) -> str:
    """The sentence that texts are made of: the secretariat's own, else Dabir's."""
    kept = await facts.get(context.session, FACT)
    return (
        kept["words"]
        if kept
        else phrase("official_letter.sms", name="{نام}", agency="{دستگاه}", count="{تعداد}", due="{مهلت}")
    )


async def set_sentence(context: ActionContext, words: str) -> str:
    """Keep the secretariat's own sentence.

    Raises Refused for unknown fields, and for one that leaves no room for them in two parts.
    """
    words = " ".join(words.split())
    unknown = [name for name in _FIELD.findall(words) if fold(name) not in _known()]
    if unknown or "{" in _FIELD.sub("", words) or "}" in _FIELD.sub("", words):
        names = "، ".join(f"«{name}»" for name in unknown) or "{ }"
        raise Refused("calls.sms_unknown", names=names, known="، ".join(f"{{{name}}}" for name in FIELDS))
    bare, most = (
        len(_FIELD.sub("", words)),
        LONGEST - sum(_ROOM[_known()[fold(name)]] for name in _FIELD.findall(words)),
    )
    if bare > most:
        raise Refused("calls.sms_long", length=bare, most=most)
    await facts.put(context.session, FACT, {"words": words})
    audit.record(context, "sms_sentence", "letters", 0, words=words)
    return words


async def has_own_sentence(context: ActionContext) -> bool:
    """Tell whether the secretariat has a sentence of its own."""
    return bool(await facts.get(context.session, FACT))


async def reset_sentence(context: ActionContext) -> None:
    """Go back to Dabir's sentence."""
    await facts.put(context.session, FACT, {})
    audit.record(context, "sms_sentence", "letters", 0, words="")


async def start(context: ActionContext, chat: str) -> int:
    """Start the job that writes the sheet; return the number of its rows. Raises Refused when nobody is to get one."""
    rows = await sheet(context)
    if not rows:
        raise Refused("calls.sms_nobody")
    await jobs.start(context.session, JOB, chat, context.person, {"rows": rows}, context.now)
    audit.record(context, "export", "calls", 0, rows=len(rows))
    return len(rows)


async def sheet(context: ActionContext) -> list[list[str]]:
    """The rows of the sheet: phone, name, agency, text; of each agency that owes something the people out of reach.

    Whoever has one number with another gets one text with them.
    """
    views = await obligations.views(
        context.session, Obligation.state.in_(OPEN_STATES), Obligation.due.is_not(None), Agency.secretariat.is_(False)
    )
    owed = obligations.by_agency(views)
    words = await sentence(context)
    numbers = await call_list.numbers(context.session, list(owed))
    rows = []
    for agency_id, items in owed.items():
        holders: dict[str, str] = {}
        for number in _out_of_reach(numbers.get(agency_id, [])):
            first = holders.get(number.phone)
            holders[number.phone] = phrase("list.and", first=first, second=number.name) if first else number.name
        for phone, name in holders.items():
            rows.append([phone.replace("+98", "0", 1), name, items[0].agency, text(words, name, items)])
    return rows


def text(words: str, name: str, items: Sequence[View]) -> str:
    """The text to one person, in two parts at most: the longest names are shortened, nothing else."""
    first = min(view.due for view in items if view.due)
    fields = {
        "name": name or items[0].agency,
        "agency": items[0].agency,
        "count": phrase("official_letter.number", number=len(items)),
        "due": phrase("official_letter.short_date", day=first),
    }
    room = 60
    while len(made := _filled(words, fields, room)) > LONGEST and room > _SHORTEST:
        room -= 5
    return clip(made, LONGEST)


def _filled(words: str, fields: Mapping[str, str], room: int) -> str:
    known = _known()
    return _FIELD.sub(lambda found: clip(fields[known[fold(found.group(1))]], room), words)


def _known() -> dict[str, str]:
    return {fold(word): name for word, name in FIELDS.items()}


def _out_of_reach(numbers: Sequence[Number]) -> list[Number]:
    """Those who answer for an agency and read no messenger; where nobody does, the invited and its own mobile, too."""
    heard = any(number.reachable and number.role in ANSWERING for number in numbers)
    roles = ANSWERING if heard else {None, *ANSWERING}
    return [number for number in numbers if not number.reachable and number.role in roles and _mobile(number.phone)]


def _mobile(phone: str) -> bool:
    return phone.startswith("+989")
