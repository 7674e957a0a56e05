"""`dateline timeline` and `dateline summary`: what is stored, in order of time, whole or in short."""

import asyncio
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import replace
from datetime import date, timedelta

from bot.cli.command import Command, declare_chat
from bot.cli.lines import summary_text, timeline_text
from bot.cli.output import emit, say
from bot.cli.stored import summary_shape, timeline_shape
from bot.errors import BadInput
from bot.model.briefing import Query
from bot.model.timespan import Grain

SHOWN = 50
MOST = 2**31 - 1  # what every database takes for a number of rows
_GRAINS = ("day", "month", "year")


def _declare_query(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar="TOPIC or RANGE", help="as in: Syria 2015..2021, since March 2015"
    )
    declare_chat(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _declare_timeline(parser: ArgumentParser) -> None:
    _declare_query(parser)
    parser.add_argument(
        "--limit", type=_count, default=SHOWN, metavar="N", help=f"events at most ({SHOWN}); 0: all"
    )


def _declare_summary(parser: ArgumentParser) -> None:
    _declare_query(parser)
    parser.add_argument("--dates", type=_positive, default=5, metavar="K", help="dates at most (5)")
    parser.add_argument(
        "--sentences", type=_positive, default=1, metavar="N", help="sentences a date at most (1)"
    )
    parser.add_argument(
        "--grain", choices=_GRAINS, default=None, help="dates at least that exact, as in --grain day"
    )
    parser.add_argument("--since", type=_day, metavar="DATE", help="the first day, as 2010-04-20")
    parser.add_argument("--until", type=_day, metavar="DATE", help="the last day")


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError(f"{words!r} is not a day as 2010-04-20") from None


def _count(words: str) -> int:
    if not words.isascii() or not words.isdigit():
        raise ArgumentTypeError(f"{words!r} is not a number from 0 on")
    return min(int(words), MOST)


def _positive(words: str) -> int:
    if not (number := _count(words)):
        raise ArgumentTypeError("must be at least 1")
    return number


def _timeline(arguments: Namespace) -> int:
    return asyncio.run(_show_timeline(arguments))


def _summary(arguments: Namespace) -> int:
    return asyncio.run(_show_summary(arguments))


async def _show_timeline(arguments: Namespace) -> int:
    from bot.briefing.query import parse_query
    from bot.cli.stores import opened

    async with opened(reading=True) as services:
        query = parse_query(" ".join(arguments.words), services.clock().date())
        found = await services.timelines.timeline(arguments.chat, query, limit=arguments.limit or None)
    if arguments.json:
        emit(timeline_shape(found))
    else:
        say(timeline_text(found))
    return 0


async def _show_summary(arguments: Namespace) -> int:
    from bot.briefing.query import parse_query
    from bot.cli.stores import opened

    async with opened(reading=True) as services:
        query = _within(parse_query(" ".join(arguments.words), services.clock().date()), arguments)
        found = await services.timelines.summary(
            arguments.chat,
            query,
            dates=arguments.dates,
            sentences=arguments.sentences,
            coarsest=Grain(arguments.grain) if arguments.grain else None,
        )
    if arguments.json:
        emit(summary_shape(found))
    else:
        say(summary_text(found))
    return 0


def _within(query: Query, arguments: Namespace) -> Query:
    """The query within the days that --since and --until name, if they do."""
    since = arguments.since or query.since
    until = arguments.until + timedelta(1) if arguments.until else query.until
    if since and until and since >= until:
        raise BadInput(f"{since} to {until - timedelta(1)} runs backwards: write the earlier date first.")
    return replace(query, since=since, until=until)


TIMELINE = Command(
    name="timeline",
    purpose="What happened, in order, with its sources.",
    examples=(
        "dateline timeline",
        "dateline timeline Syria 2015..2021",
        "dateline timeline General Motors since March 2015 --limit 0 --json",
    ),
    declare=_declare_timeline,
    run=_timeline,
)
SUMMARY = Command(
    name="summary",
    purpose="The few sentences of the sources that carry the story.",
    examples=("dateline summary Syria", "dateline summary oil spill 2010 --dates 10 --sentences 2 --json"),
    declare=_declare_summary,
    run=_summary,
)
