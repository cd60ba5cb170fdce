"""Labels of sub-items that are corrected, with what owners owe under them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.tables.meetings import Obligation, ObligationState, Resolution
from services.meetings import item_labels, resolutions
from tests.services.desk import Desk

LABELS = st.lists(st.sampled_from("ابپتث"), unique=True, max_size=4)


def items(labels: Sequence[str], words: Sequence[str]) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in zip(labels, words, strict=False)]


@st.composite
def some_items(draw: st.DrawFn) -> list[dict[str, str]]:
    labels = draw(LABELS)
    return items(labels, draw(st.lists(st.sampled_from(("یک", "دو", "سه")), min_size=4, max_size=4)))


@given(some_items(), some_items())
def test_no_two_sub_items_become_one_and_what_did_not_change_stays(
    before: list[dict[str, str]], after: list[dict[str, str]]
) -> None:
    labels = item_labels.moved(before, after)
    kept = [label for label in labels.values() if label]
    assert len(set(kept)) == len(kept)
    assert set(kept) <= {item["label"] for item in after}
    assert all(labels[item["label"]] == item["label"] for item in before if item in after)
    if len(before) == len(after):
        assert len(kept) == len(before)


def test_a_sub_item_is_known_again_by_its_words_its_label_or_its_place() -> None:
    before = items(["الف", "ب"], ["یک", "دو"])
    assert item_labels.moved(before, items(["۱", "۲"], ["یک", "دو"])) == {"الف": "۱", "ب": "۲"}
    assert item_labels.moved(before, items(["۱", "۲"], ["یکم", "دوم"])) == {"الف": "۱", "ب": "۲"}
    assert item_labels.moved(before, items(["الف", "ب", "پ"], ["صفر", "یک", "دو"])) == {"الف": "ب", "ب": "پ"}
    assert item_labels.moved(before, items(["الف"], ["یکم"])) == {"الف": "الف", "ب": ""}


async def corrects(desk: Desk, *now: tuple[str, str]) -> dict[str, ObligationState]:
    """Give the one resolution other sub-items; the states of its obligations by their labels then."""
    async with desk.db.write() as session:
        resolution = await resolutions.get(session, (await session.scalars(select(Resolution.id))).one())
        await resolutions.set_items(desk.context(session), resolution, now)
    async with desk.db.read() as session:
        return {one.item: one.state for one in await session.scalars(select(Obligation).order_by(Obligation.id))}


async def test_the_labels_of_one_owners_two_parts_change_places(desk: Desk) -> None:
    relief = await desk.agency("کمیتهٔ امداد")
    first, _ = await desk.issue(6, "یک هفته", items={"الف": relief, "ب": relief})
    await desk.answer(first)
    now = await corrects(desk, ("ب", "بند الف"), ("الف", "بند ب"))
    assert now == {"ب": ObligationState.ANSWERED, "الف": ObligationState.OPEN}


async def test_what_is_owed_for_a_part_that_is_gone_is_owed_once_for_the_whole(desk: Desk) -> None:
    relief = await desk.agency("کمیتهٔ امداد")
    await desk.issue(6, "یک هفته", items={"الف": relief, "ب": relief})
    assert await corrects(desk) == {"": ObligationState.OPEN, "ب": ObligationState.CLOSED}
