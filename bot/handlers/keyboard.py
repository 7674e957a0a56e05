"""Buttons as Telegram takes them."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.buttons import Row


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.press.data) for button in row]
            for row in rows
        ]
    )
