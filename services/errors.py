"""How a service says no: a text and its parameters, which one place turns into words."""

from domain.chat.screens import T, Text


class Refused(Exception):  # noqa: N818 - it is no error of the program: it is what a person reads
    """Nothing was done, and ``text`` says why and what can be done instead."""

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.text: Text = T(key, **params)
