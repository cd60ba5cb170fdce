"""The content of a message to many, as one message of its sender: formatted words, a file, an album, a voice."""

from dataclasses import dataclass
from typing import Any, ClassVar

from domain.chat.rich_text import RichText
from domain.chat.screens import T
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.persian.text import is_seen


@dataclass(frozen=True, slots=True)
class Content(Type):
    """One message with its formatting: {words, files}, the words as pieces of rich text."""

    gathers: ClassVar[bool] = True
    takes_files: ClassVar[bool] = True
    most: int = 3500
    most_files: int = 10

    def whole(self, value: Any) -> bool:
        return True

    def read(self, given: AnswerInput, before: Any) -> dict[str, list[Any]]:
        words = given.rich or RichText.plain(given.text)
        if not is_seen(words.words):
            words = RichText(())
        length = len(words.words)
        if length > self.most:
            raise InvalidAnswer(T("form.too_long", most=self.most, length=length))
        if len(given.files) > self.most_files:
            raise InvalidAnswer(T("form.too_many_files", most=self.most_files))
        if not words.pieces and not given.files:
            raise InvalidAnswer(T("form.content_needed"))
        return {"words": words.to_json(), "files": [file.to_json() for file in given.files]}
