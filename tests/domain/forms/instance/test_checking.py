"""A whole sheet of answers set at once: what is right is kept, each wrong one is told by its reference."""

# ruff: noqa: E501 - a row of a form is a line
from domain.forms.instance.checking import Refusal, Verdict, check
from domain.forms.instance.instance import Instance
from tests.xlsforms import program, world

WORKS = """
survey:
type | name | label::fa (fa) | relevant | constraint | constraint_message::fa (fa) | required | required_message::fa (fa) | choice_filter
select_one city | city | شهر | | | | yes
begin_repeat | work | کار
text | title | عنوان | | | | yes | عنوان لازم است.
integer | pay | دستمزد | | . > 0 and . <= ${most} | از صفر بیشتر و در سقف باشد.
select_multiple town | towns | محله‌ها | | | | | | city=${city}
text | why | چرا | ${pay} > 100
end_repeat
integer | most | سقف
choices:
list_name | name | label::fa (fa) | city
city | m | مشهد
city | s | سبزوار
town | x | گلشهر | m
town | y | التیمور | m
town | z | مرکز | s
"""
FORM = program(WORKS)


def sheet(rows: int = 1) -> Instance:
    return Instance.load(FORM, world("fa"), {}, {"/data/work": rows})


def test_right_cells_are_kept_in_any_order_and_what_follows_is_worked_out() -> None:
    filled = sheet(2)
    cells = {
        "work[1]/towns": "y x",
        "work[1]/pay": "120",
        "work[1]/title": "خیاطی",
        "work[2]/title": "بسته‌بندی",
        "work[2]/pay": "90",
        "most": "500",
        "city": "m",
    }
    assert check(filled, cells, required=True) == []
    values, _ = filled.dump()
    assert (values["/data/work[1]/towns"], values["/data/work[2]/pay"]) == ("x y", "90")
    why = [filled.find(f"/data/work[{row}]/why") for row in (1, 2)]
    assert [node.relevant for node in why if node] == [True, False]


def test_each_wrong_cell_is_told_with_its_reason_and_is_blank() -> None:
    filled = sheet(2)
    cells = {
        "/data/city": "m",
        "most": "500",
        "work[1]/pay": "۱۲ ریال",
        "work[1]/towns": "x z",
        "work[2]/pay": "501",
        "work[2]/colour": "red",
        "work[3]/pay": "4",
    }
    assert check(filled, cells, required=True) == [
        Refusal("work[1]/pay", Verdict.TYPE),
        Refusal("work[1]/towns", Verdict.CHOICE),
        Refusal("work[2]/pay", Verdict.CONSTRAINT, "از صفر بیشتر و در سقف باشد."),
        Refusal("work[2]/colour", Verdict.UNKNOWN),
        Refusal("work[3]/pay", Verdict.UNKNOWN),
        Refusal("work[1]/title", Verdict.REQUIRED, "عنوان لازم است."),
        Refusal("work[2]/title", Verdict.REQUIRED, "عنوان لازم است."),
    ]
    assert filled.dump()[0] == {"/data/city": "m", "/data/most": "500"}


def test_a_value_that_a_refused_one_allowed_is_refused_with_it() -> None:
    refusals = check(sheet(), {"city": "mashhad", "work[1]/towns": "x"})
    assert [(refusal.reference, refusal.verdict) for refusal in refusals] == [
        ("city", Verdict.CHOICE),
        ("work[1]/towns", Verdict.CHOICE),
    ]
