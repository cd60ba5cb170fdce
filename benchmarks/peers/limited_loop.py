"""A plain loop over python-telegram-bot's AIORateLimiter: whoever writes gets a button, all others get the news.

Arguments: token, root of the server, the number of those others, and the first one's id. With a fifth argument /start
sends no news, and what is refused for its rate is tried again. Everything else is the library's default.
"""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import AIORateLimiter, Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

FIRST = int(sys.argv[4]) if sys.argv[4:] else 2001
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("tap", callback_data="tap")]])


async def tell_all(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text("tap", reply_markup=KEYBOARD)
    if sys.argv[5:] and (update.message.text or "").startswith("/start"):
        return
    for number in range(int(sys.argv[3])):
        await context.bot.send_message(FIRST + number, "news")


async def tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer()
    await context.bot.send_message(update.callback_query.from_user.id, "tapped", reply_markup=KEYBOARD)


token, root = sys.argv[1:3]
application = (
    Application.builder()
    .token(token)
    .base_url(f"{root}/bot")
    .base_file_url(f"{root}/file/bot")
    .rate_limiter(AIORateLimiter(max_retries=5 if sys.argv[5:] else 0))
    .build()
)
application.add_handler(MessageHandler(filters.ALL, tell_all))
application.add_handler(CallbackQueryHandler(tapped))
application.run_polling()
