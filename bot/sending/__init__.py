"""Every call to Telegram on its way out: at the pace that is allowed, and what became of it."""
