"""`dateline export` and `dateline import`: a timeline for other programs, or a chat whole and back again."""

import asyncio
import gzip
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from bot.cli.command import Command, declare_chat
from bot.cli.failures import complain
from bot.cli.output import emit, say

if TYPE_CHECKING:
    from bot.services.services import Services

STANDARD = "-"
_WHOLE = "json"


def _declare_export(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="TOPIC or RANGE",
        help="as in: Syria 2015..2021",
    )
    parser.add_argument(
        "--format",
        default=_WHOLE,
        choices=("ics", "csv", "json", "timelinejs", "md", "html"),
        help="json, which can be imported again, when nothing is said",
    )
    parser.add_argument(
        "--output",
        default=STANDARD,
        metavar="FILE",
        help="- is standard output; .gz at its end packs it",
    )
    declare_chat(parser)


def _declare_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="JSON that `dateline export` or /export wrote")
    declare_chat(parser)
    parser.add_argument("--json", action="store_true", help="what was imported, one JSON object")


def _export(arguments: Namespace) -> int:
    return asyncio.run(_write(arguments))


def _import(arguments: Namespace) -> int:
    return asyncio.run(_restore(arguments))


async def _write(arguments: Namespace) -> int:
    from bot.cli.stores import opened

    words = " ".join(arguments.words)
    if arguments.format == _WHOLE and words:
        complain("JSON holds the whole chat: a topic or range is not looked at")
    async with opened(reading=True) as services:
        with _opened(arguments.output) as out:
            if arguments.format == _WHOLE:
                said = _counted(await services.exports.whole(arguments.chat, out))
            else:
                said = await _write_sheet(services, arguments, words, out)
    for line in said:
        complain(line)
    return 0


async def _write_sheet(services: "Services", arguments: Namespace, words: str, out: IO[bytes]) -> list[str]:
    from bot.briefing.query import parse_query
    from bot.rendering.export import FORMATS, About

    make = FORMATS[arguments.format].sheet
    query = parse_query(words, services.clock().date())
    counts = await services.exports.count(arguments.chat, query)
    if make is None:
        return []
    sheet = make(About(arguments.chat, query, counts, services.clock()))
    await services.exports.write(arguments.chat, query, sheet, out)
    return [sheet.holds, *sheet.lacks]


async def _restore(arguments: Namespace) -> int:
    from bot.cli.stores import chat_of, opened

    file = await asyncio.to_thread(Path(arguments.file).open, "rb")
    with file:
        async with opened() as services:
            restored = await services.imports.restore(await chat_of(services, arguments.chat), file)
    if arguments.json:
        emit({"chat": arguments.chat, "imported": restored.counts, "left_out": restored.left_out})
        return 0
    for line in _counted(restored.counts):
        say(line)
    if restored.left_out:
        complain("links to the messages of the other chat are left out: they mean nothing in this one")
    return 0


def _counted(counts: Mapping[str, int]) -> list[str]:
    from bot.rendering.exports import holdings

    return [", ".join(holdings(counts))]


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    """Where the bytes go: a file takes its name only when it is whole."""
    if path == STANDARD:
        yield sys.stdout.buffer
        return
    target = Path(path)
    unfinished = target.with_name(target.name + ".part")
    try:
        with unfinished.open("wb") as file:
            if target.suffix == ".gz":
                with gzip.GzipFile(target.stem, "wb", 6, file, mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield file
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


EXPORT = Command(
    name="export",
    purpose="Write a timeline for another program, or the whole chat so that it can be imported again.",
    examples=(
        "dateline export --output chat.dateline.json.gz",
        "dateline export Syria 2015..2021 --format ics --output syria.ics",
        "dateline export --format csv --chat 7 > timeline.csv",
    ),
    declare=_declare_export,
    run=_export,
)
IMPORT = Command(
    name="import",
    purpose="Put an exported chat back, with its numbers and its history, into a chat that holds nothing.",
    examples=("dateline import chat.dateline.json.gz", "dateline import chat.dateline.json --chat 7 --json"),
    declare=_declare_import,
    run=_import,
)
