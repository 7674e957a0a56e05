"""The use cases: what a person can ask for, each one transaction; no Telegram, SQL or HTML."""
