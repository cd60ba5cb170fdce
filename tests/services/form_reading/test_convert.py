"""A secretary's XLSForm is read: what it becomes, what is repaired, and what is wrong in which row."""

import pytest

from domain.forms.compiled.differences import choices_of
from domain.forms.compiled.form_data import from_data, to_data
from domain.forms.compiled.model import Control, Kind
from domain.forms.instance import choices
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from services.form_reading import guards
from services.form_reading.problems import Unreadable
from tests.xlsforms import form, read, world

# ruff: noqa: E501 - a row is a line
WATER = """
survey:
type | name | label::Persian (fa) | label::English (en) | hint::Persian (fa) | relevant | required | constraint | constraint_message::Persian (fa) | calculation | choice_filter | repeat_count | appearance
start | began
select_one city | city | کدام شهر؟ | Which city? | یکی را انتخاب کنید | | yes
select_one hood | hood | کدام محله؟ | Which quarter? | | | | | | | city=${city}
select_one city or_other | second | شهر دوم | Second
integer | houses | چند خانه؟ | How many? | | ${city} != '' | ${hood} = 'a' | . >= 0 and . <= 3 | تا سه خانه. ${city} بزرگ نیست.
begin_repeat | house | خانه | House | | | | | | | | ${houses}
text | family | نام خانوادهٔ ردیف ${row} | Family
calculate | row | | | | | | | | position(..)
end_repeat
image | photo | عکس | Photo | | | | | | | | | signature
note | thanks | سپاس از ${city} | Thanks
choices:
list_name | name | label::Persian (fa) | label::English (en) | city
city | m | مشهد | Mashhad
city | s | سبزوار | Sabzevar
hood | a | گلشهر | Golshahr | m
hood | b | ساختمان | Sakhteman | m
settings:
form_title | form_id | version | default_language
آب محله | water | 3 | Persian (fa)
"""


def errors(tables: str) -> list[tuple[str, int, str]]:
    return [(one.key.removeprefix("forms.error."), one.row, one.name) for one in read(tables).findings.errors]


def test_a_whole_form_is_read_with_its_words_in_two_languages() -> None:
    water = form(WATER)
    assert (water.id, water.title, water.version, water.languages) == ("water", "آب محله", "3", ("fa", "en"))
    elements = dict(water.each())
    city, hood = elements["data", "city"], elements["data", "hood"]
    assert city.control is Control.SELECT_ONE
    assert city.label == {"fa": ["کدام شهر؟"], "en": ["Which city?"]}
    assert city.hint == {"fa": ["یکی را انتخاب کنید"]}
    assert hood.itemset is not None
    assert elements["data", "second_other"].relevant is not None
    assert elements["data", "house"].kind is Kind.REPEAT
    assert elements["data", "house"].count is not None
    assert elements["data", "photo"].type == "binary"
    assert not elements["data", "thanks"].is_asked
    assert [part for part in elements["data", "house", "family"].label["fa"] if isinstance(part, str)] == [
        "نام خانوادهٔ ردیف "
    ]
    assert water.tables["city"].labels[0] == {"fa": ["مشهد"], "en": ["Mashhad"]}
    assert from_data(to_data(water)) == water


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("integer | a | x | . = = 1 and (", ("syntax", 2, "a")),
        ("integer | a | x | =1+1", ("not_computed", 2, "")),
        ("integer | a | x | selected(.، 'b')", None),
        ("integer | a | x | . > ${nobody}", ("no_such_question", 2, "nobody")),
        ("integer | a | x | . > /data/nobody", ("reference", 2, "a")),
        ("integer | a | x | thousand(.) > 1", ("function", 2, "a")),
        ("select_one none | a | x", ("no_choices_sheet", 0, "")),
        ("inteeger | a | x", ("unknown_type", 2, "a")),
        ("rank | a | x", ("no_list_name", 2, "a")),
        ("integer | 1a b | x", ("bad_name", 2, "")),
        ("begin_group | g | x", ("unmatched_begin", 2, "g")),
        ("text | last | x", ("same_name", 3, "last")),
        ("calculate | a", ("no_calculation", 2, "")),
        ("text | a", ("no_label", 2, "a")),
    ],
)
def test_a_mistake_is_found_with_its_row(row: str, wrong: tuple[str, int, str] | None) -> None:
    found = errors(f"survey:\ntype | name | label | constraint\n{row}\ntext | last | z")
    assert [(key, line) for key, line, _ in found] == ([wrong[:2]] if wrong else [])


def test_all_that_is_not_there_is_told_at_once() -> None:
    found = errors(
        """
        survey:
        type | name | label | relevant
        text | a | نام ${zzz} | ${nope} = 1
        select_one none | b | شهر
        select_one yn or_other | c | دیگر ${c_other}
        text | a | دوباره
        begin group | g | بخش
        text | a | در بخش ${missing}
        end group
        choices:
        list_name | name | label
        yn | y | بله
        """
    )
    assert sorted(found, key=lambda one: one[1]) == [
        ("no_such_question", 2, "zzz"),
        ("no_such_question", 2, "nope"),
        ("no_such_list", 3, "none"),
        ("same_name", 5, "a"),
        ("no_such_question", 7, "missing"),
    ]


def test_every_row_that_pyxform_would_refuse_is_told_at_once() -> None:
    found = errors(
        """
        survey:
        type | name | label
        text | | نام شما
        inteeger | age | سن
        | phone | تلفن
        select_one | hood | محله
        begin repeat | house | خانه
        text | 1st | نشانی
        textt | | نکته
        begin group | owner | مالک
        end repeat
        end group
        text | age | باز هم سن
        begin group | rest | دیگر
        note | | پایان
        choices:
        list_name | name | label
        yn | y | بله
        yn | | خیر
        | maybe | شاید
        """
    )
    assert found == [
        ("no_name", 2, ""),
        ("unknown_type", 3, "age"),
        ("no_type", 4, "phone"),
        ("no_list_name", 5, "hood"),
        ("bad_name", 7, "1st"),
        ("unknown_type", 8, ""),
        ("no_name", 8, ""),
        ("unmatched_begin", 9, "owner"),
        ("unmatched_end", 11, ""),
        ("same_name", 12, "age"),
        ("unmatched_begin", 13, "rest"),
        ("no_choice_name", 3, ""),
        ("no_list", 4, "maybe"),
    ]


def test_a_choice_without_its_list_is_told_where_all_else_is_right() -> None:
    tables = "survey:\ntype|name|label\nselect_one yn|a|ا\nchoices:\nlist_name|name|label\nyn|y|بله\n|n|خیر"
    converted = read(tables)
    assert [(one.key, one.sheet, one.row) for one in converted.findings.errors] == [
        ("forms.error.no_list", "choices", 3)
    ]
    assert converted.form is None


def test_what_pyxform_alone_finds_stands_beside_what_is_found_in_the_rows() -> None:
    assert errors("survey:\ntype|name|label\ncalculate|a|\ntext| |نام") == [
        ("no_calculation", 2, ""),
        ("no_name", 3, ""),
    ]


def test_a_type_that_a_program_wrote_with_a_capital_is_read() -> None:
    found = read(
        "SURVEY:\ntype | name | label\nText | a | نام\nBegin Group | g | گ\nDate | d | روز\nEnd Group"
    ).findings
    assert not found.errors
    assert [one.row for one in found.repairs if one.key == "forms.repair.small_letters"] == [2, 3, 4, 5]


def test_questions_that_wait_for_each_other_are_a_circle() -> None:
    tables = """
survey:
type | name | label | calculation | relevant
calculate | a | | ${b} + 1
calculate | b | | ${a} + 1
text | c | x | | ${d} = 'x'
text | d | x | | ${c} = 'x'
"""
    assert [key for key, _, _ in errors(tables)] == ["circle", "circle"]


def test_a_group_that_reads_a_question_inside_it_is_a_circle() -> None:
    tables = """
survey:
type | name | label | relevant | default
begin_group | inputs | I | ./source = 'user'
text | source | S | | user
end_group
"""
    assert errors(tables) == [("circle", 2, "inputs")]


def test_a_running_total_reads_the_row_before_and_is_no_circle() -> None:
    tables = """
survey:
type | name | label | calculation
begin_repeat | r | R
integer | n | N
calculate | total | | coalesce(indexed-repeat(${total}, ${r}, position(..) - 1), 0) + ${n}
end_repeat
"""
    assert errors(tables) == []


def test_blank_rows_lose_nothing() -> None:
    tables = "survey:\ntype | name | label\ntext | a | A\n" + "|\n" * 90 + "text | b | B"
    assert [place[-1] for place, _ in form(tables).each() if place[-1] in "ab"] == ["a", "b"]


@pytest.mark.parametrize(
    ("tables", "repair", "row"),
    [
        ("survey:\ntype|name|label|relevant|relevance\ntext|a|A\ntext|b|B||${a} != ''", "alias", 1),
        ("survey:\ntype|name|label|required\ntext|a|A|بله", "yes", 2),
        ("survey:\ntype|name|label|constraint\ninteger|a|A|. ≤ ۱۰", "typing", 2),
        ("survey:\ntype|name|label|relevant\ntext|شهر\u064a|A\ntext|b|B|${شهری} != ''", "keyboard", 2),
        ("Survey:\ntype|name|label\ntext|a|A", "sheet", 0),
        ("survey:\ntype|name|label|label\ntext|a|A|B", "same_column", 1),
        ("survey:\ntype|name|label\nselect_one l|a|A\nchoices:\nlist_name|name|label\nl|x|X\nl|x|Y", "same_choice", 3),
        (
            "survey:\ntype|name|label\nselect_one l|a|A\nchoices:\nlist_name|name|label\nl|x|X\nl||",
            "nameless_choice",
            3,
        ),
    ],
)
def test_what_is_beyond_doubt_is_repaired_and_told(tables: str, repair: str, row: int) -> None:
    read_form = read(tables)
    assert read_form.form, read_form.findings.errors
    assert (f"forms.repair.{repair}", row) in [(one.key, one.row) for one in read_form.findings.repairs]


def test_media_that_is_not_shown_is_told() -> None:
    tables = """
    survey:
    type | name | label | media::image | media::audio
    select_one sign | sign | کدام تابلو؟ | |
    text | why | چرا؟ | | jr://audio/why.mp3
    text | where | کجا؟ | | where.mp3
    image | photo | عکس | |
    choices:
    list_name | name | label | media::image
    sign | stop | ایست | stop.png
    sign | slow | آهسته | slow.png
    """
    of_choices = ("forms.warning.media_choices", "choices", 2, {"column": "media::image", "count": 2})
    missing = {"column": "media::audio", "count": 2, "files": "why.mp3, where.mp3"}
    assert warnings_of(tables) == [("forms.warning.media_missing", "survey", 3, missing), of_choices]
    missing = {"column": "media::audio", "count": 1, "files": "where.mp3"}
    assert warnings_of(tables, "why.mp3") == [("forms.warning.media_missing", "survey", 4, missing), of_choices]
    assert warnings_of(tables, "why.mp3", "where.mp3") == [of_choices]


def warnings_of(tables: str, *came: str) -> list[tuple[str, str, int, dict[str, object]]]:
    found = read(tables, dict.fromkeys(came, b"")).findings.warnings
    return [(one.key, one.sheet, one.row, dict(one.params)) for one in found]


def test_warnings_are_those_that_a_secretary_can_use() -> None:
    tables = """
survey:
type | name | label | calculation | default | constraint
integer | phone | Your phone
integer | fee | Fee in rials
integer | wage | Wage in rials | | | . > 0 and . < 1000000
text | code | Code | | +98
begin_repeat | r | R
integer | n | N
calculate | s | | sum(${n})
end_repeat
select_one_from_file towns.csv | town | Town
calculate | nothing | | if(${code} = 'x', null, 1)
"""
    found = {(one.key.removeprefix("forms.warning."), one.name) for one in read(tables).findings.warnings}
    assert found == {
        ("int_as_text", "phone"),
        ("int_as_money", "fee"),
        ("literal", "code"),
        ("own_row", "s"),
        ("no_file", ""),
        ("bare_word", "nothing"),
    }


def test_a_table_that_came_along_gives_choices_and_values() -> None:
    tables = "survey:\ntype|name|label|calculation\nselect_one_from_file towns.csv|t|T\n"
    tables += "calculate|people||pulldata('towns','people','name',${t})"
    towns = form(tables, {"towns.csv": "name,label,people\nm,مشهد,3000\n".encode()})
    assert towns.tables["towns"].rows == (("m", "مشهد", "3000"),)


PLACES = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "p1", "properties": {"title": "بوستان ملت", "beds": 12.0, "id": "other"},
  "geometry": {"type": "Point", "coordinates": [59.5, 36.25]}},
 {"type": "Feature", "properties": {"id": "p2", "title": "کوهسنگی", "open": true, "note": null},
  "geometry": {"type": "LineString", "coordinates": [[59, 36, 900], [59.5, 36.5]]}}]}"""


@pytest.mark.parametrize(
    ("name", "content", "columns", "rows"),
    [
        ("t.csv", "name;label\nm;مشهد، شهر\n", ("name", "label"), (("m", "مشهد، شهر"),)),
        (
            "t.xml",
            "<?xml version='1.0' encoding='utf-8'?><root><item><name>m</name><label>مشهد</label></item><x/></root>",
            ("name", "label"),
            (("m", "مشهد"),),
        ),
        (
            "t.geojson",
            PLACES,
            ("geometry", "id", "title", "beds", "open", "note"),
            (
                ("36.25 59.5 0 0", "p1", "بوستان ملت", "12", "", ""),
                ("36 59 0 0; 36.5 59.5 0 0", "p2", "کوهسنگی", "", "true", ""),
            ),
        ),
    ],
)
def test_a_list_comes_from_a_file_of_each_kind(
    name: str, content: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> None:
    listed = form(f"survey:\ntype|name|label\nselect_one_from_file {name}|t|T", {name: content.encode()})
    assert (listed.tables["t"].columns, listed.tables["t"].rows) == (columns, rows)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xml", b"<root><item>"),
        ("t.xml", b"<places><place/></places>"),
        ("t.geojson", b'{"type": "Point"}'),
        ("t.geojson", b"<html>"),
    ],
)
def test_a_file_that_is_no_table_is_told(name: str, content: bytes) -> None:
    converted = read(f"survey:\ntype|name|label\nselect_one_from_file {name}|t|T", {name: content})
    assert converted.form
    assert [one.params["file"] for one in converted.findings.warnings if one.key == "forms.warning.bad_file"] == [name]


def test_a_list_of_external_choices_is_offered_as_any_other() -> None:
    tables = """
survey:
type | name | label | choice_filter
text | city | C
select_one_external town | town | T | City=${city}
external_choices:
list_name | name | label::fa | label::en | City
town | x | توس | Toos | mashhad
town | y | طرقبه | Torghabeh | mashhad
town | z | ریوش | Rivash | kashmar
"""
    instance = Instance.begin(Program(form(tables)), world())
    city, town = instance.find("/data/city"), instance.find("/data/town")
    assert city
    assert town
    assert list(choices.offered(instance, town)) == []
    instance.set(city, "mashhad")
    assert [(one.value, one.label) for one in choices.offered(instance, town)] == [("x", "توس"), ("y", "طرقبه")]
    instance.set(town, "y")
    assert town.shown == "y"


def test_choices_by_search_are_those_of_the_sheet_which_is_told() -> None:
    tables = """
survey:
type | name | label | appearance
select_one town | town | T | minimal search('towns', 'startswith', 'city', 'm')
choices:
list_name | name | label
town | key | words
town | 9 | Elsewhere
"""
    converted = read(tables)
    assert [(one.key, one.row) for one in converted.findings.warnings] == [("forms.warning.search", 2)]
    assert converted.form


def test_rows_that_ask_nothing_are_no_questions() -> None:
    calculated = "\n".join(f"calculate|c{number}||1" for number in range(guards.MOST_QUESTIONS))
    assert read(f"survey:\ntype|name|label|calculation\ntext|a|A\n{calculated}").form
    asked = "\n".join(f"text|a{number}|A" for number in range(guards.MOST_QUESTIONS + 1))
    with pytest.raises(Unreadable, match="too_many_questions"):
        read(f"survey:\ntype|name|label\n{asked}")


def test_a_root_of_its_own_name_and_a_question_named_data() -> None:
    named = form("survey:\ntype|name|label\ntext|data|D\ntext|b|${data}\nsettings:\nname\nhouses")
    assert [place for place, _ in named.each()][:2] == [("houses", "data"), ("houses", "b")]


def test_a_short_label_is_kept_in_each_language() -> None:
    house = form(
        """
        survey:
        type|name|label::فارسی (fa)|label::English (en)|short::فارسی (fa)|short::English (en)
        begin repeat|room|اتاق‌ها|Rooms||
        integer|area|متراژ اتاق چند متر است؟|How many square metres is it?|متراژ|Area
        text|use|به چه کار می‌آید؟|What is it used for?||
        end repeat||||
        settings:
        form_id|default_language
        house|فارسی (fa)
        """
    )
    area, use = house.root.children[0].children
    assert area.short == {"fa": ["متراژ"], "en": ["Area"]}
    assert not use.short
    assert from_data(to_data(house)) == house


def test_what_people_read_is_in_persian_letters_and_arabic_stays() -> None:
    converted = read("""
        survey:
        type|name|label::فارسی (fa)|label::العربية (ar)|hint::فارسی (fa)
        select_one kind|kind|نوع كارگاه چيست؟|ما نوع هذا المكان يا سيدي؟|يكي را بزنيد
        choices:
        list_name|name|label::فارسی (fa)|label::العربية (ar)
        kind|work|كارگاهي|مكان عمل
        settings:
        form_title|form_id|default_language
        فرم كارگاه‌ها|f|فارسی (fa)
    """)
    assert converted.form, converted.findings.errors
    assert converted.findings.repairs == []
    assert converted.title == "فرم کارگاه‌ها"
    [(_, kind)] = [(place, one) for place, one in converted.form.each() if one.name == "kind"]
    assert kind.label == {"fa": ["نوع کارگاه چیست؟"], "ar": ["ما نوع هذا المكان يا سيدي؟"]}
    assert kind.hint["fa"] == ["یکی را بزنید"]
    assert choices_of(converted.form, kind, "fa") == {"work": "کارگاهی"}
    assert choices_of(converted.form, kind, "ar") == {"work": "مكان عمل"}
