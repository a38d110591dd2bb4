"""Practices by words: offline, in every language that a catalogue speaks.

Words are compared by what is left of them without accents and without the
endings of the language; what people type is looked up in the words that cards
have for it as well. Each practice that may be offered is ranked by BM25 (Robertson
and Zaragoza, 2009, The Probabilistic Relevance Framework), where a word in the title
weighs more than one in the summary, and that more than one in the steps. What
may not be offered changes neither the order nor anything else.

What a language needs for this is content: the phrases `search-endings` and
`search-small-words`, and the groups of `synonyms.yaml`.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, storable_text, texts, whole_number
from intimacy_kit.content.catalogue import Catalogue, once
from intimacy_kit.content.practice import Practice, is_asked_for, is_left_out, works_for
from intimacy_kit.content.text import Text
from intimacy_kit.content.vocabulary import Access, CardKind, Mode
from intimacy_kit.content.wording import date_facts
from intimacy_kit.errors import InvalidValue
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, state_problem

LONGEST_TEXT = 500
"""Characters of a search that are looked at."""

MOST_FOUND = 1_000
"""As many practices as can be asked for."""

_TITLE, _SUMMARY, _STEPS = 5.0, 2.0, 1.0
_MEANT = 1.0
_K1, _B = 2.0, 0.7
_SHORTEST_STEM = 3


@sealed
def search(
    catalogue: Catalogue,
    text: str,
    *,
    most: int = 10,
    kind: str | CardKind | None = None,
    minutes: int | None = None,
    mode: str | Mode | None = None,
    distance: bool = False,
    access: Collection[str | Access] = (),
    topics: Collection[str] = (),
    stage: str | None = None,
    exclude: Collection[str] = (),
    safety: SafetyState = NOT_ASKED,
) -> tuple[Practice, ...]:
    """Return the practices that fit words best, the best one first.

    Args:
        catalogue: Where the practices come from; its language is that of the words.
        text: What somebody looks for, in their own words. Blank, it finds all in the order of the catalogue.
        most: How many there may be, from 1 to 1,000.
        kind: `exercise`, `ritual`, `date` or `phrase`, to have only such.
        minutes: How long they may take, in minutes, from 1.
        mode: `solo`, `together` or `async`, to have only such.
        distance: Whether the partners are apart, so that only what works then is wanted.
        access: What the person wants to do without; touch never comes without another way where it is `no-touch`.
        topics: Topics or ids of pillars, to have only practices on any of these.
        stage: The person's stage of life; practices that are written for others are left out.
        exclude: Ids of practices or pillars, topics, or names of gates, that are not wanted.
        safety: What the private questions came to, as `intimacy_kit.safety.assess` returns it.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> import intimacy_kit as ik
    >>> [practice.title for practice in search(ik.load(), "our phones are always there", most=1)]
    ['Phone nest']
    """
    problems = state_problem(safety)
    storable_text(str(text) if isinstance(text, Text) else text, "text", problems)
    whole_number(most, "most", problems, low=1, high=MOST_FOUND)
    if minutes is not None:
        whole_number(minutes, "minutes", problems, low=1)
    lists = {"access": access, "topics": topics, "exclude": exclude}
    listed = {name: texts(given, name, problems) for name, given in lists.items()}
    needs = [member(Access, each, "access", problems) for each in listed["access"]]
    wanted_kind = None if kind is None else member(CardKind, kind, "kind", problems)
    wanted_mode = None if mode is None else member(Mode, mode, "mode", problems)
    if problems:
        raise InvalidValue(problems)
    fitting = [
        practice
        for practice in catalogue.practices.values()
        if safety.offers(practice)
        and wanted_kind in (None, practice.kind)
        and wanted_mode in (None, practice.mode)
        and (minutes is None or practice.minutes <= minutes)
        and works_for(practice, distance=distance, access=[need for need in needs if need])
        and is_asked_for(practice, topics=listed["topics"], stage=stage)
        and not is_left_out(practice, listed["exclude"])
    ]
    return tuple(_ranked(catalogue, fitting, text[:LONGEST_TEXT])[:most])


def _ranked(catalogue: Catalogue, practices: Sequence[Practice], text: str) -> Sequence[Practice]:
    """Return the practices that have any of the words, the best one first; all of them where there is no word."""
    language = once(catalogue, "search-language", lambda: _Language.of(catalogue))
    if not (asked := language.asked(text)):
        return practices if not text.strip() else ()
    words = once(catalogue, "search-words", lambda: _words_by_card(catalogue, language))
    cards = [words[practice.id] for practice in practices]
    having = Counter(word for card in cards for word in card)
    mean = sum(sum(card.values()) for card in cards) / max(len(cards), 1)
    scores = [_score(card, asked, having, len(cards), mean) for card in cards]
    order = sorted(range(len(cards)), key=lambda i: -scores[i])
    return [practices[i] for i in order if scores[i] > 0]


def _score(
    card: Mapping[str, float], asked: Mapping[str, float], having: Mapping[str, int], cards: int, mean: float
) -> float:
    """Return the BM25 of a card."""
    length = _K1 * (1 - _B + _B * sum(card.values()) / mean)
    return sum(
        weight
        * math.log(1 + (cards - having[word] + 0.5) / (having[word] + 0.5))
        * card[word]
        * (_K1 + 1)
        / (card[word] + length)
        for word, weight in asked.items()
        if word in card
    )


def _words_by_card(catalogue: Catalogue, language: "_Language") -> Mapping[str, Mapping[str, float]]:
    return {id: _words_of(catalogue, practice, language) for id, practice in catalogue.practices.items()}


def _words_of(catalogue: Catalogue, practice: Practice, language: "_Language") -> dict[str, float]:
    """Return the words of a card, each with how often it has them, those of the title and the summary counted more."""
    found: dict[str, float] = {}
    for text, weight in (
        (practice.title, _TITLE),
        (practice.summary, _SUMMARY),
        (catalogue.pillars[practice.pillar].title, _STEPS),
        (" ".join(practice.topics), _STEPS),
        (" ".join(practice.steps), _STEPS),
        (" ".join(_phrase(catalogue, id) for id in _facts(practice)), _SUMMARY),
    ):
        for word in language.telling(text):
            found[word] = found.get(word, 0) + weight
    return found


def _facts(practice: Practice) -> Iterator[str]:
    """Yield the phrases that say when a ritual is done, what a date takes and what a phrase is for."""
    if practice.ritual is not None:
        yield f"anchor-{practice.ritual.anchor.value}"
    if practice.date is not None:
        yield from date_facts(practice.date)
    if practice.phrase is not None:
        yield f"job-{practice.phrase.job.value}"


@attrs.frozen
class _Language:
    """How words of a language are compared.

    Args:
        endings: What words lose at their end, the longest first.
        small: Words that tell nothing, as they are written: without their endings, `note` would be `not`.
        groups: What is typed and what it means, each as words without their endings.
    """

    endings: tuple[str, ...]
    small: frozenset[str]
    groups: tuple[tuple[tuple[tuple[str, ...], ...], tuple[str, ...]], ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "_Language":
        """Return the language of a catalogue."""
        endings = sorted(map(_plain, _listed(catalogue, "search-endings")), key=len, reverse=True)
        small = frozenset(word for text in _listed(catalogue, "search-small-words") for word in _words_in(text))
        bare = cls(tuple(endings), small, ())
        groups = tuple(
            (tuple(map(bare.stems, group.text.split(","))), tuple(dict.fromkeys(bare.telling(group.means))))
            for group in catalogue.synonyms.values()
        )
        return attrs.evolve(bare, groups=groups)

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the words of a text, without accents and endings; a small word stays as it is, with a blank."""
        return tuple(f"{word} " if word in self.small else self._stem(word) for word in _words_in(text))

    def telling(self, text: str) -> tuple[str, ...]:
        """Return the words of a text that tell something, without accents and endings."""
        return tuple(self._stem(word) for word in _words_in(text) if word not in self.small)

    def _stem(self, word: str) -> str:
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                word = word.removesuffix(ending)
                break
        return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word

    def asked(self, text: str) -> dict[str, float]:
        """Return the words that a search is for, each with its weight."""
        words = self.stems(text)
        asked = dict.fromkeys(self.telling(text), 1.0)
        for typed, means in self.groups:
            if any(_has(words, phrase) for phrase in typed):
                for word in means:
                    asked[word] = asked.get(word, 0.0) + _MEANT
        return asked


def _has(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Return whether words have a phrase in them."""
    return bool(phrase) and any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1))


def _listed(catalogue: Catalogue, id: str) -> list[str]:
    """Return the words of a phrase that lists some."""
    return [word.strip() for word in _phrase(catalogue, id).split(",") if word]


def _phrase(catalogue: Catalogue, id: str) -> str:
    """Return a phrase without placeholders; nothing where neither the pack nor the kit has it."""
    phrase = catalogue.phrases.get(id) or catalogue.kit_phrases.get(id)
    return "" if phrase is None else phrase.text


def _words_in(text: str) -> list[str]:
    """Return the words of a text in lower case and without accents, single letters apart."""
    return [word for word in re.findall(r"\w+", _plain(text)) if len(word) > 1]


def _plain(text: str) -> str:
    """Return a text in lower case and without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))
