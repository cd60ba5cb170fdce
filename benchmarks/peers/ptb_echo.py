"""A bare echo in python-telegram-bot with its defaults, on uvloop. Arguments: token, root of the server."""

import sys

import uvloop
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text(update.message.text or "")


async def tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer()
    await context.bot.send_message(update.callback_query.from_user.id, "tapped")


uvloop.install()
token, root = sys.argv[1:3]
application = Application.builder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
application.add_handler(MessageHandler(filters.ALL, echo))
application.add_handler(CallbackQueryHandler(tapped))
application.run_polling()
