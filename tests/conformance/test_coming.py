"""Moving from one platform to the other, alike in both directions."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from tests.conformance.record import Record
from tests.conftest import FACES, open_town
from tests.databases import Tables
from tests.handlers.account.test_linking import registered
from tests.issued import issue
from tests.town import Town
from texts import catalogue
from texts.format import _plain, _template

CITY = "شهرداری مشهد"
HERE, THERE = "آنجا که بود", "آنجا که آمد"
"""The names of the two platforms in the story, the same in both directions."""


def forget_sentences() -> None:
    """Drop whatever was prepared from the sentences as they were."""
    for prepared in (catalogue.sentence, _template, _plain):
        prepared.cache_clear()


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterable[Callable[[Sequence[str]], None]]:
    """A function that names the first of two platforms HERE and the second THERE."""

    def name(faces: Sequence[str]) -> None:
        for face, words in zip(faces, (HERE, THERE), strict=True):
            monkeypatch.setitem(catalogue.sources("fa"), f"platform.{face}", words)
        forget_sentences()

    yield name
    monkeypatch.undo()
    forget_sentences()


async def coming(town: Town) -> Record:
    """Play Sara's story: linked by her number, at work on both, unlinked, and linked again by a code."""
    record, there = Record(town), list(town.server.faces)[1]
    sara = town.person("سارا محمدی")
    sara.chat.phone = "989151234567"
    await registered(town, CITY)
    on_other = town.person("سارا محمدی", on=there)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await record.of(
        on_other.says("/start"),
        on_other.taps("ثبت‌نام"),
        on_other.taps("نمایندهٔ دستگاه"),
        on_other.says("سازمان تازه"),
        on_other.taps("همین ثبت شود"),
        on_other.taps("سرکار خانم"),
        on_other.says("سارا محمدی"),
        on_other.says("کارشناس"),
        on_other.shares_phone(),
        on_other.taps("یکی کردن دو حساب"),
        sara.taps("بله، حساب من است"),
        on_other.says("/tasks"),
        sara.says("/report"),
        sara.taps("در دست انجام"),
        on_other.says("/start"),
        on_other.taps("ادامهٔ «گزارش پیشرفت»"),
        on_other.says("۴۰"),
        sara.says("۵۰"),
        sara.says("جدول تکمیل شد."),
        sara.taps("رد کردن"),
        sara.sends_photo("نقشه"),
        sara.taps("ادامه"),
        on_other.says("/start"),
        on_other.taps("ادامهٔ «گزارش پیشرفت»"),
        on_other.taps("ارسال"),
        sara.taps("ارسال"),
        on_other.says("/history"),
        on_other.says("/settings"),
        on_other.taps("حساب‌های من"),
        on_other.taps(f"پیام‌ها در {HERE}"),
        issue(town, 8, "فهرست واحدها فرستاده شود.", CITY, due="1398-07-20"),
        town.clock.to("1398-07-20 09:00"),
        sara.says("/settings"),
        sara.taps("حساب‌های من"),
        sara.taps(f"جدا کردن {THERE}"),
        sara.taps("بله، جدا شود"),
        on_other.says("/tasks"),
        on_other.says("/link 00000000"),
        sara.says("/link"),
    )
    await record.of(
        on_other.opens_link(sara.link()),
        on_other.taps("بله، یکی شود"),
        sara.taps("من نبودم، جدا کن"),
        on_other.says("/start"),
    )
    return record


@pytest.mark.ci
async def test_who_comes_from_one_to_the_other_is_met_alike_on_either(
    tmp_path: Path, tables: Tables, named: Callable[[Sequence[str]], None]
) -> None:
    told = []
    for faces in (FACES, FACES[::-1]):
        named(faces)
        folder = tmp_path / faces[0]
        folder.mkdir()
        async with open_town(folder, faces, tables) as town:
            record = await coming(town)
        told.append([(step, who.replace(faces[1], THERE), *happened) for step, who, *happened in record.lines])
    for one, other in zip(*told, strict=False):
        assert one == other
    assert len(told[0]) == len(told[1])
    # The story was seen by both of her accounts.
    assert {who for _, who, *_ in told[0]} >= {"سارا محمدی", f"سارا محمدی ({THERE})"}
