"""Find the actors of a sentence: the organisations and people that the text of a resolution charges with it."""

from __future__ import annotations

import re

from domain.minutes.language.common_words import is_link
from domain.minutes.language.organisations import GROUPS, HEADS, PEOPLE, UNIVERSAL
from domain.minutes.owners.actor import Actor
from domain.minutes.owners.clauses import acts, opens_clause
from domain.minutes.owners.guesses import GUESSES
from domain.minutes.owners.roster import Roster
from domain.minutes.owners.rules import RULES
from domain.minutes.owners.tokens import tokens_of, words_from
from domain.persian.text import fold, folded_words

_ALREADY_NAMED = folded_words("فوق مذکور مزبور نامبرده یادشده مربوطه متبوع مشارالیه")
_GENERAL = HEADS | GROUPS | folded_words("کل استان شهرستان شهر محترم های ها و مذکور مربوطه ذیربط")
_OPENING = 5
"""So many words hold the people whom a clause begins with."""
_JOINT = re.compile(r"\s*،\s*(?:و\s+)?|\s+و\s+")


def actors_of(text: str, told: str = "") -> tuple[Actor, ...]:
    """Find the actors of a text, each once, in order, leads before partners.

    A pronoun may mean somebody who is named in what was `told` before it.
    """
    position = len(tokens_of(f"{told}\n")) if told else 0
    text = f"{told}\n{text}" if told else text
    tokens = tokens_of(text)
    found: dict[str, Actor] = {}
    while position < len(tokens):
        end, actors = next(filter(None, (rule(text, tokens, position) for rule in RULES)), (position + 1, []))
        for actor in actors:
            found.setdefault(fold(actor.name), actor)
        position = max(end, position + 1)
    said = (text[len(told) :], tokens_of(text[len(told) :]))
    guessed = () if found else next(filter(None, (guess(*said) for guess in GUESSES)), ())
    leads = found or {fold(actor.name): actor for actor in guessed}
    return tuple(sorted(leads.values(), key=lambda actor: actor.partner))


def present_subject(text: str, roster: Roster) -> tuple[Actor, ...]:
    """The people present who are a clause's subject: «پارسا و نرگس … بفرستند», «نامه را پارسا بنویسد»."""
    tokens = tokens_of(text) if roster.names or roster.units else []
    for start in (at for at in range(len(tokens)) if opens_clause(tokens, at)):
        for end in range(min(start + _OPENING, len(tokens)), start, -1):
            named = text[tokens[start].start : tokens[end - 1].end]
            if fold(named) in roster.units and is_link(words_from(tokens, end, 1)) and acts(tokens, end):
                return (Actor(named, certain=False),)
            if roster.knows_all(named) and acts(tokens, end):
                names = (name.strip(" ،") for name in _JOINT.split(named))
                return tuple(Actor(name, certain=True) for name in names if name)
    return ()


def matches_an_owner(actor: str, owners: tuple[str, ...]) -> bool:
    """Tell whether an actor is one of the owners, even if one of the two names is shortened."""
    named = re.findall(r"\w+", fold(actor))
    if not named or _ALREADY_NAMED & set(named):
        return True
    rest = set(named) - _GENERAL
    for owner in owners:
        known = re.findall(r"\w+", fold(owner))
        rest_known = set(known) - _GENERAL
        if known and {named[0], known[0]} <= UNIVERSAL:
            return True
        if rest and rest_known and (rest <= rest_known or rest_known <= rest):
            return True
        if not (rest and rest_known) and set(named) & set(known) & (HEADS | PEOPLE | GROUPS):
            return True
        if named[0] in GROUPS and rest and len(rest & rest_known) * 2 >= len(rest):
            return True
    return False
