"""The answer to /sources: the articles of a chat, newest first, and how many events each tells."""

from bot.model.news import Article
from bot.model.outcome import SourceLine, SourceList
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import letter, published, title, titled_in_bold
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, join, lines, paragraphs
from bot.rendering.speech import plural, say, told

PAGE = 10  # articles of a page; with the longest addresses linked they may not fit, and are then not


def render_sources(found: SourceList) -> Reply:
    """A page of the list; paging buttons go by its offset."""
    if not found.lines:
        return Reply(
            lines(
                bold(say("No sources yet.")),
                say("Paste or forward an article, and it will be listed here."),
            )
        )
    page = _page(found, linked=True)
    return Reply(page if page.fits else _page(found, linked=False), rows(_paging(found), *_removing(found)))


def _page(found: SourceList, *, linked: bool) -> Html:
    heading = told("{sources}, newest first", sources=bold(plural("{n} source", "{n} sources", found.total)))
    return paragraphs(heading, *(_line(line, linked=linked) for line in found.lines))


def _line(line: SourceLine, *, linked: bool) -> Html:
    article = line.article
    return lines(
        titled_in_bold(article, linked=linked),
        join(
            " · ", [_origin(article), published(article.dct), plural("{n} event", "{n} events", line.events)]
        ),
    )


def _origin(article: Article) -> Html:
    """Who the article is from, unless its title says that already."""
    name = shortened(one_line(article.source.name or ""), 60)
    return apart(name) if name and name != title(article) else Html()


def _removing(found: SourceList) -> list[Row]:
    """A button to take each article of the page out, five to a row."""
    buttons = [_remove(line.article) for line in found.lines]
    return [tuple(buttons[at : at + 5]) for at in range(0, len(buttons), 5)]


def _remove(article: Article) -> Button:
    return Button(say("Remove {source}", source=letter(article.number)), Press.to("remove", article.number))


def _paging(found: SourceList) -> Row:
    page, last = found.offset // PAGE + 1, -(-found.total // PAGE)
    if last <= 1:
        return ()
    newer = Button(say("‹ Newer"), Press.to("sources", max(found.offset - PAGE, 0)))
    older = Button(say("Older ›"), Press.to("sources", found.offset + PAGE))
    here = Button(say("{page} of {last}", page=page, last=last), Press.to("page", page, last))
    return (*((newer,) if page > 1 else ()), here, *((older,) if page < last else ()))
