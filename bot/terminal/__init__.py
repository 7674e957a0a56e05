"""The chat in a terminal: the same handlers, answered by a Bot API of our own."""
