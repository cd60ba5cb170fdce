"""XPath expressions parsed into data: lists that JSON can hold.

A tree is one of::

    ["number", 3.5]    ["text", "yes"]
    ["call", name, [tree, …]]
    ["or" | "and" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "div" | "mod" | "|", left, right]
    ["minus", tree]
    ["path", start, [[axis, test, [predicate, …]], …]]      start: "/" the root, "." the context, or a tree

A test is a name, ``*``, or ``node()`` and its like. ``//`` is the step ``descendant-or-self::node()``.
"""

from __future__ import annotations

import re
from typing import Any

Tree = list[Any]
"""An expression as data."""

AXES = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    }
)
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
DEEPEST = 120
"""The most levels of an expression; a deeper one is a mistake, or an attack on the recursion."""
_LONGEST = 32_000
"""The most characters of an expression."""

_NAME = r"[^\W0-9][\w\-·.\u200c\u200d]*"
"""An XML name, with the half-spaces that Persian words need; a Persian digit may even begin one."""
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    | (?P<symbol>::|//|\.\.|<=|>=|!=|[-+*/|=<>()\[\],.@$])
    )""",
    re.VERBOSE,
)
_GLUED = re.compile(r"(or|and|div|mod)(?=\.)")
_LEVELS: dict[str, int] = {
    operator: level
    for level, operators in enumerate(
        (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
    )
    for operator in operators
}
"""The binary operators with how tightly they bind; all are left-associative."""

ANYWHERE: Tree = ["descendant-or-self", "node()", []]


class XPathSyntaxError(ValueError):
    """An expression that is none. ``at`` is the place in it, from 0 on."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at


def parse(source: str) -> Tree:
    """Parse an expression. Raises XPathSyntaxError."""
    if len(source) > _LONGEST:
        raise XPathSyntaxError("the expression is too long", _LONGEST)
    return _Parser(source).whole()


def walk(tree: Tree) -> list[Tree]:
    """Return a tree and every tree inside it, also those in predicates."""
    found, waiting = [], [tree]
    while waiting:
        one = waiting.pop()
        found.append(one)
        match one:
            case ["number" | "text", _]:
                pass
            case ["call", _, arguments]:
                waiting.extend(arguments)
            case ["path", start, steps]:
                waiting.extend(predicate for step in steps for predicate in step[2])
                if isinstance(start, list):
                    waiting.append(start)
            case [_, *parts]:
                waiting.extend(parts)
    return found


def _ends_value(kind: str, word: str) -> bool:
    return kind in ("number", "text") or word in (")", "]", ".", "..") or (kind == "name" and word not in _LEVELS)


def _tokens(source: str) -> list[tuple[str, str, int]]:
    """Split into (kind, word, place), with one of kind "end" last."""
    found: list[tuple[str, str, int]] = []
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if match is None:
            if not source[place:].strip():
                break
            at = place + len(source[place:]) - len(source[place:].lstrip())
            raise XPathSyntaxError(f"unexpected character {source[at]!r}", at)
        kind = match.lastgroup or ""
        word, at, place = match[kind], match.start(kind), match.end()
        # A name after a value can only be an operator: «5 or.=9» has the dot of the value that follows.
        if kind == "name" and found and _ends_value(*found[-1][:2]) and (glued := _GLUED.match(word)):
            word, place = glued[1], at + len(glued[1])
        found.append((kind, word, at))
    found.append(("end", "", len(source)))
    return found


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self._index = 0
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._expression()
        kind, word, at = self._tokens[self._index]
        if kind != "end":
            raise XPathSyntaxError(f"unexpected {word!r}", at)
        return tree

    @property
    def _word(self) -> str:
        kind, word, _ = self._tokens[self._index]
        return word if kind in ("symbol", "name") else ""

    @property
    def _kind(self) -> str:
        return self._tokens[self._index][0]

    def _next(self) -> str:
        word = self._tokens[self._index][1]
        self._index += 1
        return word

    def _take(self, symbol: str) -> bool:
        if self._word != symbol:
            return False
        self._index += 1
        return True

    def _need(self, symbol: str) -> None:
        if not self._take(symbol):
            raise self._error(f"{symbol!r} is missing")

    def _error(self, reason: str) -> XPathSyntaxError:
        return XPathSyntaxError(reason, self._tokens[self._index][2])

    def _expression(self, loosest: int = 0) -> Tree:
        """Parse an operand and the operators after it that bind at least as tightly as ``loosest``."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error("the expression is nested too deeply")
        left = self._unary()
        while (level := _LEVELS.get(self._word, -1)) >= loosest:
            operator = self._next()
            left = [operator, left, self._expression(level + 1)]
        self._depth -= 1
        return left

    def _unary(self) -> Tree:
        negations = 0
        while self._take("-"):
            negations += 1
        tree = self._union()
        for _ in range(negations):
            tree = ["minus", tree]
        return tree

    def _union(self) -> Tree:
        left = self._path()
        while self._take("|"):
            left = ["|", left, self._path()]
        return left

    def _path(self) -> Tree:
        if self._word in ("/", "//"):
            return self._absolute()
        if self._starts_step():
            return ["path", ".", self._steps()]
        start = self._primary()
        predicates = self._predicates()
        if self._word not in ("/", "//") and not predicates:
            return start
        steps: list[Tree] = [["self", "node()", predicates]] if predicates else []
        while self._word in ("/", "//"):
            if self._next() == "//":
                steps.append(ANYWHERE)
            steps.append(self._step())
        return ["path", start, steps]

    def _absolute(self) -> Tree:
        if self._next() == "//":
            return ["path", "/", [ANYWHERE, *self._steps()]]
        return ["path", "/", self._steps() if self._starts_step() else []]

    def _starts_step(self) -> bool:
        kind, word, _ = self._tokens[self._index]
        if kind == "symbol":
            return word in (".", "..", "@", "*")
        if kind != "name":
            return False
        following = self._tokens[self._index + 1][1]
        # A name before a bracket is a function, unless it names a type of node.
        return following != "(" or word in NODE_TYPES

    def _steps(self) -> list[Tree]:
        steps = [self._step()]
        while self._word in ("/", "//"):
            if self._next() == "//":
                steps.append(ANYWHERE)
            steps.append(self._step())
        return steps

    def _step(self) -> Tree:
        if self._take(".."):
            return ["parent", "node()", self._predicates()]
        if self._take("."):
            return ["self", "node()", self._predicates()]
        axis = "child"
        if self._take("@"):
            axis = "attribute"
        elif self._kind == "name" and self._tokens[self._index + 1][1] == "::":
            axis = self._next()
            self._need("::")
            if axis not in AXES:
                raise self._error(f"there is no axis {axis!r}")
        return [axis, self._test(), self._predicates()]

    def _test(self) -> str:
        if self._take("*"):
            return "*"
        if self._kind != "name":
            raise self._error("a name is missing")
        name = self._next()
        if self._word != "(":
            return name
        if name not in NODE_TYPES:
            raise self._error(f"{name}() is no type of node")
        self._need("(")
        if self._kind == "text":
            self._next()
        self._need(")")
        return f"{name}()"

    def _predicates(self) -> list[Tree]:
        predicates = []
        while self._take("["):
            predicates.append(self._expression())
            self._need("]")
        return predicates

    def _primary(self) -> Tree:
        if self._take("("):
            tree = self._expression()
            self._need(")")
            return tree
        kind = self._kind
        if kind == "number":
            return ["number", float(self._next())]
        if kind == "text":
            return ["text", self._next()[1:-1]]
        if kind == "name":
            name = self._next()
            self._need("(")
            arguments = []
            if not self._take(")"):
                arguments.append(self._expression())
                while self._take(","):
                    arguments.append(self._expression())
                self._need(")")
            return ["call", name, arguments]
        raise self._error(
            "the expression ends too early" if kind == "end" else f"unexpected {self._tokens[self._index][1]!r}"
        )
