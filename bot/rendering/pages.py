"""Long answers in pages: broken between blocks, never inside one, each within Telegram's limits."""

from collections.abc import Iterable

from bot.rendering.html import Html, join


def pages(blocks: Iterable[Html], *, head: Html, between: str = "\n\n") -> list[Html]:
    """As many blocks to a message as fit below `head`, which stands on every page; at least one page.

    A block that does not even fit alone is the caller's mistake, and raises ValueError.
    """
    full: list[Html] = []
    page = head
    for block in filter(None, blocks):
        longer = join(between, [page, block])
        if longer.fits:
            page = longer
            continue
        full.append(page)
        page = join(between, [head, block])
        if not page.fits:
            raise ValueError("a block of a page is longer than a message")
    return [*full, page]


def fitting(blocks: Iterable[Html], *, head: Html, foot: Html, between: str = "\n") -> tuple[Html, int]:
    """The first blocks that fit into one message between `head` and `foot`, and how many those are."""
    page, shown = head, 0
    for block in blocks:
        longer = join(between, [page, block])
        if not join("\n\n", [longer, foot]).fits:
            break
        page, shown = longer, shown + 1
    return page, shown
