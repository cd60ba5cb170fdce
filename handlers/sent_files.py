"""Files that are known by their content, wherever they are sent: each goes to its own reader."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from domain.chat.incoming import Attachment
from handlers.core.turn import Reply, Turn
from handlers.representative.forms import sheets
from handlers.secretariat.correspondence import templates
from handlers.secretariat.directory import neighbourhood_import, roster_import
from handlers.secretariat.forms import form_upload
from handlers.secretariat.meetings import resolutions
from handlers.secretariat.meetings.review import minutes_upload, review_excel
from services.files.known_files import FileKind, kind_of
from services.files.workbook_head import MOST_BYTES

READERS: Mapping[FileKind, Callable[[Turn, Attachment], Awaitable[Reply]]] = {
    FileKind.REVIEW: review_excel.read,
    FileKind.PEOPLE: roster_import.read,
    FileKind.NEIGHBOURHOODS: neighbourhood_import.read,
    FileKind.FORM: form_upload.read,
    FileKind.TEMPLATE: templates.read,
}
_OWN = {
    FileKind.REVIEW: (review_excel.FORM.name,),
    FileKind.PEOPLE: (roster_import.FORM.name,),
    FileKind.NEIGHBOURHOODS: (neighbourhood_import.FORM.name,),
    FileKind.FORM: (form_upload.FORM.name, resolutions.TEMPLATE.name),
    FileKind.TEMPLATE: (templates.FORM.name, resolutions.TEMPLATE.name),
}
"""The forms that ask for a file of the kind."""
_ASKS_FOR_FILES = {minutes_upload.FORM.name, *(name for names in _OWN.values() for name in names)}
"""The forms that ask for one file to be read, and for no attachment."""


async def take(turn: Turn) -> Reply:
    """Read a file that is known, whatever is in hand; None for any other, and for one that the form in hand wants."""
    if turn.member.stranger:
        return None
    if (reply := await sheets.offer(turn)) is not None:
        return reply
    files = [file for file in turn.incoming.files if not file.trouble]
    if not turn.member.secretary or len(files) != 1 or files[0].size > MOST_BYTES:
        return None
    kind = kind_of(turn.organisation.store.read(files[0].hash))
    if kind is None or kind not in READERS or _is_for_form(turn, kind):
        return None
    await turn.leave()
    return await READERS[kind](turn, files[0])


def _is_for_form(turn: Turn, kind: FileKind) -> bool:
    """Tell whether a file of a kind answers the form in hand: it asks for just this, or for attachments."""
    if turn.form is None:
        return False
    name, question = turn.form.form.name, turn.form.question
    attaches = question is not None and question.type.takes_files and name not in _ASKS_FOR_FILES
    return name in _OWN[kind] or attaches
