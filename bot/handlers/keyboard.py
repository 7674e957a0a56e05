"""Buttons as Telegram takes them."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.buttons import Button, Row


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.address is not None:
        return InlineKeyboardButton(button.label, url=button.address)
    if button.shared is not None:
        return InlineKeyboardButton(button.label, switch_inline_query=button.shared)
    return InlineKeyboardButton(button.label, callback_data=button.press.data)
