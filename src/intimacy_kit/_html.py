"""HTML for pages and notebooks, escaped by construction: no text becomes a tag."""

from collections.abc import Iterable


class Markup(str):
    """Text that is HTML already. Jinja and Django do not escape it, and a notebook shows it as a page would."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)

    _repr_html_ = __html__


def element(tag: str, *children: str, **attributes: str) -> Markup:
    """Return an element.

    Args:
        tag: Its name.
        children: Its content; everything but `Markup` is escaped.
        attributes: Its attributes, an underscore for a hyphen; `class_` for `class`.
    """
    named = "".join(f' {name.rstrip("_").replace("_", "-")}="{_escape(each)}"' for name, each in attributes.items())
    return Markup(f"<{tag}{named}>{''.join(map(_escape, children))}</{tag}>")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    """Return a table whose first column names its rows.

    Args:
        head: What the columns are called.
        rows: The rows, with a cell for each column.
    """
    top = element("tr", *(element("th", each, scope="col") for each in head))
    body = (
        element("tr", element("th", first, scope="row"), *(element("td", each) for each in others))
        for first, *others in rows
    )
    return element("table", element("thead", top), element("tbody", *body))


def card(title: str, *children: str) -> Markup:
    """Return how a notebook shows a value.

    Args:
        title: What it is.
        children: Its content: texts become paragraphs.
    """
    parts = (each if isinstance(each, Markup) else element("p", each) for each in children)
    return element("div", element("p", element("strong", title)), *parts)


def _escape(text: str) -> str:
    from html import escape  # noqa: PLC0415  # it brings a table of entities, which most programs do without

    return text if isinstance(text, Markup) else escape(text)
