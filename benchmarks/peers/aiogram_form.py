"""The report form in aiogram 3 with its rows in SQLAlchemy, one transaction an update. Arguments: token, root, folder.

As aiogram's documents have it: a router, a middleware that hands each handler a session, and uvloop, which
``aiogram[fast]`` brings. The transaction is over before the answer goes out, so that no writer waits for the network.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop
from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, TelegramObject
from kept_form import Buttons, open_database, record_tap, record_text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

router = Router()


class SessionMiddleware(BaseMiddleware):
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        async with self._sessions() as session:
            return await handler(event, data | {"session": session})


def markup(buttons: Buttons) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@router.message()
async def answered(message: Message, session: AsyncSession) -> None:
    assert message.from_user
    async with session.begin():
        words, buttons = await record_text(
            session, message.from_user.id, message.from_user.full_name, message.text or ""
        )
    await message.answer(words, reply_markup=markup(buttons))


@router.callback_query()
async def pressed(query: CallbackQuery, session: AsyncSession) -> None:
    async with session.begin():
        words, buttons = await record_tap(session, query.from_user.id, query.from_user.full_name, query.data or "")
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(words, reply_markup=markup(buttons))


async def main(token: str, root: str, folder: str) -> None:
    engine, sessions = await open_database(folder)
    dispatcher = Dispatcher()
    for observer in (router.message, router.callback_query):
        observer.middleware(SessionMiddleware(sessions))
    dispatcher.include_router(router)
    session = AiohttpSession(api=TelegramAPIServer.from_base(root))
    bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    await dispatcher.start_polling(bot, handle_signals=False)
    await engine.dispose()


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main(*sys.argv[1:4]))
