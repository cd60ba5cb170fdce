"""``python -m bot`` is the command ``dabir``."""

from bot.cli.main import main

main()
