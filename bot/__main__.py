"""``python -m bot`` is the command ``dabir``."""

from bot.cli import main

main()
