"""Names in running text: of organisations, groups and persons, which commas and «و» join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.minutes.language.common_words import CHARGED
from domain.minutes.language.organisations import (
    PEOPLE,
    SEVERAL_TITLES,
    TITLES,
    UTILITIES,
    known_at,
)
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.lists import after_joint, is_plural_head, several_before_object
from domain.minutes.owners.name_ends import HONOURED, LONGEST_PERSON, name_end, person_end
from domain.minutes.owners.name_reach import (
    MEMBER,
    after_words,
    ends_name,
    unlisted,
)
from domain.minutes.owners.named_by_work import SURE_LINKS
from domain.minutes.owners.tokens import Token, read_once, units_from, words_from
from domain.persian.text import fold

_LADIES = fold("خانمها")
_MOST_NAMES = 40


@dataclass(frozen=True)
class Name:
    """A name as typed; not `certain` when its end is a guess."""

    text: str
    certain: bool


def names_at(text: str, tokens: Sequence[Token], position: int) -> tuple[int, list[Name]]:
    """Read the names from a token on, which commas and «و» join; the first result is the token after them."""
    position, spans = _spans_at(tokens, position)
    return position, [Name(text[tokens[start].start : tokens[end - 1].end], certain) for start, end, certain in spans]


@read_once
def _spans_at(tokens: Sequence[Token], position: int) -> tuple[int, list[tuple[int, int, bool]]]:
    """The token after the names from a token on; each name by its first token, the one after it, and as certain."""
    names: list[tuple[int, int, bool]] = []
    surnames = "".join(words_from(tokens, position, 1)) in SEVERAL_TITLES or units_from(tokens, position, 1) == [
        _LADIES
    ]
    several = is_plural_head(tokens, position)
    while len(names) < _MOST_NAMES and (name_begins_at(tokens, position) or (surnames and names)):
        end, certain = person_end(tokens, position) if surnames else name_end(tokens, position)
        if several and names and (known := known_at(words_from(tokens, position))):
            end, certain = position + known, after_joint(tokens, position + known) is not None
        names.append((position, end, certain))
        position = _behind_post(tokens, position, end)
        following = after_joint(tokens, position)
        if following is None:
            break
        while following and following < len(tokens) and tokens[following].word in UTILITIES:
            if name_begins_at(tokens, following):
                break
            names.append((following, following + 1, True))
            position = following + 1
            following = after_joint(tokens, position)
        if following is None:
            break
        if _is_their_post(tokens, names[-1][0], position, following):
            position = name_end(tokens, following)[0]
            position += words_from(tokens, position, 1) == ("،",)
            break
        goes_on = surnames and following < len(tokens) and not ends_name(tokens, following)
        if not (goes_on or name_begins_at(tokens, following)):
            break
        if tokens[position].word != "و" and several_before_object(tokens, following):
            break
        surnames = goes_on and not name_begins_at(tokens, following)
        position = following
    return position, names


def _is_their_post(tokens: Sequence[Token], start: int, joint: int, following: int) -> bool:
    """Tell whether a post behind a comma is that of the person before it: «آقای رستگار، معاون آموزشی، برنامه را …»."""
    posts = tokens[start].word in TITLES and words_from(tokens, joint, 1) == ("،",) and following == joint + 1
    if not posts or not name_begins_at(tokens, following) or tokens[following].word not in PEOPLE - TITLES:
        return False
    further = after_joint(tokens, name_end(tokens, following)[0])
    return further is None or not name_begins_at(tokens, further)


def _behind_post(tokens: Sequence[Token], start: int, end: int) -> int:
    """The token behind the post that follows a person's name: «آقای کاوه پور عضو محترم شورا و …»."""
    words = words_from(tokens, end, 3)
    if tokens[start].word not in TITLES or not words or words[0] not in (PEOPLE | MEMBER) - TITLES - CHARGED:
        return end
    if words[0] not in MEMBER:
        return name_end(tokens, end)[0]
    post = end + 1 + (words[1:2] != () and words[1] in HONOURED)
    return name_end(tokens, post)[0] if name_begins_at(tokens, post) else end


def begins_a_list(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a comma or «و» joins another name to the one at a token."""
    if not name_begins_at(tokens, position):
        return False
    following = after_joint(tokens, name_end(tokens, position)[0])
    return following is not None and name_begins_at(tokens, following)


def free_name_at(text: str, tokens: Sequence[Token], position: int) -> tuple[int, Name] | None:
    """Read a name of words that are in no list, up to «نسبت به» or a word that charges; its end is always a guess."""
    count, stop = unlisted(tokens, position)
    if not 0 < count <= LONGEST_PERSON or stop not in SURE_LINKS:
        return None
    end = after_words(tokens, position, count)
    return end, Name(text[tokens[position].start : tokens[end - 1].end], certain=False)
