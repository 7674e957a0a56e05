"""Story: which sentences without a date of their own tell what happened on the day the text is about."""

from datetime import date, timedelta

from bot.extraction.clause import Clause, Role
from bot.extraction.dates import Told
from bot.extraction.events import Dating, told
from bot.extraction.kinds import kind_of, says
from bot.extraction.lexicon import SUBJ
from bot.extraction.misdated import names_no_day
from bot.extraction.sentence import Sentence
from bot.extraction.speakers import Memory
from bot.model.news import Mention
from bot.model.timespan import Grain, When, day_value
from bot.model.timex import Dct

_NEWS = timedelta(days=10)  # how far back the day of the news may lie before publication
_PAST = timedelta(days=45)  # an older date turns what follows it into background

_CONTINUED = 0.5  # how far an undated sentence after the lead is trusted
_LEAD = "a lead without a date: dated by the day of publication"
_HEADLINE = "a headline without a date: dated by the day of publication"
_GOES_ON = "goes on with the sentence before it: “{}”"
_FOLLOWS = "no date of its own: it goes on with what happened on {day}"


class Story:
    """The day that a text tells of, followed from sentence to sentence.

    A text of `headlines` alone tells with each line something of the day of publication, in the present.
    """

    def __init__(self, dct: Dct | None, *, headlines: bool = False) -> None:
        self.dct, self.headlines = dct, headlines
        self.day: date | None = None if dct is None else dct.value
        self.background = False
        self.told = False
        self.actors: set[str] = set()
        self.before: Mention | None = None  # what the sentence before told of one day

    def hear(self, told: Told, on: Mention | None, memory: Memory) -> None:
        """Takes in the dates of one sentence; `on` is what it tells going on with the sentence before."""
        days = [
            mention for mention in (on, *told.mentions) if mention and mention.when.span.grain is Grain.DAY
        ]
        self.before = days[0] if len(days) == 1 else None
        self.told = self.told or bool(told.mentions)
        for mention in told.main if self.dct is not None else ():
            self._place(mention, self.dct.value if self.dct else mention.when.span.start, memory)

    def _place(self, mention: Mention, published: date, memory: Memory) -> None:
        """A day just before publication is the day of the news; one long past opens the background."""
        span = mention.when.span
        if span.grain is Grain.DAY and timedelta(0) <= published - span.start <= _NEWS:
            self.day, self.background = span.start, False
            self._remember(mention, memory)
        elif published - span.last > _PAST:
            self.background = True

    def continued(self, sentence: Sentence, memory: Memory) -> Mention | None:
        """What a sentence that opens with "Hours later" tells of the day of the sentence before it."""
        before = self.before
        opening = sentence.opening()
        if before is None or opening is None or "\n" in sentence.text[before.end : sentence.start]:
            return None
        dating = Dating(before.when, None, False, _GOES_ON.format(opening), 0.7)
        for number, clause in enumerate(sentence.clauses):
            if clause.role is Role.MAIN and sentence.happens(clause):
                return told(sentence, number, dating, memory, None if self.dct is None else self.dct.value)
        return None

    def undated(self, sentence: Sentence, memory: Memory) -> Mention | None:
        """What a sentence without a date tells of the day of the story, None when it tells nothing of it."""
        if self.dct is None or self.day is None or names_no_day(sentence):
            return None
        for number, clause in enumerate(sentence.clauses):
            if clause.role in (Role.MAIN, Role.COORDINATE) and self._belongs(sentence, clause, memory):
                mention = told(sentence, number, self._dating(), memory, self.dct.value)
                if mention is not None:
                    self.told = True
                    self._remember(mention, memory)
                    return mention
        return None

    def _remember(self, mention: Mention, memory: Memory) -> None:
        """People who act on the day of the story; firms and countries act at all times."""
        self.actors.update(name for name in mention.participants[:1] if name in memory.people)

    def _belongs(self, sentence: Sentence, clause: Clause, memory: Memory) -> bool:
        """True for a past happening with a named subject; in background only what is said, or actors do."""
        if not sentence.lexicon.has("syntax"):
            return not self.told and sentence.has_past(clause)
        now = self.headlines and sentence.is_present(clause)
        if clause.subject is None or not (
            now or sentence.happens(clause) or self._says_now(sentence, clause)
        ):
            return False
        if self.headlines:
            return _is_news(sentence, clause)
        actor = memory.subject(sentence, clause)
        if not self.told and self._looks_back(sentence):
            return False
        if not self.told:
            return actor is not None or _is_news(sentence, clause)
        if actor is None:
            return False
        if says(sentence, clause):
            return True
        if self._looks_back(sentence):
            return False
        return not sentence.is_perfect(clause) and (not self.background or actor in self.actors)

    def _looks_back(self, sentence: Sentence) -> bool:
        """True when a date of the sentence lies long before: then it does not go on with the news."""
        published = self.dct.value if self.dct is not None else None
        spans = [when.span for when in sentence.spans().values()]
        return published is not None and any(published - span.last > _PAST for span in spans)

    def _says_now(self, sentence: Sentence, clause: Clause) -> bool:
        """ "claims that", "says it will": the present of a report is its day."""
        number = sentence.clauses.index(clause)
        return sentence.is_present(clause) and sentence.said_in(number) is not None

    def _dating(self) -> Dating:
        assert self.dct is not None and self.day is not None  # noqa: S101, PT018
        when = When.of(day_value(self.day))
        assert when is not None  # noqa: S101
        if self.headlines:
            return Dating(when, None, True, self._assumed(_HEADLINE), 0.7)
        if not self.told:
            return Dating(when, None, True, self._assumed(_LEAD), 0.8)
        return Dating(when, None, True, self._assumed(_FOLLOWS.format(day=day_value(self.day))), _CONTINUED)

    def _assumed(self, reason: str) -> str:
        if self.dct is not None and self.dct.assumed:
            return reason + "; the day of publication is assumed"
        return reason


def _is_news(sentence: Sentence, clause: Clause) -> bool:
    """A lead that names nobody: something happened to "five people", not what "you" or "he" said."""
    if clause.subject is None or sentence.tokens[clause.subject[0]].bits & SUBJ:
        return False
    return kind_of(sentence, clause, None) != "statement"
