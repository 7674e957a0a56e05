"""The catalogues hold every sentence of the source in every language, whole and fit for its gaps."""

import ast
import importlib.machinery
import importlib.util
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.extraction.typed import read_date
from bot.rendering.rulings import EXAMPLES
from bot.rendering.speech import LANGUAGES, say, speaking

ROOT = Path(__file__).parent.parent.parent
GAP = re.compile(r"\{(\w+)\}")
COMMAND = re.compile(r"(?<![\w/])/[a-z]+\b")
MARKUP = re.compile(r"</?\w+[^>]*>|&\w+;")
OTHERS = sorted(LANGUAGES.keys() - {"en"})
FORMS = {"de": 2, "es": 2, "ru": 3}
OFFERED = {"{nth} century": {"nth", "number", "roman"}}  # of these gaps each language takes its own


@cache
def command() -> ModuleType:
    """deploy/catalogues, as a module."""
    loader = importlib.machinery.SourceFileLoader("catalogues", str(ROOT / "deploy" / "catalogues"))
    spec = importlib.util.spec_from_loader("catalogues", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@cache
def in_the_source() -> set[tuple[str, ...]]:
    return {originals(message) for message in sentences(command().template())}


@pytest.fixture(params=OTHERS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "bot" / "rendering" / "locale" / f"{request.param}.po"
    return read_po(BytesIO(path.read_bytes()), locale=request.param)


def forms(message: Message) -> tuple[str, ...]:
    said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(form or "" for form in said)


def originals(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def test_every_sentence_of_the_source_is_translated_and_no_other_is_kept(catalogue: Catalog) -> None:
    """When it is not: `.venv/bin/python deploy/catalogues` adds what is new, for you to translate."""
    wanted = in_the_source()
    there = {originals(message) for message in sentences(catalogue)}

    assert wanted - there == set()
    assert there - wanted == set()
    assert [message.id for message in sentences(catalogue) if not all(forms(message))] == []
    assert [message.id for message in sentences(catalogue) if message.fuzzy] == []
    assert not catalogue.obsolete


def test_a_counted_sentence_has_the_forms_of_its_language(catalogue: Catalog) -> None:
    counted = [message for message in sentences(catalogue) if len(originals(message)) > 1]

    assert counted
    assert {len(forms(message)) for message in counted} == {FORMS[str(catalogue.locale)]}


def test_a_translation_has_the_gaps_of_its_sentence(catalogue: Catalog) -> None:
    for message in sentences(catalogue):
        offered = {frozenset(GAP.findall(original)) for original in originals(message)}
        for form in filter(None, forms(message)):
            gaps = frozenset(GAP.findall(form))
            choice = OFFERED.get(originals(message)[0])
            assert (gaps and gaps <= choice) if choice else gaps in offered, form
            assert len(GAP.findall(form)) == len(gaps), form


def test_commands_stay_as_they_are_and_markup_stays_out(catalogue: Catalog) -> None:
    for message in sentences(catalogue):
        for form in filter(None, forms(message)):
            assert set(COMMAND.findall(form)) == set(COMMAND.findall(originals(message)[0])), form
            assert not MARKUP.search(form), form


def test_a_translation_begins_and_ends_as_its_sentence_does(catalogue: Catalog) -> None:
    """Spaces, so that no two words grow together; and no question lost."""
    for message in sentences(catalogue):
        for form in filter(None, forms(message)):
            original = originals(message)[0]
            for end in (slice(None, 1), slice(-1, None)):
                assert form[end].isspace() == original[end].isspace(), form
            assert form.endswith("?") == original.endswith("?"), form


def test_the_files_name_neither_a_machine_nor_a_moment(catalogue: Catalog) -> None:
    written = (ROOT / "bot" / "rendering" / "locale" / f"{catalogue.locale}.po").read_text("utf-8")

    assert "-Date:" not in written
    assert not re.search(r"(?<![\w.:/])/(?:home|root|tmp|work|Users)/", written)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_examples_of_dates_are_read_in_their_language(language: str) -> None:
    with speaking(language):
        examples = [say(example) for example in EXAMPLES]

    assert [example for example in examples if read_date(example, language, date(2021, 4, 22)) is None] == []


def test_only_literals_are_handed_to_the_voice() -> None:
    """A sentence that is put together would be in no catalogue."""
    for path in sorted((ROOT / "bot" / "rendering").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in command().FORMS:
                assert not any(isinstance(arg, (ast.JoinedStr, ast.BinOp)) for arg in node.args[:2]), path
