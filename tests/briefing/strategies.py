"""Mentions of all sorts, for what must hold of any."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.model.news import Mention, Modality
from bot.model.timex import Mod
from tests.briefing.mentions import a_mention

SENTENCES = (
    ("Soleimani visited Moscow to meet Putin", ("Soleimani", "Putin"), ("Moscow",), "visit"),
    ("General Qassem Soleimani flew to Moscow", ("Qassem Soleimani",), ("Moscow",), "visit"),
    ("Soleimani was killed in Baghdad", ("Soleimani",), ("Baghdad",), "killing"),
    (
        "An American drone killed Qassem Soleimani near Baghdad",
        ("Qassem Soleimani",),
        ("Baghdad",),
        "killing",
    ),
    ("Russia's airstrike killed 200 militants near Palmyra", ("Russia",), ("Palmyra",), "attack"),
    ("Russian warplanes struck two camps near Palmyra", (), ("Palmyra",), None),
    ("Marius Lind founded Helvex", ("Marius Lind", "Helvex"), (), "founding"),
    ("Helvex named Carla Jensen chief executive", ("Helvex", "Carla Jensen"), (), "appointment"),
    ("Shares of Helvex fell", ("Helvex",), (), "result"),
    ("Nothing much", (), (), None),
)
VALUES = (
    "2015",
    "2015-07",
    "2015-07-24",
    "2015-09",
    "2019",
    "2020-01",
    "2020-01-03",
    "201",
    "2015-07/2015-09",
)
MODS = (None, None, None, Mod.APPROX, Mod.BEFORE, Mod.AFTER, Mod.START, Mod.MID, Mod.END, Mod.ON_OR_BEFORE)


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    """One mention, its number still 0."""
    sentence, participants, places, kind = draw(st.sampled_from(SENTENCES))
    return a_mention(
        sentence,
        draw(st.sampled_from(VALUES)),
        mod=draw(st.sampled_from(MODS)),
        kind=kind,
        modality=draw(st.sampled_from(Modality)),
        participants=participants,
        places=places,
        reported=draw(st.booleans()),
        article=draw(st.integers(1, 4)),
        id=0,
    )


def numbered(found: list[Mention]) -> list[Mention]:
    """As a store numbers them."""
    return [replace(mention, id=number) for number, mention in enumerate(found, 1)]


some_mentions = st.lists(mentions(), min_size=1, max_size=9).map(numbered)
