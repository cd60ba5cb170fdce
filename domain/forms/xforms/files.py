"""Files of a compiled form beyond those that answer a question: they go with the form until a question takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.chat.incoming import Attachment
from domain.chat.screens import T
from domain.forms.compiled.model import Control
from domain.forms.types.answer_types import InvalidAnswer
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import Upload, stored_name

EXTRA = "extra"
"""The mark of a file that answers no question, among the files of a state and of what was sent."""
MOST = 30
"""The most such files of one form."""


def asks_for_files(filling: XFormFilling) -> bool:
    """Tell whether any question of a form takes a file, whether it is asked now or not."""
    return any(element.control is Control.UPLOAD for _, element in filling.form.program.form.each())


def extras(filling: XFormFilling) -> dict[str, dict[str, Any]]:
    """Return the files that answer no question, by name, in the order in which they came."""
    return {name: file for name, file in filling.state.files.items() if file.get(EXTRA)}


def with_extras(filling: XFormFilling, files: Sequence[Attachment]) -> XFormFilling:
    """Keep files beside the answers. Raises InvalidAnswer when they are too many."""
    new = {stored_name(file.to_json()): file.to_json() | {EXTRA: True} for file in files}
    kept = {**new, **filling.state.files}
    if sum(1 for file in kept.values() if file.get(EXTRA)) > MOST:
        raise InvalidAnswer(T("form.too_many_files", most=MOST))
    return filling.with_state(files={**filling.state.files, **kept})


def without_extras(filling: XFormFilling) -> XFormFilling:
    """Remove the files that answer no question."""
    return filling.with_state(files=answering(filling.state.files))


def answering(files: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the files without those that answer no question."""
    return {name: file for name, file in files.items() if not file.get(EXTRA)}


def fitting(filling: XFormFilling, kind: Upload) -> list[tuple[str, Attachment]]:
    """Return the files beside the answers that a question takes, by the tags of their names."""
    files = {filling.tag(name): as_attachment(file) for name, file in extras(filling).items()}
    return [(tag, file) for tag, file in files.items() if kind.takes_all((file,))]


def as_attachment(file: Mapping[str, Any]) -> Attachment:
    """Return a stored file as it came."""
    return Attachment(**{name: value for name, value in file.items() if name != EXTRA})


def to_send(files: Mapping[str, dict[str, Any]], answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the files that go with a form: those that answers name, and those that answer no question."""
    named = set(map(str, answers.values()))
    return {name: file for name, file in files.items() if name in named or file.get(EXTRA)}
