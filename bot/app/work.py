"""Long work put together: its rounds, how its progress is shown, and how its end is told."""

from datetime import timedelta

from bot.handlers.context import App
from bot.model.chat import Chat
from bot.model.subscription import OwedPart
from bot.rendering.buttons import Reply, owed
from bot.rendering.jobs import render_end, render_progress
from bot.rendering.speech import speaking
from bot.scheduling.digests import DigestRounds
from bot.scheduling.jobs import JobRounds
from bot.sending.progress import Progress
from bot.services.jobs import Report
from bot.services.services import Services


def job_rounds(application: App, services: Services, digests: DigestRounds) -> JobRounds:
    """The rounds of the bot's long work."""
    progress = Progress(application.bot)

    async def show(chat: Chat, report: Report) -> int | None:
        job = report.job
        return await progress.show(_progress(chat, report), chat.id, job.thread, job.message_id)

    def tell(chat: Chat, report: Report) -> tuple[OwedPart, ...]:
        took = services.clock() - report.job.started_at
        with speaking(chat.language):
            return (owed(_end(report, took)),)

    return JobRounds(services.jobs, application.bot.id, show, tell, digests.poke)


def _progress(chat: Chat, report: Report) -> OwedPart:
    job = report.job
    with speaking(chat.language):
        ended = job.ended_at is not None
        return owed(render_progress(job.number, job.title, report.tally, job.state, ended=ended))


def _end(report: Report, took: timedelta) -> Reply:
    job = report.job
    return render_end(job.number, job.title, report.tally, took, report.failures, job.state)
