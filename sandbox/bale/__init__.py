"""What is Bale's own in the sandbox. Bale is a messenger whose Bot API resembles Telegram's and differs in detail."""
