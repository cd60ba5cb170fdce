"""Linking by a verified number with the consent of the first account, and by codes: rules and periods."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.tables.linking import LinkCode, LinkOffer, OfferState
from models.tables.organisation import Audit
from models.tables.people import Account, Person
from services.accounts import linking
from services.errors import Refused
from tests.services.desk import Desk

NUMBER = "+989151234567"


class Pair:
    """Sara, the first on Telegram, and somebody on Bale who may be her."""

    def __init__(self, desk: Desk, sara: int, guest: int, account: int) -> None:
        self.desk, self.sara, self.guest, self.account = desk, sara, guest, account

    async def offer(self, phone: str = NUMBER) -> LinkOffer | None:
        async with self.desk.db.write() as session:
            return await linking.offer(session, self.account, self.guest, phone, self.desk.now())

    async def ask(self, offer_id: int) -> LinkOffer:
        async with self.desk.db.write() as session:
            return await linking.ask(self.desk.context(session), self.account, offer_id)

    async def agree(self, offer: LinkOffer, by: int | None = None) -> None:
        async with self.desk.db.write() as session:
            await linking.agree(self.desk.context(session), by or self.sara, offer.id, offer.version)

    async def decline(self, offer: LinkOffer) -> None:
        async with self.desk.db.write() as session:
            await linking.decline(self.desk.context(session), self.sara, offer.id, offer.version)

    async def code(self) -> tuple[str, datetime]:
        async with self.desk.db.write() as session:
            account = await session.scalar(select(Account.id).where(Account.person_id == self.sara))
            assert account
            return await linking.new_code(self.desk.context(session), account, self.sara)

    async def types(self, code: str) -> LinkCode | None:
        async with self.desk.db.write() as session:
            return await linking.look_up(session, self.account, self.guest, code, self.desk.now())

    async def joins(self, digest: str) -> None:
        async with self.desk.db.write() as session:
            await linking.use(self.desk.context(session), self.account, self.guest, digest)

    async def persons(self) -> int:
        async with self.desk.db.read() as session:
            return len((await session.scalars(select(Person.id))).all())


@pytest.fixture
async def pair(desk: Desk) -> Pair:
    sara, guest = await desk.person("سارا محمدی", phone=NUMBER), await desk.person("Sara", on="bale")
    async with desk.db.read() as session:
        account = await session.scalar(select(Account.id).where(Account.person_id == guest))
    assert account
    return Pair(desk, sara, guest, account)


async def test_only_a_number_that_was_verified_is_offered(pair: Pair) -> None:
    assert await pair.offer("+989150000000") is None
    async with pair.desk.db.write() as session:
        (await session.get_one(Person, pair.sara)).phone_verified = False
    assert await pair.offer() is None


async def test_who_was_first_is_asked_and_says_yes(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    asked = await pair.ask(offer.id)
    (question,) = await pair.desk.written_to(pair.sara)
    assert "«بله»" in question
    assert "۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰" in question
    await pair.agree(asked)
    assert await pair.persons() == 1
    assert "یکی شد" in (await pair.desk.written_to(pair.sara))[-1]


async def test_nothing_of_the_first_one_is_shown_before_the_yes(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    await pair.ask(offer.id)
    assert await pair.desk.written_to(pair.guest) == []


async def test_no_changes_nothing_and_is_not_asked_again(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    asked = await pair.ask(offer.id)
    await pair.decline(asked)
    assert await pair.persons() == 2
    assert "نپذیرفت" in (await pair.desk.written_to(pair.guest))[-1]
    assert await pair.offer() is None
    with pytest.raises(Refused, match=r"common\.stale"):
        await pair.ask(offer.id)
    with pytest.raises(Refused, match=r"common\.stale"):
        await pair.agree(asked)
    async with pair.desk.db.read() as session:
        assert "refused" in set(await session.scalars(select(Audit.action)))


async def test_a_question_holds_for_a_day_and_is_then_asked_anew(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    asked = await pair.ask(offer.id)
    with pytest.raises(Refused, match=r"linking\.asked_already"):
        await pair.ask(offer.id)
    pair.desk.wait(timedelta(hours=24))
    with pytest.raises(Refused, match=r"linking\.expired"):
        await pair.agree(asked)
    anew = await pair.ask(offer.id)
    with pytest.raises(Refused, match=r"common\.stale"):
        await pair.agree(asked)
    await pair.agree(anew)
    assert await pair.persons() == 1


async def test_who_has_stopped_the_bot_where_they_were_first_is_sent_there(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    await reachable(pair, False)
    with pytest.raises(Refused) as refused:
        await pair.ask(offer.id)
    assert refused.value.text.key == "linking.not_there"
    await reachable(pair, True)
    assert (await pair.ask(offer.id)).state is OfferState.ASKED


async def reachable(pair: Pair, value: bool) -> None:
    async with pair.desk.db.write() as session:
        await session.execute(update(Account).where(Account.person_id == pair.sara).values(reachable=value))


async def test_an_offer_is_not_taken_up_days_later(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    pair.desk.wait(timedelta(hours=24))
    with pytest.raises(Refused, match=r"linking\.expired"):
        await pair.ask(offer.id)
    again = await pair.offer()
    assert again
    assert again.id == offer.id
    await pair.ask(again.id)


async def test_nobody_else_answers_or_asks(pair: Pair) -> None:
    reza = await pair.desk.person("رضا احمدی", on="bale")
    offer = await pair.offer()
    assert offer
    asked = await pair.ask(offer.id)
    with pytest.raises(Refused, match=r"common\.stale"):
        await pair.agree(asked, by=reza)
    stranger = Pair(pair.desk, pair.sara, reza, pair.account + 1)
    with pytest.raises(Refused, match=r"common\.stale"):
        await stranger.ask(offer.id)


async def test_the_same_number_twice_on_one_platform_is_no_joining(pair: Pair) -> None:
    twin = await pair.desk.person("Sara", on="telegram")
    async with pair.desk.db.read() as session:
        account = await session.scalar(select(Account.id).where(Account.person_id == twin))
    assert account
    with pytest.raises(Refused, match=r"linking\.same_platform"):
        await Pair(pair.desk, pair.sara, twin, account).offer()


@pytest.mark.parametrize("written", ["{0}", "{0[0]}{0[1]}{0[2]}{0[3]} {0[4]}{0[5]}{0[6]}{0[7]}", " {0}\u200c"])
async def test_a_code_is_typed_as_people_type(pair: Pair, written: str) -> None:
    code, _ = await pair.code()
    found = await pair.types(written.format(code).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    assert found
    await pair.joins(found.digest)
    assert await pair.persons() == 1
    assert "با کد شما" in (await pair.desk.written_to(pair.sara))[-1]


async def test_a_code_is_kept_as_a_hash(pair: Pair) -> None:
    code, _ = await pair.code()
    async with pair.desk.db.read() as session:
        (kept,) = await session.scalars(select(LinkCode))
        assert code not in kept.digest


async def test_a_code_works_once_and_for_ten_minutes(pair: Pair) -> None:
    code, until = await pair.code()
    assert until == pair.desk.now() + timedelta(minutes=10)
    found = await pair.types(code)
    assert found
    pair.desk.wait(timedelta(minutes=10))
    assert await pair.types(code) is None
    with pytest.raises(Refused, match=r"linking\.code_over"):
        await pair.joins(found.digest)
    code, _ = await pair.code()
    found = await pair.types(code)
    assert found
    await pair.joins(found.digest)
    with pytest.raises(Refused, match=r"linking\.code_over"):
        await pair.joins(found.digest)


async def test_a_newer_code_ends_the_older(pair: Pair) -> None:
    older, _ = await pair.code()
    newer, _ = await pair.code()
    assert await pair.types(older) is None
    assert await pair.types(newer)


async def test_five_wrong_codes_have_to_wait(pair: Pair) -> None:
    code, _ = await pair.code()
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for _ in range(linking.TRIES):
        assert await pair.types(wrong) is None
    with pytest.raises(Refused, match=r"linking\.wait"):
        await pair.types(code)
    pair.desk.wait(timedelta(minutes=10))
    code, _ = await pair.code()
    assert await pair.types(code)


async def test_one_s_own_code_and_one_of_the_same_platform_join_nothing(pair: Pair) -> None:
    code, _ = await pair.code()
    async with pair.desk.db.write() as session:
        own = await session.scalar(select(Account.id).where(Account.person_id == pair.sara))
        assert own
        with pytest.raises(Refused, match=r"linking\.own_code"):
            await linking.look_up(session, own, pair.sara, code, pair.desk.now())
    twin = await pair.desk.person("Sara", on="telegram")
    async with pair.desk.db.write() as session:
        other = await session.scalar(select(Account.id).where(Account.person_id == twin))
        assert other
        with pytest.raises(Refused, match=r"linking\.code_from_here"):
            await linking.look_up(session, other, twin, code, pair.desk.now())


async def test_an_offer_lives_on_as_joined_and_a_new_one_is_made_after_parting(pair: Pair) -> None:
    offer = await pair.offer()
    assert offer
    await pair.agree(await pair.ask(offer.id))
    async with pair.desk.db.write() as session:
        pair.guest = await linking.unlink(pair.desk.context(session), pair.sara, pair.account, "")
    again = await pair.offer()
    assert again
    assert (again.id, again.state) != (offer.id, OfferState.JOINED)
    await pair.agree(await pair.ask(again.id))
    assert await pair.persons() == 1


async def test_parting_ends_a_question_that_is_still_to_be_answered(pair: Pair) -> None:
    code, _ = await pair.code()
    offer = await pair.offer()
    assert offer
    asked = await pair.ask(offer.id)
    found = await pair.types(code)
    assert found
    await pair.joins(found.digest)
    async with pair.desk.db.write() as session:
        pair.guest = await linking.unlink(pair.desk.context(session), pair.sara, pair.account, "")
    with pytest.raises(Refused, match=r"linking\.expired"):
        await pair.agree(asked)
    await pair.agree(await pair.ask(offer.id))
    assert await pair.persons() == 1


async def test_parting_ends_a_code_that_is_still_to_be_used(pair: Pair) -> None:
    code, _ = await pair.code()
    offer = await pair.offer()
    assert offer
    await pair.agree(await pair.ask(offer.id))
    async with pair.desk.db.write() as session:
        telegram = await session.scalar(select(Account).where(Account.platform == "telegram"))
        assert telegram
        stranger = await linking.unlink(pair.desk.context(session), pair.sara, telegram.id, "")
        assert await linking.look_up(session, telegram.id, stranger, code, pair.desk.now()) is None


@given(st.integers(0, 10**8 - 1), st.lists(st.sampled_from([" ", "-", "\u200c", "", "  "]), min_size=9, max_size=9))
def test_a_code_is_read_however_it_is_spaced_and_in_whatever_digits(number: int, blanks: list[str]) -> None:
    code = f"{number:08}"
    for digits in ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"):
        typed = "".join(blank + digits[int(digit)] for blank, digit in zip(blanks, code, strict=False))
        assert linking.digits_of(typed + blanks[-1]) == code
    assert linking.code_in(linking.start_parameter(code)) == code


@pytest.mark.parametrize("word", ["link-1234567", "link-123456789", "link-1234567a", "Link-12345678", "12345678", ""])
def test_no_other_word_is_taken_for_a_code(word: str) -> None:
    assert linking.code_in(word) == ""
    assert linking.code_in(linking.start_parameter("12345678")) == "12345678"
