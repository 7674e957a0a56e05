"""Imported by the server that forks processes for tests: what each of them would read first is read once."""

from datetime import date

from bot.extraction import extract
from bot.rendering.speech import LANGUAGES, say, speaking
from bot.sample import sample

extract(sample(), date(2021, 4, 21))
for _language in LANGUAGES:
    with speaking(_language):
        say("Say hello")
