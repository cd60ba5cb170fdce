"""Rules of the whole house: words, settings and commands are documented, and files are fit to be read."""

import ast
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from bot.cli.main import app
from bot.settings.config import keys

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "models", "scheduler", "services", "texts", "forms", "domain", "sandbox")
READ_TWICE = (
    "What ",
    "Who ",
    "Whom ",
    "Whose ",
    "Where ",
    "Whether ",
    "How ",
    "Which ",
    "When ",
    "Whatever ",
    "Whoever ",
)
"""The first words of docstrings that have to be read twice."""
LONGEST_FILE = 400
PLATFORMS = {"telegram", "bale"}
GENERATED = "models/migrations/versions/"

# An address of the machine that somebody worked on, or of where its packages came from. The lock has to name those.
OUTSIDE = re.compile(r"(?<![\w.)])/(?:work|root|home|tmp)/|pypi\.org|pythonhosted\.org|registry\.npmjs\.org")
MAY_NAME_OUTSIDE = {"uv.lock", "tests/test_house.py"}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked(*patterns: str) -> list[str]:
    """Return the files that git knows, by their path in the repository; some may be gone from the folder already."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def glossary_terms() -> list[str]:
    return re.findall(r"^\| [^|]+ \| `([\w.]+)` \|", read("docs/glossary.md"), flags=re.MULTILINE)


def commands() -> set[str]:
    alone = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    return alone | {group.name for group in app.registered_groups if group.name}


@pytest.fixture(scope="module")
def code() -> str:
    return "\n".join(read(path) for path in tracked(*(f"{room}/*.py" for room in ROOMS)))


def test_every_term_of_the_glossary_is_a_name_in_the_code(code: str) -> None:
    terms = glossary_terms()
    assert len(terms) > 20
    assert [term for term in terms if not is_defined(term, code)] == []


def is_defined(term: str, code: str) -> bool:
    name, _, member = term.partition(".")
    bodies = re.findall(rf"^class {name}\b.*?(?=^\S|\Z)", code, flags=re.MULTILINE | re.DOTALL)
    return any(not member or f"\n    {member} = " in body for body in bodies)


def test_every_section_of_the_settings_is_in_the_example_with_words_about_each_key() -> None:
    """The words about each key; that the example has every key and no other is tested beside the settings."""
    lines = read("config.example.toml").splitlines()
    explained = {
        match[1]
        for before, line in pairwise(lines)
        if (match := re.match(r"(?:# )?(\w+) = ", line)) and (before.startswith("# ") or "=" in before)
    }
    assert {key for section in keys().values() for key in section} == explained


def test_every_command_is_in_the_operating_guide() -> None:
    guide = read("docs/operating.md")
    assert len(commands()) >= 8
    assert [command for command in commands() if f"`dabir {command}" not in guide] == []


def test_every_command_that_the_documents_name_exists() -> None:
    for document in ("README.md", "docs/operating.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        named = re.findall(r"(?:^|`|bin/)dabir ([a-z-]+)", read(document), flags=re.MULTILINE)
        assert set(named) <= commands(), document


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in tracked("*.md"):
        prose = re.sub(r"`[^`\n]*`", "", read(document))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
            assert (ROOT / document).parent.joinpath(target).exists(), f"{document}: {target}"


def test_every_file_that_contributing_names_is_there() -> None:
    named = set(
        re.findall(
            r"(?:bot|handlers|scheduler|services|texts|models|domain|sandbox)/[\w/]+\.py", read("CONTRIBUTING.md")
        )
    )
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_docstrings_say_at_first_reading_what_a_thing_is() -> None:
    # Those of constants and attributes, too: they are strings that stand alone.
    found = [
        f"{path}:{node.lineno} {node.value.value.strip().splitlines()[0]}"
        for path in tracked("*.py")
        if not path.startswith(GENERATED)
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if node.value.value.strip().startswith(READ_TWICE)
    ]
    assert found == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(Path(path).name[:4]) for path in tracked("docs/decisions/*.md")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path in MAY_NAME_OUTSIDE:
            continue
        content = (ROOT / path).read_bytes()
        if b"\0" not in content and OUTSIDE.search(content.decode()):
            found.append(path)
    assert found == []


def test_no_file_of_the_rooms_is_too_long_to_read() -> None:
    written = [path for path in tracked(*(f"{room}/*.py" for room in ROOMS)) if not path.startswith(GENERATED)]
    lengths = {path: len(read(path).splitlines()) for path in written}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_source_holds_an_arabic_letter_where_a_persian_one_belongs() -> None:
    """Arabic letters in sources, which rules that map them to Persian ones write as code points."""
    wrong = re.compile("[\u064a\u0643]")
    paths = tracked("texts/*", "docs/*.md", "*.md", "config.example.toml")
    assert [path for path in paths if wrong.search(read(path))] == []


def asks_by_name(source: str) -> list[int]:
    """Return the lines in which something depends on the name of a platform."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare() | ast.MatchValue():
                named = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
            case ast.Call(func=ast.Name(id="isinstance")):
                named = {each.id.lower() for each in ast.walk(node) if isinstance(each, ast.Name)}
            case _:
                continue
        if named & PLATFORMS:
            lines.append(node.lineno)
    return lines


def test_what_platforms_differ_in_is_asked_of_their_capabilities_and_never_by_name() -> None:
    rooms = [room for room in ROOMS if room != "sandbox"]
    found = {
        path: lines for path in tracked(*(f"{room}/*.py" for room in rooms)) if (lines := asks_by_name(read(path)))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "if platform.name == 'bale': pass",
        "x = 1 if name in ('telegram', 'eitaa') else 2",
        "match name:\n    case 'bale': pass",
        "isinstance(platform, Bale)",
    ],
)
def test_who_asks_by_name_is_seen(source: str) -> None:
    assert asks_by_name(source)
    assert not asks_by_name(source.replace("bale", "x").replace("telegram", "x").replace("Bale", "X"))
