"""Links in messages: read, answered with a reason when not, and filed when their text is pasted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.terminal.botapi import Upload
from tests.handlers.talk import GROUP, TOMAS, talking
from tests.ingest.test_page import a_page
from tests.services.test_links import PUBLISHED, STORY, story
from tests.support.bots import handle
from tests.support.outside import Outside, outside

HOST = "harbour.example"


@pytest_asyncio.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as server:
        yield server


async def test_a_link_is_read(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(f"Worth a look: {address}?utm_source=chat")

        assert "[A] Riga votes for a bridge, published 21 Apr 2021 (date from the page)" in talk.last()
        assert "20 Apr 2021 · The council of Riga voted for the new bridge" in talk.last()


async def test_a_link_behind_words_is_read(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", story())
    behind = [{"type": "text_link", "offset": 0, "length": 4, "url": address}]
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say("Here", entities=behind)

        assert "[A] Riga votes for a bridge" in talk.last()


async def test_a_link_that_is_here_can_be_read_again(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(address)
        await talk.say(address)
        assert talk.last().startswith("Already here: [A] Riga votes for a bridge, added by Mira")

        there.page(HOST, "/a", story().replace(b"20 April", b"19 April"))
        await talk.press("Read it again")

        assert talk.last().startswith("Read again: ")


async def test_several_links_are_each_answered(there: Outside, tmp_path: Path) -> None:
    first = there.page(HOST, "/a", story())
    links = [first, *(there.at(HOST, f"/{number}") for number in range(4))]
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say("\n".join(links))

        assert "[A] Riga votes for a bridge" in talk.answers()[0]
        assert all("(HTTP 404)" in answer for answer in talk.answers()[1:5])


async def test_many_links_are_long_work_with_one_answer(there: Outside, tmp_path: Path) -> None:
    first = there.page(HOST, "/a", story())
    links = [first, *(there.at(HOST, f"/{number}") for number in range(6))]
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say("\n".join(links))
        await talk.bot.jobs.round()
        await talk.bot.digests.sending.round()

        progress, end = talk.answers()
        assert progress == "Reading 7 links…\nRead to the end."
        assert end.startswith("7 links: 1 of 7 read in ")
        assert end.count("(HTTP 404)") == 6


async def test_a_text_pasted_in_reply_is_filed_under_the_link(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/2021/04/21/a", "no", status=402)
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(address)
        card = talk.api.sent(7)[-1]
        assert "it asks for a subscription (HTTP 402).\nPaste its text in a reply" in card["text"]

        await talk.say(STORY[0], reply_to=card["message_id"])

        assert "1 event added" in talk.last()
        assert f"Source [A] {HOST}, published 21 Apr 2021 (date in its address)" in talk.last()
        await talk.say(address)
        assert talk.last().startswith("Already here: [A]")


async def test_a_file_sent_in_reply_is_filed_under_the_link(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/2021/04/21/a", "no", status=402)
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(address)
        card = talk.api.sent(7)[-1]

        upload = Upload("bridge.txt", STORY[0].encode(), "text/plain")
        sent = talk.api.people.send_file(talk.mira, upload, reply_to_message=card)
        await handle(talk.bot, sent)

        assert f"Source [A] {HOST}, published 21 Apr 2021 (date in its address)" in talk.last()


async def test_a_link_that_works_again_is_read_by_its_button(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", "no", status=503)
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(address)
        there.page(HOST, "/a", story())
        await talk.press("Try again")

        assert "[A] Riga votes for a bridge" in talk.last()


async def test_a_reply_with_add_follows_a_link_in_a_group(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        tomas = talk.api.world.people[TOMAS]
        news = talk.api.people.say(tomas, address, talk.desk)["message"]
        await talk.say("/add", talk.desk, reply_to=news["message_id"])

        assert "[A] Riga votes for a bridge" in talk.last(GROUP)


async def test_a_link_behind_add_is_followed(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(f"/add {address}")

        assert "[A] Riga votes for a bridge" in talk.last()


async def test_a_link_in_a_group_is_left_alone_until_somebody_hands_it_in(
    there: Outside, tmp_path: Path
) -> None:
    address = there.page(HOST, "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(address, talk.desk)

        assert talk.answers(GROUP) == []
        assert there.requests == []


async def test_a_text_with_its_link_is_read_itself(there: Outside, tmp_path: Path) -> None:
    address = there.at(HOST, "/a")
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(f"{STORY[0]} {STORY[1]}\n\n{address}")

        assert there.requests == []
        (sent,) = [call for call in talk.api.calls if call.method == "sendMessage"]
        assert f'<a href="{address}">[A]' in str(sent.parameters["text"])


async def test_a_forwarded_post_is_read_itself_whatever_it_links_to(there: Outside, tmp_path: Path) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_618_900_000}
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(f"The council voted on Monday. {there.at(HOST, '/a')}", origin=origin)

        assert there.requests == []
        assert "The council voted" in talk.last()


async def test_an_address_inside_the_house_is_not_opened(there: Outside, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:  # with the client that the bot itself has
        await talk.say(there.page("localhost", "/a", a_page(head=PUBLISHED)))

        assert "is not on the public internet, so I do not open it." in talk.last()
        assert there.requests == []


async def test_thanks_in_reply_is_no_article(there: Outside, tmp_path: Path) -> None:
    address = there.page(HOST, "/a", "no", status=402)
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(address)
        card = talk.api.sent(7)[-1]
        await talk.say("ok thanks", reply_to=card["message_id"])

        assert talk.last().startswith("That is too short for me to find an event in.")

        await talk.say(f"/add {address}", talk.desk)
        card = talk.api.sent(GROUP)[-1]
        await talk.say("ok thanks", talk.desk, reply_to=card["message_id"])

        assert talk.api.sent(GROUP)[-1] == card


async def test_another_link_in_reply_to_one_that_failed_is_followed_in_a_group(
    there: Outside, tmp_path: Path
) -> None:
    gone, address = there.page(HOST, "/gone", "no", status=404), there.page(HOST, "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say(f"/add {gone}", talk.desk)
        card = talk.api.sent(GROUP)[-1]
        await talk.say(address, talk.desk, reply_to=card["message_id"])

        assert "[A] Riga votes for a bridge" in talk.last(GROUP)


async def test_a_page_that_defeats_its_reader_leaves_the_others_alone(
    there: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = there.page(HOST, "/bad", a_page()), there.page(HOST, "/a", story())
    reader = there.reader()
    read = reader.article

    async def article(address: str, *more: object) -> object:
        if address == bad:
            raise RecursionError
        return await read(address, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "article", article)
    async with talking(tmp_path, web=reader) as talk:
        await talk.say(f"{bad} {good}")

        broken, told = talk.answers()
        assert "the answer of its server breaks off, or is no page." in broken
        assert "[A] Riga votes for a bridge" in told


async def test_an_address_that_is_of_no_page_is_no_article(there: Outside, tmp_path: Path) -> None:
    async with talking(tmp_path, web=there.reader()) as talk:
        await talk.say("ftp://example.org/a")
        assert talk.last().startswith("I open pages of the web alone, with http or https")

        await talk.say("/sources")
        assert "[A]" not in talk.last()
