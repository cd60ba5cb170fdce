"""The picture, sound or video that stands beside a question, or beside the words before it."""

from __future__ import annotations

from domain.chat.screens import File
from domain.forms.engine import Question
from domain.forms.xforms.form import XFormFilling

LONGEST = 300
"""Characters of the words of such a question; those of a file hold 1024 in all."""
_KINDS = ("image", "big-image", "video", "audio")
"""The kinds of media; of several the first is shown."""
_VOICES = (".ogg", ".oga")


def beside(filling: XFormFilling, question: Question) -> File | None:
    """Return the file to be shown with a question; None for none, or one that did not come along with the form."""
    came = filling.form.program.form.media
    if not came:
        return None
    node = filling.node(question.name)
    for one in (*([node] if node else ()), *filling.found.notes.get(question.name, ())):
        media = one.spec.element.media
        for kind in _KINDS:
            name = media.get(kind, "")
            if digest := came.get(name):
                return _file(kind, name, digest)
    return None


def _file(kind: str, name: str, digest: str) -> File:
    match kind:
        case "video":
            return File(digest, name, "video", personal=False)
        case "audio":
            return File(digest, name, "voice" if name.lower().endswith(_VOICES) else "document", personal=False)
    return File(digest, name, "photo", personal=False)
