"""Examples beside a refusal: an answer that the constraint takes, near to what was written."""

import pytest

from domain.chat.screens import Text
from domain.forms.instance.instance import Instance
from domain.forms.xforms import examples
from domain.forms.xforms.types import type_of
from tests.xlsforms import program, world


@pytest.mark.parametrize(
    ("kind", "constraint", "given", "example"),
    [
        ("date", ". <= today()", "2019-10-09", "2019-10-05"),
        ("date", ". >= today()", "2018-01-01", "2019-10-05"),
        ("date", ". >= date('2019-03-21') and . < date('2020-03-20')", "2021-01-01", "2020-03-19"),
        ("integer", ". > 0 and . <= 15", "40", 15),
        ("integer", ". >= 1000000", "12", 1_000_000),
    ],
)
def test_the_example_is_the_answer_next_to_the_one_that_was_refused(
    kind: str, constraint: str, given: str, example: object
) -> None:
    made = program(f"survey:\ntype|name|label|constraint\n{kind}|q|پرسش|{constraint}\nsettings:\nform_title\nفرم")
    instance = Instance.begin(made, world())
    node = instance.find(f"/{made.form.root.name}/q")
    assert node
    instance.set(node, given)
    assert not instance.is_valid(node)
    words = examples.refusal(instance, node, type_of(node.spec.element), given)
    assert shown_of(words) == example


def shown_of(words: Text) -> object:
    """Return the example of a refusal."""
    value = words.params["lines"][-1].params["value"]
    return value.params["number"] if isinstance(value, Text) else value.isoformat()
