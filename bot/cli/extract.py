"""`dateline extract`: what a text says happened, and when; nothing is stored."""

from argparse import ArgumentParser, Namespace

from bot.cli.command import Command
from bot.cli.failures import FAILED, complain
from bot.cli.output import emit, say
from bot.cli.shapes import reading_shape
from bot.cli.texts import BadText, Text, declare_texts, texts_of
from bot.errors import BadInput

FORMATS = ("table", "json", "timeml")


def _declare(parser: ArgumentParser) -> None:
    declare_texts(parser)
    parser.add_argument(
        "--explain", action="store_true", help="say which rule read each date, from what, and why"
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="table (the default), json (with --jsonl), or timeml"
    )
    parser.add_argument(
        "--json", action="store_const", const="json", dest="format", help="the same as --format json"
    )


def _run(arguments: Namespace) -> int:
    if arguments.jsonl and arguments.format not in (None, "json"):
        raise BadInput(f"--jsonl writes JSON Lines, not {arguments.format}")
    form = arguments.format or ("json" if arguments.jsonl else "table")
    code = 0
    for text in texts_of(arguments.paths, jsonl=arguments.jsonl, published=arguments.published):
        if isinstance(text, BadText):
            complain(f"{text.place}: {text.problem}")
            code = FAILED
        else:
            _print(text, form, explain=arguments.explain)
    return code


def _print(text: Text, form: str, *, explain: bool) -> None:
    from bot.extraction import extract

    reading = extract(text.draft)
    if form == "json":
        emit(reading_shape(text.id, reading, explain=explain))
    elif form == "timeml":
        from bot.extraction.timeml import to_timeml

        say(to_timeml(text.draft.text, reading, str(text.id)).rstrip("\n"))
    else:
        from bot.cli.tables import reading_table

        say(reading_table(str(text.id), reading, explain=explain))


EXTRACT = Command(
    name="extract",
    purpose="Read texts and say what happened, and when; nothing is stored.",
    examples=(
        "dateline extract article.txt --published 2021-04-21 --explain",
        "dateline extract --jsonl articles.jsonl > found.jsonl",
        "curl -s https://example.org/story.txt | dateline extract - --format timeml",
    ),
    declare=_declare,
    run=_run,
)
