"""`dabir form check` and `dabir form play`, as a secretary's assistant types them."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli.main import app
from tests.xlsforms import workbook

TOWNS = """
survey:
type | name | label | constraint | relevant
select_one_from_file towns.csv | town | شهر
integer | people | شمار | . <= 20 | ${town} != ''
settings:
form_title | form_id | version
شمارش | count | 7
"""


def dabir(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["form", *words], input=typed)


def file(folder: Path, tables: str = TOWNS) -> str:
    (folder / "form.xlsx").write_bytes(workbook(tables))
    (folder / "towns.csv").write_text("name,label\nm,مشهد\ns,سبزوار\n", encoding="utf-8")
    return str(folder / "form.xlsx")


def test_a_form_is_looked_at_with_its_table(tmp_path: Path) -> None:
    looked = dabir("check", file(tmp_path), "--json", "--plays", "3")
    assert looked.exit_code == 0
    report = json.loads(looked.output)
    assert report == {
        "ok": True,
        "title": "شمارش",
        "id": "count",
        "version": "7",
        "languages": [""],
        "questions": 2,
        "repeats": 0,
        "errors": [],
        "warnings": [],
        "repairs": [],
        "unanswerable": [],
    }


def test_a_plain_table_is_looked_at_and_played_as_the_form_that_it_becomes(tmp_path: Path) -> None:
    plain = file(tmp_path, "کارها:\nردیف|فعالیت *|حجم ماهانه|دستمزد\n1|دوخت لباس|200|5000\n2|بافت|300|700")
    looked = dabir("check", plain, "--json", "--plays", "3")
    assert looked.exit_code == 0
    report = json.loads(looked.output)
    assert (report["ok"], report["title"], report["questions"], report["repeats"]) == (True, "کارها", 3, 1)
    told = [one["text"].partition("\n")[0] for one in (*report["repairs"], *report["warnings"])]
    assert "به صورت جدول خوانده شد" in told[0]
    assert "۲ ردیف داده" in told[0]
    assert "ستون «فعالیت *» از نوع text است." in told
    assert any("«دستمزد» به صورت مبلغ به ریال" in one for one in told)
    played = dabir("play", plain, "--auto", "--seed", "3", "--json")
    assert json.loads(played.output)["completed"]


def test_an_error_has_its_row_in_persian_and_in_english(tmp_path: Path) -> None:
    wrong = file(tmp_path, "survey:\ntype|name|label|relevant\ntext|a|A\ntext|b|B|${a} = = 1")
    looked = dabir("check", wrong, "--json")
    assert looked.exit_code == 1
    [error] = json.loads(looked.output)["errors"]
    assert (error["sheet"], error["row"], error["name"]) == ("survey", 3, "b")
    persian, english = error["text"].split("\n")
    assert persian.startswith("عبارت ستون")
    assert english.startswith("The expression of column relevant is wrong: ${a} = = 1")
    shown = dabir("check", wrong)
    assert "survey 3 b" in shown.output
    assert "عبارت ستون" in shown.output


def test_a_random_respondent_plays_the_same_way_twice(tmp_path: Path) -> None:
    form = file(tmp_path)
    first, again = (dabir("play", form, "--auto", "--seed", "5", "--json") for _ in range(2))
    played = json.loads(first.output)
    assert played["completed"] is True
    assert played["ops"] == json.loads(again.output)["ops"]
    assert played["final"]["/data/town"][1] in ("m", "s", "")


def test_a_form_is_played_in_the_terminal(tmp_path: Path) -> None:
    played = dabir("play", file(tmp_path), typed="2\n30\n<\n\n5\n")
    assert played.exit_code == 0
    assert "1. مشهد  [m]" in played.output
    assert "This answer is not accepted." in played.output
    assert "town: s" in played.output
    assert "people: 5" in played.output


def test_a_form_with_errors_is_not_played(tmp_path: Path) -> None:
    wrong = file(tmp_path, "survey:\ntype|name|label\nword|a|A")
    played = dabir("play", wrong, "--auto", "--json")
    assert played.exit_code == 1
    assert json.loads(played.stdout)["completed"] is False
    assert dabir("check", str(tmp_path / "none.xlsx")).exit_code == 2
