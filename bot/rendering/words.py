"""Small words that every message needs: counted nouns."""


def counted(number: int, noun: str) -> str:
    """ "1 event", "4 events"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
