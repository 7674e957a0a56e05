"""What others ask of the process over HTTP: updates from Telegram, and how it is."""
