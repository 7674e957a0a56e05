"""The methods of the Bot API, each answering as Telegram does or refusing in its words."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.terminal.botapi.faults import Refused, refused
from bot.terminal.botapi.members import administrators, member
from bot.terminal.botapi.parameters import Parameters
from bot.terminal.botapi.world import Json, Room, Upload, World

Method = Callable[[World, Parameters, Mapping[str, Upload]], Any]

LONGEST_TEXT, LONGEST_CAPTION, LARGEST_DOWNLOAD = 4096, 1024, 20 * 2**20
MOST_RESULTS, LONGEST_RESULT_ID = 50, 64
_SAME = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def get_me(world: World, _: Parameters, __: Mapping[str, Upload]) -> Json:
    return world.me


def send_message(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    content = _written(world, asked, "text", LONGEST_TEXT)
    if not content["text"]:
        raise Refused(refused("message text is empty"))
    return _send(world, asked, content)


def send_document(world: World, asked: Parameters, files: Mapping[str, Upload]) -> Json:
    upload, kept = _uploaded(world, asked, files, "document")
    document = kept | {"file_name": upload.name, "mime_type": upload.mime}
    return _send(world, asked, {"document": document} | _written(world, asked, "caption", LONGEST_CAPTION))


def send_photo(world: World, asked: Parameters, files: Mapping[str, Upload]) -> Json:
    _, kept = _uploaded(world, asked, files, "photo")
    size = kept | {"width": 1280, "height": 960}
    return _send(world, asked, {"photo": [size]} | _written(world, asked, "caption", LONGEST_CAPTION))


def edit_message_text(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    return _edit(world, asked, _written(world, asked, "text", LONGEST_TEXT))


def edit_message_caption(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    return _edit(world, asked, _written(world, asked, "caption", LONGEST_CAPTION))


def edit_message_reply_markup(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    return _edit(world, asked, {})


def delete_message(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    number = asked.number("message_id")
    world.message(asked.raw("chat_id"), number, "message to delete not found")
    del world.room(asked.raw("chat_id")).messages[number]
    return True


def answer_callback_query(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    try:
        world.questions.remove(asked.text("callback_query_id"))
    except KeyError:
        raise Refused(
            refused("query is too old and response timeout expired or query ID is invalid")
        ) from None
    return True


def answer_inline_query(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    """Results as Telegram takes them: at most fifty, each with its own id, to a question that is open."""
    found = asked.json("results") or []
    ids = [str(result.get("id", "")) for result in found]
    if len(found) > MOST_RESULTS:
        raise Refused(refused("RESULTS_TOO_MUCH"))
    if len(set(ids)) < len(ids):
        raise Refused(refused("RESULT_ID_DUPLICATE"))
    if not all(1 <= len(id.encode()) <= LONGEST_RESULT_ID for id in ids):
        raise Refused(refused("RESULT_ID_INVALID"))
    for result in found:
        content = Parameters(result.get("input_message_content") or {})
        if not _written_text(world, content):
            raise Refused(refused("message text is empty"))
    try:
        world.questions.remove(asked.text("inline_query_id"))
    except KeyError:
        raise Refused(
            refused("query is too old and response timeout expired or query ID is invalid")
        ) from None
    return True


def _written_text(world: World, content: Parameters) -> str:
    """The text of a result's message after its markup was read."""
    read = {"text": content.text("message_text"), "parse_mode": content.text("parse_mode")}
    return str(_written(world, Parameters(read), "text", LONGEST_TEXT)["text"])


def get_file(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    file_id = asked.text("file_id")
    upload = world.files.get(file_id)
    if upload is None:
        raise Refused(refused("wrong file_id or the file is temporarily unavailable"))
    if len(upload.body) > LARGEST_DOWNLOAD:
        raise Refused(refused("file is too big"))
    facts = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(upload.body)}
    return facts | {"file_path": f"documents/{file_id}"}


def set_my_commands(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    world.commands[_command_key(asked)] = asked.json("commands") or []
    return True


def get_my_commands(world: World, asked: Parameters, _: Mapping[str, Upload]) -> list[Json]:
    return world.commands.get(_command_key(asked), [])


def delete_my_commands(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    world.commands.pop(_command_key(asked), None)
    return True


def get_chat(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    facts = world.room(asked.raw("chat_id")).facts
    return facts | {"accent_color_id": 0, "max_reaction_count": 11}


def get_chat_member(world: World, asked: Parameters, _: Mapping[str, Upload]) -> Json:
    user_id = asked.number("user_id")
    status = world.room(asked.raw("chat_id")).members.get(user_id)
    user = world.people.get(user_id, world.me if user_id == world.me["id"] else None)
    if user is None:
        raise Refused(refused("user not found"))
    return member(user, status or "left")


def get_chat_administrators(world: World, asked: Parameters, _: Mapping[str, Upload]) -> list[Json]:
    room = world.room(asked.raw("chat_id"))
    if room.facts["type"] == "private":
        raise Refused(refused("there are no administrators in the private chat"))
    return administrators(world, room)


def leave_chat(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    world.room(asked.raw("chat_id")).members[world.me["id"]] = "left"
    return True


def in_a_chat(world: World, asked: Parameters, _: Mapping[str, Upload]) -> bool:
    """sendChatAction, setMessageReaction and the like: nothing to keep, but the chat must be there."""
    world.room(asked.raw("chat_id"))
    return True


def done(_: World, __: Parameters, ___: Mapping[str, Upload]) -> bool:
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "sendChatAction": in_a_chat,
    "setMessageReaction": in_a_chat,
    "setMyDescription": done,
    "setMyShortDescription": done,
    "logOut": done,
    "close": done,
}


def _command_key(asked: Parameters) -> str:
    scope = asked.json("scope") or {"type": "default"}
    where = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return f"{where} {asked.text('language_code')}".strip()


def _written(world: World, asked: Parameters, name: str, longest: int) -> Json:
    """The text (or caption) with its entities, after its markup was read."""
    text, given = asked.text(name), asked.json("entities" if name == "text" else "caption_entities")
    if asked.has("parse_mode"):
        try:
            text, given = world.parse(text, asked.text("parse_mode"))
        except ValueError as error:
            raise Refused(refused(str(error))) from None
    if len(text) > longest:
        raise Refused(refused("message is too long" if name == "text" else "message caption is too long"))
    entities = "entities" if name == "text" else "caption_entities"
    content: Json = {name: text} if text or name == "text" else {}
    return content | ({entities: list(given)} if given else {})


def _send(world: World, asked: Parameters, content: Json) -> Json:
    room = world.room(asked.raw("chat_id"))
    thread = asked.number("message_thread_id")
    if thread in room.closed:
        raise Refused(refused("message thread not found"))
    extra = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    return world.post(room, world.me, content | _markup(asked) | _reply(room, asked) | extra)


def _reply(room: Room, asked: Parameters) -> Json:
    reply = asked.json("reply_parameters") or {"message_id": asked.number("reply_to_message_id")}
    answered = room.messages.get(int(reply.get("message_id") or 0))
    if answered:
        return {"reply_to_message": {k: v for k, v in answered.items() if k != "reply_to_message"}}
    if reply.get("message_id") and not (
        reply.get("allow_sending_without_reply") or asked.flag("allow_sending_without_reply")
    ):
        raise Refused(refused("message to be replied not found"))
    return {}


def _markup(asked: Parameters) -> Json:
    markup = asked.json("reply_markup")
    for row in (markup or {}).get("inline_keyboard", ()):
        for button in row:
            if not 0 < len(str(button.get("callback_data", "x")).encode()) <= 64:
                raise Refused(refused("BUTTON_DATA_INVALID"))
    # A sent message shows only inline buttons; keyboards and "force reply" live in the client.
    return {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}


def _edit(world: World, asked: Parameters, content: Json) -> Json:
    message = world.message(asked.raw("chat_id"), asked.number("message_id"), "message to edit not found")
    if message.get("from", world.me)["id"] != world.me["id"]:
        raise Refused(refused("message can't be edited"))
    rewritten = set(content) & {"text", "caption"}
    gone = {"reply_markup"} | ({"entities", "caption_entities"} if rewritten else set())
    edited = {k: v for k, v in message.items() if k not in gone} | content | _markup(asked)
    if edited == message:
        raise Refused(refused(_SAME))
    edited["edit_date"] = world.now()
    message.clear()
    message.update(edited)
    return message


def _uploaded(world: World, asked: Parameters, files: Mapping[str, Upload], name: str) -> tuple[Upload, Json]:
    """The file sent in this call, or one sent before and named by its id."""
    given = asked.text(name)
    known = world.files.get(given)
    if known:
        facts = {"file_id": given, "file_unique_id": f"u{given}", "file_size": len(known.body)}
        return known, facts
    upload = files.get(given.removeprefix("attach://") or name)
    if upload is None:
        raise Refused(refused(f"there is no {name} in the request"))
    if not upload.body:
        raise Refused(refused("file must be non-empty"))
    return upload, world.keep_file(upload)
