"""A text that remembers its language, and the text that it translates."""

from collections.abc import Iterator
from typing import Any


class Text(str):
    """A translated text: a `str` with the language that it came from and the text that it translates.

    Args:
        text: The text.
        locale: Its language tag.
        fallback: The same text in the next language of the fallback chain.
    """

    __slots__ = ("fallback", "locale")
    locale: str
    fallback: str

    def __new__(cls, text: str, locale: str, fallback: str) -> "Text":
        """Return the text with its language."""
        self = super().__new__(cls, text)
        self.locale, self.fallback = locale, fallback
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Text, (str(self), self.locale, self.fallback)


def known(text: str, own: str) -> str:
    """Return a text with its language.

    Args:
        text: A text of a pack, translated or not.
        own: The language tag of the pack's own texts.
    """
    return text if isinstance(text, Text) else Text(text, own, text)


def versions(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield a text in each language that it has, the most specific first; None is the pack's own."""
    while isinstance(text, Text):
        yield text.locale, str(text)
        text = text.fallback
    yield None, text


def own_text(text: str) -> str:
    """Return a text in the pack's own language."""
    *_, (_, own) = versions(text)
    return own


def untranslated(plain: Any) -> Any:
    """Return plain data with each text in the pack's own language.

    Args:
        plain: The output of a `to_dict`.
    """
    match plain:
        case dict():
            return {key: untranslated(value) for key, value in plain.items()}  # pyright: ignore[reportUnknownVariableType]  # plain data
        case list():
            return [untranslated(value) for value in plain]  # pyright: ignore[reportUnknownVariableType]  # plain data
        case Text():
            return own_text(plain)
        case _:
            return plain
