"""Milliseconds of the processor for an answer to a form of 500 questions with 600 expressions, beside recomputing all.

    python benchmarks/forms.py [questions] [expressions]

Three figures of each answer: what depends on it is computed (target: p99 below 5 ms); the peer, everything is; and a
whole move, from the state's JSON to the next state's JSON (target: p99 below 25 ms). The form has groups,
a repeat with 20 rows, choices by filter, and sums over the rows.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from domain.forms import moves
from domain.forms.compiled.form_data import from_data, to_data
from domain.forms.compiled.model import CompiledForm, Control, Element, Itemset, Kind, Table
from domain.forms.engine import State, World
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from domain.forms.respondent.answers import Answers
from domain.forms.types.answer_types import AnswerInput, Choice
from domain.forms.xforms.form import XForm
from domain.forms.xforms.types import Rows
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.syntax import parse

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=ZoneInfo("Asia/Tehran"))
WORLD = World(NOW)
ROWS = 20
IN_ROW = 8
"""Questions of a row of the repeat."""


def generated(questions: int, expressions: int) -> CompiledForm:
    """Return a form with so many questions, of which every fifth is a choice, and so many expressions."""
    chance = Random(5)
    groups: list[Element] = []
    names: list[str] = []
    left = expressions - 3 * IN_ROW
    for group in range((questions - IN_ROW) // 20 + 1):
        children = []
        for place in range(min(20, questions - IN_ROW - 20 * group)):
            name = f"q{20 * group + place}"
            source = f"/data/{chance.choice(names[-40:])}" if names else "1"
            relevant = parse(f"{source} != '7' or true()") if left > 0 and names and place % 2 else None
            constraint = parse(". < 1000 and . >= 0") if left > 1 and place % 3 == 0 and place % 5 != 4 else None
            left -= (relevant is not None) + (constraint is not None)
            if place % 5 == 4:
                nodes = parse(f"instance('towns')/root/item[region = {source} or region = 'all']")
                itemset, control, left = Itemset(nodes), Control.SELECT_ONE, left - 1
            else:
                itemset, control = None, Control.INPUT
            kind = "string" if itemset else "int"
            children.append(
                Element(
                    name,
                    Kind.FIELD,
                    type=kind,
                    control=control,
                    relevant=relevant,
                    constraint=constraint,
                    itemset=itemset,
                )
            )
            names.append(f"g{group}/{name}")
        groups.append(Element(f"g{group}", Kind.GROUP, tuple(children)))
    row = [
        Element(
            f"r{place}",
            Kind.FIELD,
            type="int",
            control=Control.INPUT,
            relevant=parse(f"../r{place - 1} != 3") if place else None,
            constraint=parse(". < 1000"),
        )
        for place in range(IN_ROW)
    ]
    row += [
        Element(f"k{place}", Kind.FIELD, calculate=parse(f"../r{place} * 2 + position(..)")) for place in range(IN_ROW)
    ]
    sums = []
    while left > 0:
        source = f"sum(/data/rows/k{left % IN_ROW})" if left % 40 == 0 else _sum(chance, names)
        sums.append(Element(f"s{left}", Kind.FIELD, calculate=parse(source)))
        left -= 1
    repeat = Element("rows", Kind.REPEAT, tuple(row), rows=ROWS)
    towns = Table(
        ("name", "label", "region"), tuple((f"t{n}", f"Town {n}", "all" if n % 3 else str(n)) for n in range(60))
    )
    return CompiledForm(
        "big", "Big", "1", ("",), Element("data", Kind.GROUP, (*groups, repeat, *sums)), {"towns": towns}
    )


def _sum(chance: Random, names: list[str]) -> str:
    read = chance.sample(names, min(3, len(names)))
    return f"coalesce(/data/{read[0]}, 0) + if(/data/{read[1]} > 3, /data/{read[2]}, 1)"


def world() -> Environment:
    return Environment(Node("", None), NOW, random=Random(1))


def shown(name: str, took: list[float], target: str = "") -> None:
    ordered = sorted(took)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{name:40} p50 {statistics.median(took):6.2f} ms   p99 {p99:6.2f} ms   max {ordered[-1]:6.2f} ms   {target}")


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def main(questions: int = 500, expressions: int = 600) -> None:
    data = json.loads(json.dumps(to_data(generated(questions, expressions))))
    began = time.perf_counter()
    program = Program(from_data(data))
    print(f"loaded and made ready once in {(time.perf_counter() - began) * 1000:.0f} ms")
    instance = Instance.begin(program, world())
    asked = [node for node in instance.leaves() if node.spec.element.is_asked]
    print(f"{len(asked)} questions with those of {ROWS} rows; {expressions} expressions")
    chance = Random(2)
    gc.collect()
    gc.freeze()
    alone, everything = [], []
    for node in asked:
        value = Answers(instance, node, chance).any()
        alone.append(timed(lambda node=node, value=value: instance.set(node, value)))
    everything += [timed(lambda: (instance.enqueue_all(instance.root), instance.settle())) for _ in range(50)]
    shown("what depends on an answer", alone, "target: p99 below 5 ms")
    shown("everything (the peer)", everything)
    form = XForm("big", program)
    state = moves.begin(form, WORLD).state
    whole: list[float] = []
    while state.at and len(whole) < 400:
        made: list[State] = []

        def move(stored: str = json.dumps(state.to_json()), made: list[State] = made) -> None:
            filling = form.fill(State.from_json(json.loads(stored)), WORLD)
            question = filling.question(filling.state.at)
            if question is None:
                raise ValueError(f"nothing is asked at {filling.state.at!r}")
            if isinstance(question.type, Rows):
                filling = moves.skip(filling)
            else:
                value = question.type.options[0] if isinstance(question.type, Choice) else str(chance.randint(0, 9))
                filling = moves.answer(filling, AnswerInput(NOW.date(), value, choice=value))
            moves.place(filling)
            filling.words.of(question)
            made.append(filling.state)
            json.dumps(made[-1].to_json())

        whole.append(timed(move))
        state = made[-1]
    shown("a whole move, loaded and stored", whole, "target: p99 below 25 ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
