"""The layout of a form's workbook: a page of single questions, and a page for each repeat, a column a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.chat.screens import T
from domain.forms.compiled.model import TRUE, CompiledForm, Element, Kind, Words
from domain.forms.xpath.references import Place
from domain.persian.text import fold
from texts.format import Formatter

LONGEST_TITLE = 31
"""Characters of a sheet's name; Excel takes no more."""
LONGEST_NAME = 60
"""Characters of a file's name without its ending."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")


@dataclass(frozen=True, slots=True)
class Column:
    """A question of a page with its heading, which is there once; ``section`` is the group around it.

    The heading is the short label where the form has one, and ``question`` what is asked.
    """

    place: Place
    element: Element
    head: str
    section: str = ""
    question: str = ""

    @property
    def always_required(self) -> bool:
        return self.element.required == TRUE


@dataclass(frozen=True, slots=True)
class Page:
    """The questions of the form itself (``place`` is the root's) or of a repeat, whose rows stand below each other.

    ``parent`` is the page of the repeat around this one, whose rows have numbers that this page's rows name. ``least``
    are the rows that the form begins with, blank ones too. ``without_cells`` are questions that no cell can answer.
    """

    place: Place
    title: str
    columns: tuple[Column, ...]
    parent: Place | None = None
    has_inner: bool = False
    counted: bool = False
    least: int = 0
    without_cells: tuple[Place, ...] = ()

    @property
    def upright(self) -> bool:
        """Tell whether its questions stand below each other: they have one answer each."""
        return len(self.place) == 1

    @property
    def name(self) -> str:
        """The reference of its repeat below the root, without rows."""
        return "/".join(self.place[1:])


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a workbook. ``left_out`` are the labels of questions that no cell can answer, such as photos."""

    name: str
    pages: tuple[Page, ...]
    left_out: tuple[str, ...] = ()


def lay_out(form: CompiledForm, language: str, repeat: str = "") -> Layout:
    """Lay out a form, or one repeat of it that is in no other: ``house`` with the repeats inside it.

    Raises KeyError for a repeat that the form does not have.
    """
    maker = _Maker(form, language)
    root: Place = (form.root.name,)
    if repeat:
        place = (*root, *repeat.split("/"))
        maker.page(place, dict(form.each())[place], None)
    else:
        maker.page(root, form.root, None)
    pages = tuple(page for page in maker.pages if page.columns or page.has_inner)
    titles = dict.fromkeys((form.title, *(page.title for page in pages[:1] if repeat)))
    name = " ".join(_FORBIDDEN.sub(" ", " - ".join(titles)).split())
    return Layout(name[:LONGEST_NAME], pages, tuple(maker.left_out))


class _Maker:
    def __init__(self, form: CompiledForm, language: str) -> None:
        self._form, self._language = form, language
        self._single = Formatter(language, ZoneInfo("UTC")).plain(T("form_sheet.single"))
        self._titles: set[str] = set()
        self.pages: list[Page] = []
        self.left_out: list[str] = []
        self._without_cells: list[Place] = []

    def page(self, place: Place, element: Element, parent: Place | None) -> None:
        """Add the page of the form or a repeat, and those of the repeats inside it."""
        is_root = len(place) == 1
        title = self._title(
            self._single if is_root else said(element.short or element.label, self._language) or element.name
        )
        heads: dict[str, int] = {}
        self._without_cells = []
        columns = tuple(self._columns(place, element, "", heads))
        inner = list(_repeats(place, element))
        counted = element.count is not None or element.fixed
        least = 0 if counted or is_root else element.rows if parent is None else element.template_rows
        at = len(self.pages)
        has_inner, without_cells = bool(inner) and not is_root, tuple(self._without_cells)
        self.pages.append(Page(place, title, columns, parent, has_inner, counted, least, without_cells))
        for below, repeat in inner:
            self.page(below, repeat, None if is_root else self.pages[at].place)

    def _columns(self, place: Place, element: Element, section: str, heads: dict[str, int]) -> Iterator[Column]:
        for child in element.children:
            here = (*place, child.name)
            if child.kind is Kind.GROUP:
                yield from self._columns(here, child, said(child.label, self._language) or section, heads)
            elif child.kind is Kind.FIELD and child.is_asked:
                question = " ".join((said(child.label, self._language) or child.name).split())
                label = " ".join(said(child.short, self._language).split()) or question
                if child.type == "binary":
                    self.left_out.append(label)
                    self._without_cells.append(here)
                    continue
                count = heads[fold(label)] = heads.get(fold(label), 0) + 1
                yield Column(here, child, label if count == 1 else f"{label} ({child.name})", section, question)

    def _title(self, words: str) -> str:
        """Make a sheet's name that Excel takes and that is there once."""
        whole = " ".join(_FORBIDDEN.sub(" ", words).split())
        cut = whole[: LONGEST_TITLE + 1].rpartition(" ")[0] if len(whole) > LONGEST_TITLE else whole
        bare = (cut or whole)[:LONGEST_TITLE].strip() or "Form"
        title, number = bare, 1
        while title.casefold() in self._titles:
            number += 1
            title = f"{bare[: LONGEST_TITLE - 5]} ({number})"
        self._titles.add(title.casefold())
        return title


def _repeats(place: Place, element: Element) -> Iterator[tuple[Place, Element]]:
    """Yield the repeats directly inside an element, through its groups."""
    for child in element.children:
        here = (*place, child.name)
        if child.kind is Kind.REPEAT:
            yield here, child
        elif child.kind is Kind.GROUP:
            yield from _repeats(here, child)


def said(words: Words, language: str) -> str:
    """Write a label in a language, with an ellipsis for each value that stands in it."""
    parts = words.get(language) or next(iter(words.values()), [])
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()


def rows_of(page: Page, rows: Mapping[str, int]) -> list[str]:
    """Return the references of a page's rows below the root, in order; ``[""]`` for the form's own page."""
    found = [""]
    for name, is_repeat in _steps(page, rows):
        found = [
            f"{above}/{name}".lstrip("/") + (f"[{number}]" if is_repeat else "")
            for above in found
            for number in (range(1, _count(rows, above, name) + 1) if is_repeat else (1,))
        ]
    return found


def _count(rows: Mapping[str, int], above: str, name: str) -> int:
    return rows.get(f"{above}/{name}".lstrip("/"), 0)


def _steps(page: Page, rows: Mapping[str, int]) -> Iterator[tuple[str, bool]]:
    repeats = {re.sub(r"\[\d+\]", "", reference) for reference in rows}
    for depth in range(1, len(page.place)):
        yield page.place[depth], depth == len(page.place) - 1 or "/".join(page.place[1 : depth + 1]) in repeats
