"""Timelines that journalists wrote, made by `dateline ingest` and `dateline summary`. A scorer runs it:

    python -m tests.benchmarks.timelines ARTICLES.jsonl TOPIC.json --cache DIRECTORY

ARTICLES has {"id", "published", "title", "text"} a line; TOPIC is {"name", "k", "n"[, "start", "end"]}: what
a user would type, how many dates, how many sentences of each, and between which days, if they are given.
Prints [{"date", "summary": [sentence, …]}]. Articles are read once: their database stays in the cache.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from typing import Any

DATELINE = (sys.executable, "-m", "bot")


def _database(articles: Path, cache: Path) -> dict[str, str]:
    """The environment of a database that holds the articles."""
    home = cache / sha256(articles.read_bytes()).hexdigest()[:16]
    environment = {**os.environ, "DATA_DIR": str(home), "DATABASE_URL": f"sqlite:///{home}/dateline.db"}
    if not (home / "read").exists():
        home.mkdir(parents=True, exist_ok=True)
        command = (*DATELINE, "ingest", "--jsonl", str(articles))
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        (home / "read").touch()
    return environment


def _summary(topic: dict[str, Any], environment: dict[str, str]) -> list[dict[str, Any]]:
    days = [
        f"--{option}={topic[day]}" for option, day in (("since", "start"), ("until", "end")) if day in topic
    ]
    asked = ("--dates", str(topic["k"]), "--sentences", str(topic["n"]), "--grain", "day", *days, "--json")
    command = (*DATELINE, "summary", topic["name"], *asked)
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    entries: list[dict[str, Any]] = json.loads(answer.stdout)["entries"]
    return [{"date": e["date"], "summary": [s["text"] for s in e["sentences"]]} for e in entries]


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("articles", type=Path)
    parser.add_argument("topic", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    arguments = parser.parse_args()
    topic = json.loads(arguments.topic.read_text("utf-8"))
    print(json.dumps(_summary(topic, _database(arguments.articles, arguments.cache))))


if __name__ == "__main__":
    main()
