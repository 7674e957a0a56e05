"""`dateline ingest`: texts are read, and what they tell is stored."""

import asyncio
import gc
import signal
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from bot.cli.command import Command, declare_chat
from bot.cli.failures import FAILED, complain
from bot.cli.lines import outcome_line, totals
from bot.cli.output import emit, say
from bot.cli.stored import outcome_shape
from bot.cli.texts import STANDARD_INPUT, BadText, Text, declare_texts, texts_of
from bot.model.outcome import Outcome, Verdict

TOGETHER = 20  # texts of one transaction: its end, on the disk, takes as long as reading a text

_REFUSALS = {
    "no letters": "there are no words in it",
    "binary": "most of its characters are broken; save it as plain text in UTF-8",
    "too long": "it is longer than 2 million characters; cut it in parts",
}


def _declare(parser: ArgumentParser) -> None:
    declare_texts(parser)
    declare_chat(parser)
    parser.add_argument("--json", action="store_true", help="what became of each text, a JSON object a line")


def _run(arguments: Namespace) -> int:
    with _interrupted_at_once():
        return asyncio.run(_ingest(arguments))


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _interrupted_at_once() -> Iterator[None]:
    """Ctrl-C ends the wait for input too; asyncio's own way would wait for the line that never comes."""
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def _ingest(arguments: Namespace) -> int:
    from bot.cli.stores import COMMAND_LINE, chat_of, opened
    from bot.model.outcome import Cause

    counts: Counter[str] = Counter()
    async with opened() as services:
        chat = await chat_of(services, arguments.chat)
        piped = not arguments.paths or STANDARD_INPUT in arguments.paths
        texts = texts_of(arguments.paths, jsonl=arguments.jsonl, published=arguments.published)
        for batch in _batches(_readable(texts, counts), 1 if piped else TOGETHER):
            cause = Cause(COMMAND_LINE, services.clock())
            drafts = [text.draft for text in batch]
            for text, outcome in zip(
                batch, await services.articles.read_together(chat, drafts, cause), strict=True
            ):
                _tell(text, outcome, as_json=arguments.json)
                counts.update(_counted(outcome))
            if not gc.get_freeze_count():
                spare_the_collector()
    if not arguments.json:
        say(totals(counts))
    return FAILED if counts["unreadable"] or counts["refused"] else 0


def spare_the_collector() -> None:
    """Tell Python's collector of cycles that what is there by now stays, and to look less often.

    It would walk through the grammar, the lexicon and all code again and again: a tenth of the work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _readable(texts: Iterable[Text | BadText], counts: Counter[str]) -> Iterator[Text]:
    """The texts that are some; what cannot be read is told and counted."""
    for text in texts:
        if isinstance(text, BadText):
            complain(f"{text.place}: {text.problem}")
            counts["unreadable"] += 1
        else:
            yield text


def _batches(texts: Iterator[Text], size: int) -> Iterator[list[Text]]:
    """A pipe that still runs is read text by text: what has come is stored, whenever the next may come."""
    while batch := list(islice(texts, size)):
        yield batch


def _tell(text: Text, outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        emit(outcome_shape(text.id, outcome))
    elif outcome.verdict is Verdict.REFUSED:
        complain(f"{text.id}: refused, {_REFUSALS.get(outcome.reason or '', outcome.reason)}")
    else:
        say(outcome_line(str(text.id), outcome))


def _counted(outcome: Outcome) -> Mapping[str, int]:
    return {
        "texts": 1,
        outcome.verdict.value: 1,
        "new": len(outcome.added),
        "matched": len(outcome.matched) if outcome.verdict is not Verdict.KNOWN else 0,
    }


INGEST = Command(
    name="ingest",
    purpose="Read texts and store what they tell; the same text twice adds nothing.",
    examples=(
        "dateline ingest article.txt --published 2021-04-21",
        "dateline ingest --jsonl articles.jsonl --chat 7 --json > outcomes.jsonl",
        "curl -s https://example.org/story.txt | dateline ingest -",
    ),
    declare=_declare,
    run=_run,
)
