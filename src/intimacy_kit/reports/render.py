"""Blocks as plain text, Markdown and HTML."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable

from intimacy_kit._html import Markup, element, table
from intimacy_kit.content.text import Text
from intimacy_kit.content.wording import spoken_number
from intimacy_kit.reports.blocks import Block, Heading, Item, Note, Numbered, Paragraph, Place, Places

_BAR = 20  # the length of a bar, in characters
_TITLE = 40  # the room for a title beside its bar, in characters
_NARROWEST = 40


# Plain text ---------------------------------------------------------------------


def as_text(blocks: Iterable[Block], width: int) -> str:
    """Return a document as plain text.

    Args:
        blocks: The document.
        width: The longest line, in characters, from 40.
    """
    room = max(width, _NARROWEST)
    return "\n\n".join("\n".join(_lines(block, room)) for block in blocks)


def _lines(block: Block, width: int) -> list[str]:
    match block:
        case Heading(text, under):
            return [*_wrap(text, width), *(_wrap(under, width) if under else [])]
        case Paragraph(text):
            return _wrap(text, width)
        case Note(label, text):
            return _wrap(f"{label} {text}", width)
        case Numbered(items):
            apart = [""] if any(item.body for item in items) else []
            return [
                line
                for i, item in enumerate(items, 1)
                for line in [*(apart if i > 1 else []), *_numbered_lines(i, item, width)]
            ]
        case Places():
            detail = max((len(row.detail) for row in block.rows if row.percent is not None), default=0)
            beside = width >= _TITLE + _BAR + 8 + detail and all(len(row.title) <= _TITLE for row in block.rows)
            return [line for row in block.rows for line in _place_lines(row, width, beside=beside)]
        case _:
            return [line for row in block.rows for line in _side_lines(block.head[1:], row, width)]


def _numbered_lines(i: int, item: Item, width: int) -> list[str]:
    lines = _wrap(f"{i}. {item.text}", width, "   ")
    for each in item.body:
        text = f"{each.label} {each.text}" if isinstance(each, Note) else each.text
        lines += _wrap(f"   {text}", width, "   ")
    return lines


def _place_lines(row: Place, width: int, *, beside: bool) -> list[str]:
    if row.percent is None:
        line = f"{row.title:<{_TITLE}}   –  {row.detail}"
        apart = [*_wrap(row.title, width), *_wrap(f"    –  {row.detail}", width, " " * 7)]
        return [line] if len(line) <= width else apart
    bar = f"{spoken_number(row.percent):>3}  {_bar(row.percent):<{_BAR}}  {row.detail}"
    return [f"{row.title:<{_TITLE}} {bar}"] if beside else [*_wrap(row.title, width), f"  {bar}"]


def _side_lines(names: tuple[str, ...], row: tuple[str, int, int], width: int) -> list[str]:
    title, *places = row
    names = tuple(_in_one_line(name) for name in names)
    room = width - _BAR - 9
    wide = min(max(map(len, names)), room)
    sides = [
        f"  {name[:wide]:<{wide}} {place:>3}  {'█' * (place * _BAR // 100)}".rstrip()
        for name, place in zip(names, places, strict=True)
    ]
    return [*_wrap(title, width), *sides]


def _in_digits(percent: float | None) -> str:
    return "–" if percent is None else spoken_number(percent)


def _bar(percent: float) -> str:
    return "█" * round(percent * _BAR / 100)


def _in_one_line(text: str) -> str:
    """Return a text with single spaces for runs of them; no-break spaces are kept."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip(" ")


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent) or [""]


# Markdown -----------------------------------------------------------------------


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return a document as Markdown, of CommonMark with tables, in which the texts are literal.

    Args:
        blocks: The document.
    """
    return "\n\n".join(map(_markdown, blocks)) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, under):
            return f"## {_literal(text)}" + (f"\n\n{_literal(under)}" if under else "")
        case Paragraph(text):
            return _literal(text)
        case Note(label, text):
            return f"**{_literal(label)}** {_literal(text)}"
        case Numbered(items):
            apart = "\n\n" if any(item.body for item in items) else "\n"
            return apart.join(_numbered_markdown(i, item) for i, item in enumerate(items, 1))
        case Places(head, rows):
            cells = [(row.title, _in_digits(row.percent), row.detail) for row in rows]
            return _markdown_table(head, cells, "--- | ---: | ---")
        case _:
            cells = [(title, str(a), str(b)) for title, a, b in block.rows]
            return _markdown_table(block.head, cells, "--- | ---: | ---:")


def _numbered_markdown(i: int, item: Item) -> str:
    indent = " " * len(f"{i}. ")
    return f"\n\n{indent}".join([f"{i}. {_literal(item.text)}", *(_markdown(each) for each in item.body)])


def _markdown_table(head: tuple[str, str, str], rows: Iterable[tuple[str, str, str]], rule: str) -> str:
    lines = [" | ".join(map(_literal, row)) for row in (head, *rows)]
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


def _literal(text: str) -> str:
    """Return a text with the characters escaped that Markdown would interpret."""
    text = re.sub(r"([\\`*_\[\]<>|~&$#])", r"\\\1", _in_one_line(text))
    return re.sub(r"^([+=:(%-]|\d+(?=[.)]))", _at_the_start, text)


def _at_the_start(match: re.Match[str]) -> str:
    """Return the start of a line escaped, so that it begins no list or rule."""
    return f"{match[0]}\\" if match[0][0].isdigit() else f"\\{match[0]}"


# HTML ---------------------------------------------------------------------------


def as_html(blocks: Iterable[Block], locale: str = "") -> Markup:
    """Return a document as a section of HTML, escaped, without a style or a script of its own.

    The section is written in the direction of its first letter. Each text in it has a direction of its own,
    since a text that is not translated yet may run the other way, and a language of its own where it is another.

    Args:
        blocks: The document.
        locale: The language tag of the section; without one, no text is given a language.
    """
    shown = tuple(blocks)
    way = _direction(shown)
    own = {"lang": locale} if locale else {}
    return element("section", *(_html(block, way, locale) for block in shown), class_="intimacy-kit", dir=way, **own)


def _html(block: Block, way: str, locale: str) -> Markup:
    match block:
        case Heading(text, under):
            return Markup(_said("h2", text, locale) + (_said("p", under, locale) if under else ""))
        case Paragraph(text):
            return _said("p", text, locale)
        case Note(label, text):
            return element("p", element("strong", label), " ", _isolate(text, locale), dir="auto")
        case Numbered(items):
            return element("ol", *(_html_item(item, way, locale) for item in items))
        case Places(head, rows):
            places = (
                (_isolate(row.title, locale), _draw_bar(row.percent, way), _isolate(row.detail, locale)) for row in rows
            )
            return table((_isolate(each, locale) for each in head), places)
        case _:
            sides = ((_isolate(title, locale), _draw_bar(a, way), _draw_bar(b, way)) for title, a, b in block.rows)
            return table((_isolate(each, locale) for each in block.head), sides)


def _html_item(item: Item, way: str, locale: str) -> Markup:
    text = element("span", item.text, **language) if (language := _language(item.text, locale)) else item.text
    return element("li", text, *(_html(each, way, locale) for each in item.body), dir="auto")


def _said(tag: str, text: str, locale: str) -> Markup:
    """Return an element of a text, with the text's language where that is not the section's."""
    return element(tag, text, dir="auto", **_language(text, locale))


def _isolate(text: str, locale: str) -> Markup:
    """Return a text whose direction is its own and does not affect its surroundings."""
    return element("bdi", text, **_language(text, locale))


def _language(text: str, locale: str) -> dict[str, str]:
    """Return the language of a text as an attribute, unless it is the section's or a more general form of it."""
    if not locale or not isinstance(text, Text) or f"{locale}-".startswith(f"{text.locale}-"):
        return {}
    return {"lang": text.locale}


def _direction(blocks: Iterable[Block]) -> str:
    """Return `rtl` where the first letter of a document is one of a script from right to left."""
    for character in (character for block in blocks for character in _first_text(block)):
        if (kind := unicodedata.bidirectional(character)) in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def _first_text(block: Block) -> str:
    match block:
        case Heading(text) | Paragraph(text):
            return text
        case Note(label):
            return label
        case Numbered(items):
            return " ".join(item.text for item in items)
        case _:
            return " ".join(block.head)


def _draw_bar(percent: float | None, way: str) -> str:
    """Return a percent with a bar that takes the colour of the text around it, and grows the way the text runs."""
    if percent is None:
        return "–"
    range_ = element("rect", width="100", height="10", fill="none", stroke="currentColor")
    whole = spoken_number(percent)
    start = str(100 - int(whole)) if way == "rtl" else "0"
    bar = element("rect", x=start, width=whole, height="10", fill="currentColor")
    drawing = element("svg", range_, bar, width="100", height="10", viewBox="0 0 100 10", aria_hidden="true")
    return Markup(f"{whole} {drawing}")
