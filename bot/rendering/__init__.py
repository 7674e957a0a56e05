"""From what was found to what is said: Telegram HTML, buttons, and every sentence of the bot. Pure."""
