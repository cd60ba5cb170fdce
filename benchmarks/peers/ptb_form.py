"""The report form in python-telegram-bot with its rows in SQLAlchemy, one transaction an update.

Arguments: token, root, folder. As the library's documents have it: handlers of an Application with
``concurrent_updates``, which ConversationHandler would not allow; so the position in the form is a row, and not its
in-memory state. It runs on uvloop. The transaction is over before the answer goes out, so that no writer waits for the
network.
"""

import sys
from typing import Any

import uvloop
from kept_form import Buttons, open_database, record_tap, record_text
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, Defaults, MessageHandler, filters


def markup(buttons: Buttons) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in buttons]
    )


async def answered(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    assert update.effective_user
    user = update.effective_user
    async with context.bot_data["sessions"].begin() as session:
        words, buttons = await record_text(session, user.id, user.full_name, update.message.text or "")
    await update.message.reply_text(words, reply_markup=markup(buttons))


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query, user = update.callback_query, update.effective_user
    assert query
    assert user
    async with context.bot_data["sessions"].begin() as session:
        words, buttons = await record_tap(session, user.id, user.full_name, query.data or "")
    await query.answer()
    await query.edit_message_text(words, reply_markup=markup(buttons))


uvloop.install()
token, root, folder = sys.argv[1:4]


async def begin(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    application.bot_data["engine"], application.bot_data["sessions"] = await open_database(folder)


async def end(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    await application.bot_data["engine"].dispose()


application = (
    Application.builder()
    .token(token)
    .base_url(f"{root}/bot")
    .base_file_url(f"{root}/file/bot")
    .defaults(Defaults(parse_mode=ParseMode.HTML))
    .concurrent_updates(True)
    .post_init(begin)
    .post_shutdown(end)
    .build()
)
application.add_handler(MessageHandler(filters.ALL, answered))
application.add_handler(CallbackQueryHandler(pressed))
application.run_polling()
