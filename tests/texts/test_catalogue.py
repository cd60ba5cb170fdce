"""All sentences of the catalogue: in both languages, used, well spelt, and never longer than a message."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.chat.screens import Text
from domain.forms.engine import Form
from domain.forms.types.answer_types import Choice
from handlers.routes import REGISTRY
from texts.catalogue import LANGUAGES, parse, sentence, sources
from texts.format import Formatter

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "domain", "handlers", "scheduler", "services", "texts")
KEYS = sorted(sources("fa"))
MESSAGE = 4096
LONGEST_NAME = "سازمان مدیریت و برنامه‌ریزی استان، معاونت هماهنگی برنامه و بودجه‌ی شهرستان‌های تابعه " * 4
MISSPELT = {
    "an Arabic ye or kaf": r"[يىك]",
    "an ASCII digit": r"[0-9]",
    "an Arabic-Indic digit": r"[٠-٩]",
    "an ASCII comma, semicolon or question mark": r"[,;?]",
    "«می» apart from its verb": r"(?<!\w)ن?می\s",
    "«ها» apart from its noun": r"\s(?:ها|های|هایی|هایش|هایشان|هایتان)(?!\w)",
    "«تر» apart from its adjective": r"\s(?:تر|ترین)(?!\w)",
    "«ام» or «اند» apart from its participle": r"ه\s(?:ام|ای|اید|ایم|اند)(?!\w)",
    "«ه ی» for «هٔ»": r"ه[\s\u200c]ی(?!\w)",
    "three dots for an ellipsis": r"\.\.\.",
    "straight quotes": r"[\"']",
    "two blanks": r"  ",
    "a blank before a mark": r"\s[.،؛:؟!»)]",
    "an emoji": r"[\U0001F000-\U0001FAFF\u2600-\u27BF]",
}


def words_of(key: str, language: str = "fa") -> str:
    """The literal words of a sentence; its parameters are «…»."""
    return "".join(piece.words or "…" for piece in sentence(key, language))


def params_of(key: str, language: str) -> set[str]:
    return {piece.param for piece in sentence(key, language) if piece.param}


def test_a_section_is_one_file_at_the_same_place_in_each_language() -> None:
    places = {
        language: {path.stem: path.parent.name for path in (ROOT / "texts" / language).rglob("*.toml")}
        for language in LANGUAGES
    }
    files = [path for language in LANGUAGES for path in (ROOT / "texts" / language).rglob("*.toml")]
    assert len(files) == sum(map(len, places.values()))
    assert places["fa"] == places["en"]


def test_both_languages_have_the_same_sentences() -> None:
    assert set(LANGUAGES) == {"fa", "en"}
    assert sources("fa").keys() == sources("en").keys()


def test_both_languages_have_the_same_parameters() -> None:
    assert [key for key in KEYS if params_of(key, "fa") != params_of(key, "en")] == []


@pytest.mark.parametrize(("fault", "pattern"), MISSPELT.items(), ids=MISSPELT)
def test_the_persian_is_well_spelt(fault: str, pattern: str) -> None:
    assert [key for key in KEYS if re.search(pattern, words_of(key))] == [], fault


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_values_fit_in_a_message(language: str) -> None:
    voice = Formatter(language, ZoneInfo("Asia/Tehran"))
    for key in KEYS:
        values = {piece.param: longest(piece.spec) for piece in sentence(key, language) if piece.param}
        words = voice.plain(Text(key, values))
        assert len(words.encode("utf-16-le")) // 2 <= MESSAGE, key


def longest(spec: str) -> Any:
    """The longest likely value of a parameter in this format."""
    if spec in ("date", "day", "short"):
        return date(2019, 10, 5)
    if spec in ("time", "moment"):
        return datetime(2019, 10, 5, 20, 30, tzinfo=UTC)
    if spec == "grouped" or spec.startswith("plural:"):
        return 10**12
    return "+989123456789" if spec == "phone" else LONGEST_NAME


def test_labels_of_the_menu_are_short_and_distinct() -> None:
    for language in LANGUAGES:
        labels = [words_of(key, language) for key in KEYS if re.match(r"menu\.(?!also\.)", key)]
        assert len(set(labels)) == len(labels)
        assert max(map(len, labels)) <= 30


def test_every_sentence_is_said_somewhere() -> None:
    typed = ("back", "skip", "next", "leave", "send", "done", "also.leave")
    said = keys_of_forms() | {f"form.{action}" for action in typed}
    constants, patterns = set[str](), set[str]()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for found, whole in strings_of(path.read_text("utf-8")):
                (constants if whole else patterns).add(found)
    made = re.compile("|".join(sorted(patterns)))
    unused = [
        key
        for key in KEYS
        if key not in said and key not in constants and not made.fullmatch(key) and not (beginnings(key) & constants)
    ]
    assert unused == []


def keys_of_forms() -> set[str]:
    """The keys that every form has, by its name and questions."""
    keys = set()
    for route in REGISTRY.sent.values():
        assert isinstance(route.form, Form)
        name = route.form.name
        keys.add(f"{name}.title")
        for question in route.form.questions:
            keys |= {f"{name}.{question.name}.ask", f"{name}.{question.name}.short"}
            if isinstance(question.type, Choice):
                keys |= {f"{name}.{question.name}.{option}" for option in question.type.options}
    return keys


def beginnings(key: str) -> set[str]:
    """The prefixes of a key that code may pass on: «tasks.due» of «tasks.due.today»."""
    parts = key.split(".")
    return {".".join(parts[:length]) for length in range(2, len(parts))}


def strings_of(code: str) -> Iterator[tuple[str, bool]]:
    """Yield a module's strings: (string, True), and (pattern, False) for one with a known first part."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, True
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if isinstance(parts[0], str) and "." in parts[0]:
                yield "".join(r"[\w.]+" if part is None else re.escape(str(part)) for part in parts), False


def test_every_key_in_the_code_exists() -> None:
    """A literal first argument of ``T`` or ``Refused`` is a key."""
    missing = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("T", "Refused"):
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and first.value not in sources("fa"):
                        missing.append((path.name, first.value))
    assert missing == []


def test_every_form_has_its_words() -> None:
    assert keys_of_forms() - sources("fa").keys() == set()


@pytest.mark.parametrize("bad", ["<b>باز", "بسته</b>", "<b><i>درهم</i></b>", "<b>ناجور</i>"])
def test_a_mark_that_is_not_closed_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        parse(bad)


def test_a_sentence_is_read_in_pieces() -> None:
    bold, between, due = parse("<b>{title}</b>، تا {due:date}")
    assert (bold.style, bold.param) == ("b", "title")
    assert (between.style, between.words) == ("", "، تا ")
    assert (due.param, due.spec) == ("due", "date")
