"""The picture laid out from top to bottom: title, scale, sections, what the marks mean, sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.model.briefing import Entry, Timeline
from bot.model.news import EventStatus, Modality
from bot.model.timespan import When
from bot.rendering.citations import letter, title
from bot.rendering.dates import day_in_words, month_in_words, range_in_words, year_in_words
from bot.rendering.entries import date_of, standing
from bot.rendering.picture import svg
from bot.rendering.picture.fonts import width
from bot.rendering.picture.palette import DARK, LIGHT, Palette
from bot.rendering.picture.rows import Section, sections
from bot.rendering.picture.scale import Bar, Scale, scale_for, ticks
from bot.rendering.picture.wrapping import cut, wrapped
from bot.rendering.speech import plural, say

WIDE = 1080
LEFT, RIGHT = 48.0, 1032.0
TRACK = 16  # height of a bar
MOST_SOURCES = 12  # named at the foot
MOST_CITED = 4  # letters behind one event
FEW = 16  # rows: below that many, headlines have room


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG. `shown` of `total` events have a row of their own."""

    svg: str
    width: int
    height: int
    shown: int
    total: int


def draw(found: Timeline, *, dark: bool = False) -> Drawing:
    """Draw a timeline that has at least one entry."""
    told = sections(found.entries)
    spans = [when.span for entry in found.entries for when in _dates(entry)]
    shown = sum(len(section.shown) for section in told)
    sheet = _Sheet(found, scale_for(spans, LEFT, RIGHT), DARK if dark else LIGHT, 3 if shown <= FEW else 2)
    sheet.head()
    sheet.scale_marks()
    for section in told:
        sheet.section(section)
    sheet.legend(found.entries)
    sheet.sources([entry for section in told for entry in section.shown])
    return Drawing(sheet.document(), WIDE, sheet.high, shown, len(found.entries))


def _dates(entry: Entry) -> Sequence[When]:
    """Each date that is told of a disputed event, the one of a settled one."""
    event = entry.event
    return (
        event.alternatives if event.status is EventStatus.DISPUTED and event.alternatives else (event.when,)
    )


@dataclass(slots=True)
class _Sheet:
    """What is drawn so far, and how far down that reaches."""

    found: Timeline
    scale: Scale
    colours: Palette
    lines_each: int
    y: float = 0.0
    pieces: list[str] = field(default_factory=list)

    @property
    def high(self) -> int:
        return round(self.y + 40)

    def document(self) -> str:
        defs = svg.hatching("disputed", self.colours.disputed, self.colours.ground)
        return svg.document(WIDE, self.high, self.colours.ground, defs, "".join(self.pieces))

    def head(self) -> None:
        """What was asked for, and how much there is."""
        self.y = 40
        asked = self.found.query
        heading = ", ".join(
            filter(None, [asked.topic or say("Timeline"), range_in_words(asked.since, asked.until)])
        )
        for line in wrapped(heading, 46, RIGHT - LEFT, 2, bold=True):
            self._line(line, 46, self.colours.words, bold=True)
        self._line(" · ".join(self._numbers()), 28, self.colours.faint)

    def _numbers(self) -> Iterator[str]:
        entries = self.found.entries
        yield plural("{n} event", "{n} events", len(entries))
        yield plural("{n} source", "{n} sources", len({m.article for e in entries for m in e.mentions}))
        disputed = sum(entry.event.status is EventStatus.DISPUTED for entry in entries)
        if disputed:
            yield plural("{n} disputed", "{n} disputed", disputed)

    def scale_marks(self) -> None:
        """The dates along the top; a fold is marked by two strokes."""
        self.y += 52
        free = LEFT
        for x, day, grain in ticks(self.scale, 104):
            words = _tick_words(day, grain)
            at = min(max(x, LEFT), RIGHT - width(words, 22))
            if at >= free:
                self.pieces.append(svg.text(at, self.y, words, 22, self.colours.faint))
                free = at + width(words, 22) + 16
        self.y += 12
        self._track()

    def section(self, section: Section) -> None:
        self.y += 64
        self.pieces.append(svg.text(LEFT, self.y, _heading(section), 36, self.colours.words, bold=True))
        from_x = LEFT + width(_heading(section), 36, bold=True) + 24
        self.pieces.append(svg.path(f"M{from_x:.1f} {self.y - 12:.1f}H{RIGHT}", self.colours.line))
        for entry in section.shown:
            self._event(entry)
        if section.folded:
            self._folded(section.folded)

    def _event(self, entry: Entry) -> None:
        self.y += 46
        self._date_line(entry)
        headline = entry.event.headline
        right = svg.starts_right(headline)
        for line in wrapped(headline, 32, RIGHT - LEFT, self.lines_each):
            self._line(line, 32, self.colours.words, right=right)
        self.y += 14
        self._track()
        for when in _dates(entry):
            self._bar(self.scale.bar(when.span), entry)

    def _date_line(self, entry: Entry) -> None:
        """Date and standing at the left, the letters of the sources at the right."""
        cited = self._cited(entry)
        self.pieces.append(svg.text(RIGHT, self.y, cited, 24, self.colours.faint, end=True))
        room = RIGHT - LEFT - width(cited, 24) - 24
        date = cut(date_of(entry.event), 28, room, bold=True)
        self.pieces.append(svg.text(LEFT, self.y, date, 28, self._colour(entry), bold=True))
        at = width(date, 28, bold=True) + 16
        if remarks := cut(", ".join(standing(entry.event, entry.mentions)), 26, room - at):
            self.pieces.append(svg.text(LEFT + at, self.y, remarks, 26, self.colours.faint))

    def _cited(self, entry: Entry) -> str:
        numbers = sorted({mention.article for mention in entry.mentions})
        more = [f"+{len(numbers) - MOST_CITED}"] if len(numbers) > MOST_CITED else []
        return " ".join([*(f"[{letter(n)}]" for n in numbers[:MOST_CITED]), *more])

    def _folded(self, entries: Sequence[Entry]) -> None:
        """Events without rows: how many, and a stroke for each."""
        self.y += 46
        more = plural("and {n} more", "and {n} more", len(entries))
        self.pieces.append(svg.text(LEFT, self.y, more, 28, self.colours.faint))
        self.y += 14
        self._track()
        for entry in entries:
            for when in _dates(entry):
                self._bar(self.scale.bar(when.span), entry)

    def legend(self, entries: Sequence[Entry]) -> None:
        """What bars look like and mean, as far as there are such."""
        events = [entry.event for entry in entries]
        kinds = [
            ("settled", say("when it happened"), any(_kind(entry) == "settled" for entry in entries)),
            (
                "disputed",
                say("disputed: each date that is told"),
                any(e.status is EventStatus.DISPUTED for e in events),
            ),
            ("planned", say("planned"), any(e.modality is Modality.PLANNED for e in events)),
        ]
        shown = [(kind, words) for kind, words, there in kinds if there]
        self.y += 72
        x = LEFT
        for kind, words in shown if len(shown) > 1 else []:
            if x + 60 + width(words, 24) > RIGHT:
                x, self.y = LEFT, self.y + 36
            self.pieces.append(self._mark(Bar(x, x + 44), kind, self.y - TRACK))
            self.pieces.append(svg.text(x + 56, self.y, words, 24, self.colours.faint))
            x += 56 + width(words, 24) + 40

    def sources(self, entries: Sequence[Entry]) -> None:
        """The articles behind the letters that are shown."""
        self.y += 12
        numbers = sorted({m.article for e in entries for m in e.mentions} & self.found.articles.keys())
        for number in numbers[:MOST_SOURCES]:
            article = self.found.articles[number]
            day = f", {day_in_words(article.dct.value)}" if article.dct and not article.dct.assumed else ""
            self._line(
                cut(f"[{letter(number)}] {title(article)}{day}", 24, RIGHT - LEFT), 24, self.colours.faint
            )
        if len(numbers) > MOST_SOURCES:
            more = plural("and {n} more source", "and {n} more sources", len(numbers) - MOST_SOURCES)
            self._line(more, 24, self.colours.faint)

    def _line(self, words: str, size: float, fill: str, *, bold: bool = False, right: bool = False) -> None:
        self.y += size * 1.32
        self.pieces.append(
            svg.text(RIGHT if right else LEFT, self.y, words, size, fill, bold=bold, end=right)
        )

    def _track(self) -> None:
        """What a bar lies on: the whole scale, with its folds."""
        for stretch in self.scale.stretches:
            wide = stretch.right - stretch.left
            self.pieces.append(
                svg.rectangle(stretch.left, self.y, wide, TRACK, fill=self.colours.track, round=3)
            )
        for x in self.scale.folds:
            for off in (-5, 5):
                stroke = f"M{x + off - 4:.1f} {self.y + TRACK:.1f}L{x + off + 4:.1f} {self.y:.1f}"
                self.pieces.append(svg.path(stroke, self.colours.line, 2.5))
        self.y += TRACK

    def _bar(self, bar: Bar, entry: Entry) -> None:
        self.pieces.append(self._mark(bar, _kind(entry), self.y - TRACK))
        top, middle = self.y - TRACK, self.y - TRACK / 2
        if bar.goes_on:
            point = f"M{bar.right + 4:.1f} {top:.1f}l8 {TRACK / 2}l-8 {TRACK / 2}"
            self.pieces.append(svg.path(point, self._colour(entry), 2.5))
        if bar.from_before:
            point = f"M{bar.left - 4:.1f} {top:.1f}l-8 {middle - top:.1f}l8 {TRACK / 2}"
            self.pieces.append(svg.path(point, self._colour(entry), 2.5))

    def _mark(self, bar: Bar, kind: str, top: float) -> str:
        colour = getattr(self.colours, kind)
        wide = bar.right - bar.left
        if kind == "planned":
            return svg.rectangle(
                bar.left + 1,
                top + 1,
                max(wide - 2, 4),
                TRACK - 2,
                fill=self.colours.ground,
                stroke=colour,
                round=3,
            )
        fill = "url(#disputed)" if kind == "disputed" else colour
        return svg.rectangle(
            bar.left, top, wide, TRACK, fill=fill, stroke=colour if kind == "disputed" else "", round=3
        )

    def _colour(self, entry: Entry) -> str:
        return str(getattr(self.colours, _kind(entry)))


def _kind(entry: Entry) -> str:
    if entry.event.status is EventStatus.DISPUTED:
        return "disputed"
    return "planned" if entry.event.modality is Modality.PLANNED else "settled"


def _heading(section: Section) -> str:
    first = year_in_words(max(section.first, 1))
    if section.years == 1:
        return first
    return say("{first} to {last}", first=first, last=year_in_words(section.first + section.years - 1))


def _tick_words(day: date, grain: str) -> str:
    if grain == "year":
        return year_in_words(day.year)
    if grain == "month":
        return month_in_words(day)
    return day_in_words(day)
