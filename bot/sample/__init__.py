"""Articles of our own to try it with: the second is more exact than the first, the third contradicts it."""

from importlib.resources import files

from bot.model.news import Draft, Source, SourceKind

SAMPLES = ("syria", "moscow", "baghdad")


def sample(name: str = SAMPLES[0]) -> Draft:
    """One of the SAMPLES, as if it had been pasted; its first line says when it was published."""
    text = files(__name__).joinpath(f"{name}.txt").read_text("utf-8")
    title = text.split("\n\n", 2)[1]
    return Draft(text=text, source=Source(SourceKind.PASTE, name="Sample article"), title=title)
