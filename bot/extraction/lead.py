"""The lead of a history: its first dated sentence, which often names from when to when it will tell."""

from dataclasses import dataclass, field

from bot.extraction.calendar import first_day

_LONGEST = 12  # years that a telling in months and days spans


@dataclass(slots=True)
class Lead:
    """The dates of the first dated sentence, until it is left."""

    sentence: int | None = None
    values: list[str] = field(default_factory=list)
    left: bool = False

    def tell(self, value: str, sentence: int, *, written: bool) -> None:
        """Takes a date of the first dated sentence; one without its year already goes on with the story."""
        if not written:
            self.left = True
        elif self.sentence in (None, sentence) and not self.left:
            self.sentence = sentence
            self.values.append(value)

    def leave(self, sentence: int) -> str | None:
        """At the first date of a later sentence: where the telling sets in, if the lead named its end."""
        if self.left or self.sentence is None or sentence <= self.sentence:
            return None
        self.left = True
        if len(self.values) < 2:
            return None
        first, last = first_day(self.values[0]), first_day(self.values[-1])
        spans = first and last and first < last and last.year - first.year <= _LONGEST
        return self.values[0] if spans else None
