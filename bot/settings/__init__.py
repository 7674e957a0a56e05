"""The settings, read once from the environment."""

from bot.settings.secret import Secret
from bot.settings.settings import Settings
from bot.settings.variables import VARIABLES, Variable

__all__ = ["VARIABLES", "Secret", "Settings", "Variable"]
