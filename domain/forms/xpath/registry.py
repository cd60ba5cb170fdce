"""The registry of functions: names with how many arguments they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.forms.xpath.context import Context, Evaluate
from domain.forms.xpath.values import Value

Build = Callable[[list[Evaluate]], Evaluate]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes at least and at most (None: any number), and its compilation."""

    least: int
    most: int | None
    build: Build


LIBRARY: dict[str, Function] = {}


def lazy(name: str, least: int, most: int | None) -> Callable[[Build], Build]:
    """Register a function that evaluates its arguments itself."""

    def register(build: Build) -> Build:
        LIBRARY[name] = Function(least, most, build)
        return build

    return register


def strict(name: str, least: int, most: int | None) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Register a function of the context and the values of its arguments."""

    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        def build(arguments: list[Evaluate]) -> Evaluate:
            match arguments:
                case []:
                    return lambda context: function(context)
                case [one]:
                    return lambda context: function(context, one(context))
                case [one, other]:
                    return lambda context: function(context, one(context), other(context))

            def call(context: Context) -> Value:
                return function(context, *(argument(context) for argument in arguments))

            return call

        LIBRARY[name] = Function(least, most, build)
        return function

    return register
