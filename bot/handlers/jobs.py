"""Long work in the chat: begun by a file or many links, cancelled, and taken back whole."""

from telegram import Message

from bot.errors import NotFound
from bot.handlers.context import BotContext
from bot.handlers.disputes import disputed
from bot.handlers.facts import actor_of
from bot.handlers.rights import may_edit
from bot.model.file import Contents
from bot.model.job import JobState
from bot.rendering.buttons import Press
from bot.rendering.jobs import job_over, job_undone, render_progress
from bot.rendering.rulings import may_not
from bot.rendering.speech import say


async def begin(context: BotContext, message: Message, title: str, contents: Contents) -> None:
    """Write the work down; it shows its progress by itself."""
    thread = message.message_thread_id if message.is_topic_message else None
    await context.services.jobs.start(context.chat, title, contents, context.cause, thread)
    await context.begun()


async def cancel(context: BotContext, press: Press) -> None:
    """The button Cancel: for whoever began it, and for those who may correct."""
    number = press.numbers[0]
    report = await context.services.jobs.report(context.chat.id, number)
    theirs = report is not None and report.job.actor.id == actor_of(context.asked).id
    if not theirs and not await may_edit(context):
        await context.reply(may_not(say("Only admins can cancel what others began.")))
        return
    try:
        await context.services.jobs.cancel(context.chat.id, number)
    except NotFound:
        await context.drop_buttons()
        await context.reply(job_over())
        return
    if report is not None:
        job = report.job
        said = render_progress(job.number, job.title, report.tally, JobState.CANCELLED, ended=False)
        await context.show(said)


async def undo_all(context: BotContext, press: Press) -> None:
    """The button Undo all below what came of it."""
    if not await may_edit(context):
        await context.reply(may_not(say("Only admins can correct events in this chat.")))
        return
    gone, kept = await context.services.jobs.undo(context.chat.id, press.numbers[0], context.cause)
    await context.reply(job_undone(gone, kept))


async def see_disputes(context: BotContext, _: Press) -> None:
    """The button See conflicts."""
    await disputed(context.asked, context)
