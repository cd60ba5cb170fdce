"""The command ``dabir`` as ``python -m bot``."""

from bot.cli.main import main

main()
