"""One check-in in all its languages: title, pages, questions, choices and scores, as every format renders it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import attrs

from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import CheckIn, identity
from intimacy_kit.content.text import versions
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop._names import name_of
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.item import KeyedItem


@attrs.frozen
class Export:
    """A check-in in a foreign format.

    Args:
        document: The document, as the format's own software takes it once it is written out.
        losses: What the format cannot represent of this check-in, a sentence each.
    """

    document: Mapping[str, Any]
    losses: tuple[str, ...] = ()


@attrs.frozen
class Version:
    """A text in one language of a form.

    Args:
        locale: The language of the form.
        language: The language of the text.
        text: The text.
    """

    locale: str
    language: str
    text: str

    @property
    def fell_back(self) -> bool:
        """Whether the form has no text of its own language here."""
        return self.language != self.locale


@attrs.frozen
class LocalText:
    """A text in every language of a form.

    Args:
        versions: The text in each language, that of the form first.
    """

    versions: tuple[Version, ...]

    @property
    def first(self) -> Version:
        """The text in the language that the form opens in."""
        return self.versions[0]

    @property
    def shown(self) -> dict[str, str]:
        """The text shown in each language of the form, fallbacks included."""
        return {each.locale: each.text for each in self.versions}

    @property
    def by_language(self) -> dict[str, str]:
        """The text by the language that it is in; a language that lacks it is left out."""
        return {each.language: each.text for each in self.versions}


@attrs.frozen
class Option:
    """An answer on offer.

    Args:
        answer: A value of the scale, or a missing code.
        label: What it is called.
    """

    answer: Answer
    label: LocalText

    @property
    def plain(self) -> int | float | str:
        """The answer as a document holds it."""
        return self.answer.value if isinstance(self.answer, Missing) else self.answer


@attrs.frozen
class Question:
    """One question.

    Args:
        item: The item that is asked, as scoring knows it.
        text: The whole question.
        options: The answers on offer, in the order shown; beside a range the kinds of missing alone.
        ends: What the low and the high end of its range are called, where they are called anything.
    """

    item: KeyedItem
    text: LocalText
    options: tuple[Option, ...]
    ends: "tuple[LocalText | None, LocalText | None]" = (None, None)

    @property
    def hint(self) -> LocalText | None:
        """The labels of the ends of its range in one line, such as `0: Not at all · 100: Completely`."""
        named = [
            (number, end)
            for number, end in zip((self.item.low, self.item.high), self.ends, strict=True)
            if end is not None
        ]
        if not named:
            return None
        lines = zip(*([f"{number}: {each.text}" for each in end.versions] for number, end in named), strict=True)
        return LocalText(
            tuple(
                attrs.evolve(version, text=" · ".join(line))
                for version, line in zip(named[0][1].versions, lines, strict=True)
            )
        )


@attrs.frozen
class Form:
    """A check-in with its translations.

    Args:
        checkin: The check-in, in the language that the form opens in.
        title: The form's name.
        questions: The questions, in order.
        scores: Every score of the form; those without terms cannot be computed this time.
        instructions: What a person reads first.
    """

    checkin: CheckIn
    title: LocalText
    questions: tuple[Question, ...]
    scores: tuple[Asked, ...]
    instructions: LocalText | None = None

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages, that of the check-in first."""
        return tuple(each.locale for each in self.title.versions)

    @property
    def pages(self) -> list[tuple[str, list[Question]]]:
        """The questions in order, cut where the pillar changes, each page with its pillar."""
        runs = groupby(self.questions, key=lambda question: question.item.pillar)
        return [(pillar, list(questions)) for pillar, questions in runs]

    @property
    def texts(self) -> Iterator[str]:
        """Every text that a person reads, in every language."""
        found = [self.title, *(text for each in self.questions for text in (each.text, *_labels(each), each.hint))]
        for local in (each for each in (*found, self.instructions) if each is not None):
            yield from (version.text for version in local.versions)


def form_of(checkin: CheckIn, translations: Iterable[CheckIn] = ()) -> Form:
    """Return a check-in with its translations as one form, or refuse translations that ask something else.

    Args:
        checkin: The check-in that is exported.
        translations: The same check-in, drawn from catalogues in other languages.

    Raises:
        InvalidValue: When a translation asks other questions, or two are in one language.
    """
    checkins = (checkin, *translations)
    refuse_other_check_ins(checkins)
    items = checkin.key.by_id
    questions = tuple(
        Question(
            items[asked[0].item_id],
            LocalText(
                tuple(
                    Version(each.locale, question.locale, str(question.text))
                    for each, question in zip(checkins, asked, strict=True)
                )
            ),
            tuple(
                Option(
                    offered[0].answer,
                    local_text([(each.locale, choice.text) for each, choice in zip(checkins, offered, strict=True)]),
                )
                for offered in zip(*(question.choices for question in asked), strict=True)
            ),
            (_end(checkins, asked, "low_label"), _end(checkins, asked, "high_label")),
        )
        for asked in zip(*(each.questions for each in checkins), strict=True)
    )
    scores = checkin.asked
    title = local_text([(each.locale, each.title) for each in checkins])
    return Form(checkin, title, questions, scores, _text_of([(each.locale, each.instructions) for each in checkins]))


def _end(checkins: Sequence[CheckIn], asked: Iterable[Any], name: str) -> LocalText | None:
    """Return what an end of a range is called."""
    return _text_of([(each.locale, getattr(q.range, name, None)) for each, q in zip(checkins, asked, strict=True)])


def _text_of(texts: "Sequence[tuple[str, str | None]]") -> LocalText | None:
    """Return a text with its translations, or None without one."""
    there = [(locale, text) for locale, text in texts if text is not None]
    return local_text(there) if there else None


def pages_of(checkin: CheckIn) -> dict[str, tuple[str, ...]]:
    """Return the ids of the questions on each page, by the page's name, in order.

    A page ends where the pillar changes, so the order of the questions is kept. Where every page would have one
    question, all are on one.

    Args:
        checkin: The check-in.
    """
    runs = groupby(checkin.questions, key=lambda question: question.pillar)
    pages = [(pillar, tuple(question.item_id for question in questions)) for pillar, questions in runs]
    if all(len(ids) == 1 for _, ids in pages):
        return {"page_1": checkin.item_ids}
    return {name_of(f"page_{i}", pillar): ids for i, (pillar, ids) in enumerate(pages, 1)}


def fallback_losses(form: Form) -> list[str]:
    """Return a sentence for each language in which questions fell back, for a format that cannot mark them.

    Args:
        form: The form.
    """
    losses: list[str] = []
    for asked in zip(*(question.text.versions for question in form.questions), strict=True):
        other = [version for version in asked if version.fell_back]
        if other:
            languages = ", ".join(sorted({version.language for version in other}))
            losses.append(
                f"questions that have no text in {other[0].locale} stand there in {languages}, unmarked: {len(other)}"
            )
    return losses


def refuse_other_check_ins(checkins: tuple[CheckIn, ...]) -> None:
    """Refuse a translation that asks something else, and a language that is there twice.

    Args:
        checkins: The check-in that is exported, and its translations.

    Raises:
        InvalidValue: Listing every such translation.
    """
    checkin = checkins[0]
    problems = [
        Problem("other-check-in", "the translation is of another check-in", "draw it in the same way", (each.locale,))
        for each in checkins[1:]
        if identity(each) | {"version": None} != identity(checkin) | {"version": None}
        or each.item_ids != checkin.item_ids
    ]
    locales = [each.locale for each in checkins]
    problems += [
        Problem("repeated-language", "the language comes twice", "give each language once", (locale,))
        for locale in sorted({each for each in locales if locales.count(each) > 1})
    ]
    if problems:
        raise InvalidValue(problems)


def local_text(texts: Sequence[tuple[str, str]]) -> LocalText:
    """Return a text with all its translations.

    A text that does not know its language is in that of the first where it
    reads as the first does, and in the language that it is listed under otherwise.

    Args:
        texts: A language of the form, and the text in it; the form's own first.
    """
    locale, text = texts[0]
    language, first = next(versions(text))
    own = language or locale
    found: list[Version] = []
    for locale, text in texts:
        language, plain = next(versions(text))
        found.append(Version(locale, language or (own if plain == first else locale), plain))
    return LocalText(tuple(found))


def _labels(question: Question) -> Iterator[LocalText]:
    return (option.label for option in question.options)
