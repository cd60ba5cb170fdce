"""Bale in the sandbox: a messenger whose Bot API resembles Telegram's and differs in detail."""
