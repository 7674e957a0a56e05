"""Who is in a chat, as Telegram describes members."""

from bot.terminal.botapi.world import Json, Room, World

_LEAVES = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_edit_tag",
    "can_react_to_messages",
    "can_manage_topics",
)
_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def member(user: Json, status: str) -> Json:
    """A ChatMember of that status."""
    facts: Json = {"user": user, "status": status}
    if status == "administrator":
        facts |= {"is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
    if status == "creator":
        facts["is_anonymous"] = False
    if status == "restricted":
        facts |= {"is_member": True, "until_date": 0} | dict.fromkeys(_LEAVES, False)
    if status == "kicked":
        facts["until_date"] = 0
    return facts


def administrators(world: World, room: Room) -> list[Json]:
    """The chat's admins, without bots but this one."""
    everybody = world.people | {world.me["id"]: world.me}
    leading = ("creator", "administrator")
    return [member(everybody[u], s) for u, s in room.members.items() if s in leading and u in everybody]
