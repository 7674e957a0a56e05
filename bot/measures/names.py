"""What is measured, by name."""

from typing import Final

from bot.measures import Measure

_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_SLOW: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

CLAIMING: Final = "the claiming of digests"  # the round that shows whether the clock runs

UPDATES: Final = Measure(
    "dateline_updates_total",
    "Updates written down, by their kind; overheard: what a group says among itself, which is not.",
    ("kind",),
)
FETCHES: Final = Measure(
    "dateline_fetches_total", "Questions to Telegram for updates: ok, failed, or in conflict.", ("outcome",)
)
LOOKS: Final = Measure(
    "dateline_webhook_looks_total", "Looks at the webhook that Telegram has: ok, failed.", ("outcome",)
)
STANDBY: Final = Measure(
    "dateline_standby_looks_total", "Looks of a process that stands by while another one fetches updates."
)
HANDLING: Final = Measure(
    "dateline_handler_seconds", "Handling an update, from its turn to its answer.", ("handler",), _SLOW
)
ERRORS: Final = Measure("dateline_errors_total", "Errors that nobody foresaw, by their type.", ("type",))
POISONED: Final = Measure("dateline_poisoned_updates_total", "Updates put aside as they cannot be handled.")

EXTRACTION: Final = Measure(
    "dateline_extraction_seconds", "Reading a text, with the wait for its turn.", (), _SLOW
)
ARTICLES: Final = Measure("dateline_articles_filed_total", "Articles filed.")
MENTIONS: Final = Measure("dateline_mentions_filed_total", "Dated mentions filed.")
EVENTS: Final = Measure("dateline_events_filed_total", "Events that were new.")
LINKS: Final = Measure("dateline_links_total", "Links fetched: ok, or the fault.", ("outcome",))
FEEDS: Final = Measure("dateline_feed_fetches_total", "Feeds asked: ok, or the fault.", ("outcome",))

CLAIMED: Final = Measure("dateline_digests_claimed_total", "Digests that were due and are not any more.")
DELIVERIES: Final = Measure(
    "dateline_deliveries_total", "Messages owed that are settled: sent, uncertain or dead.", ("outcome",)
)
CALLS: Final = Measure(
    "dateline_telegram_calls_total",
    "Calls to Telegram: ok, flood, refused, or broken on the way.",
    ("method", "outcome"),
)
CALLING: Final = Measure(
    "dateline_telegram_seconds", "A call to Telegram, without the wait for its turn.", ("method",), _SLOW
)
FLOODS: Final = Measure("dateline_telegram_flood_wait_seconds_total", "Seconds that Telegram asked to wait.")

TRANSACTIONS: Final = Measure(
    "dateline_database_seconds", "A transaction that ended well: read or write.", ("kind",), _QUICK
)
TROUBLES: Final = Measure(
    "dateline_database_errors_total", "Transactions that the database refused or broke.", ("kind",)
)
ROUNDS: Final = Measure(
    "dateline_round_seconds", "A round of what happens by the clock that went well.", ("work",), _SLOW
)
ROUNDS_BEGUN: Final = Measure(
    "dateline_rounds_begun_total", "Rounds that were begun, of what happens by the clock.", ("work",)
)
ROUNDS_FAILED: Final = Measure("dateline_rounds_failed_total", "Rounds that failed.", ("work",))

MEASURES: Final = (
    *(UPDATES, FETCHES, LOOKS, STANDBY, HANDLING, ERRORS, POISONED),
    *(EXTRACTION, ARTICLES, MENTIONS, EVENTS, LINKS, FEEDS),
    *(CLAIMED, DELIVERIES, CALLS, CALLING, FLOODS),
    *(TRANSACTIONS, TROUBLES, ROUNDS, ROUNDS_BEGUN, ROUNDS_FAILED),
)

# What is asked for when somebody looks: of this process, and of the database that processes share.
READY: Final = Measure("dateline_ready", "Whether all is well: 1, or 0 with the reasons at /readyz.")
LAG: Final = Measure("dateline_event_loop_lag_seconds", "How late the event loop was at the last look.")
IDLE: Final = Measure(
    "dateline_idle_seconds",
    "Seconds since an update was asked for, something was stored, what is due was claimed.",
    ("what",),
)
DISK: Final = Measure("dateline_disk_free_bytes", "Room that is left for the data.")
BACKUP_AGE: Final = Measure(
    "dateline_backup_age_seconds", "Seconds since the last backup; none, when there is none."
)
INBOX: Final = Measure("dateline_inbox_updates", "Updates that wait to be handled.")
INBOX_AGE: Final = Measure("dateline_inbox_age_seconds", "How long the oldest of them has waited.")
DUE: Final = Measure("dateline_digests_due", "Digests that are due and not claimed yet.")
LATE: Final = Measure(
    "dateline_digests_lag_seconds", "How long the oldest digest that should be there waits."
)
OWED: Final = Measure("dateline_deliveries_owed", "Messages owed, still to be sent.")
UNCERTAIN: Final = Measure("dateline_deliveries_uncertain", "Messages that perhaps arrived, of a month.")
DEAD: Final = Measure("dateline_deliveries_dead", "Messages that were given up, of a month.")

OF_PROCESS: Final = (READY, LAG, IDLE, DISK, BACKUP_AGE)
OF_DATABASE: Final = (INBOX, INBOX_AGE, DUE, LATE, OWED, UNCERTAIN, DEAD)
