"""The choices and numbers of another system as response scales; those that are the same become one."""

from collections.abc import Mapping
from typing import cast

import attrs

from intimacy_kit._values.appearance import look_of
from intimacy_kit._values.exact import Exact
from intimacy_kit.content.scale import LARGEST_VALUE, Choice, Range, ResponseScale
from intimacy_kit.content.vocabulary import Keying, Missing
from intimacy_kit.errors import InvalidValue, Problems
from intimacy_kit.interop._importers.draft import Draft, Offer, Words
from intimacy_kit.interop._importers.names import Names
from intimacy_kit.interop._importers.words import gap_of, is_unsure


@attrs.frozen
class Scaled:
    """A scale with what the other system calls its answers.

    Args:
        scale: The scale.
        values: What the other system stores to the value here, or to None for a kind of missing.
        same: Whether every value is the number that the other system stores.
        labels: Labels by language, and there by value, code, `low` or `high`.
        keying: Which way it counts, where its points say so.
    """

    scale: ResponseScale
    values: Mapping[str, int | None]
    same: bool
    labels: Mapping[str, Mapping[str, str]]
    keying: Keying | None = None


class Scales:
    """Makes the scales of a form.

    Args:
        locale: The language of the form.
        problems: Where decisions are noted.
    """

    def __init__(self, locale: str, problems: Problems) -> None:
        self._locale = locale
        self._problems = problems
        self._made: dict[object, Scaled | None] = {}
        self._known: dict[object, ResponseScale] = {}
        self._names = Names("scale")

    @property
    def made(self) -> tuple[ResponseScale, ...]:
        """The scales so far, each once."""
        return tuple(self._known.values())

    def of(self, draft: Draft) -> Scaled | None:
        """Return the scale of a question, or None where it has none, which is noted.

        Args:
            draft: The question.
        """
        asked = (tuple((o.value, tuple(o.words.items()), o.points, o.gap) for o in draft.offers), repr(draft.span))
        if asked not in self._made:
            self._made[asked] = self._make(draft)
        elif self._made[asked] is None:
            self._make(draft)  # each question that is left out is noted
        return self._made[asked]

    def _make(self, draft: Draft) -> Scaled | None:
        at = self._problems.at(*draft.choices_place)
        gaps, offers = self._gaps(draft, at)
        codes = [Choice(self._word(offer.words) or code.value, code=code) for code, offer in gaps.items()]
        labels = _labels({code.value: offer.words for code, offer in gaps.items()})
        values: dict[str, int | None] = {key_of(offer.value): None for offer in draft.offers if offer not in offers}
        if draft.span is not None:
            span = draft.span
            low_label, high_label = self._word(span.low_words), self._word(span.high_words)
            ends = [Exact.read(each) for each in (span.low, span.high, span.step)]
            if None in ends:
                at.add("not-taken-over", "the ends of the range are not numbers", "give the item a range")
                return None
            low, high, step = cast(list[Exact], ends)
            try:
                scale = ResponseScale("new", tuple(codes), Range(low, high, step, low_label, high_label))
            except InvalidValue as error:
                at.extend(attrs.evolve(each, code="not-taken-over", path=()) for each in error.problems)
                return None
            ends_of = {"low": span.low_words, "high": span.high_words}
            return self._kept(draft, Scaled(scale, values, same=True, labels=_merged(labels, _labels(ends_of))))
        if len(offers) < 2:
            message = "there are fewer than two values to choose from"
            at.add("not-taken-over", message, "add choices, or leave it out")
            return None
        numbers, points = self._numbers(offers, at)
        keying = None
        if points is not None:
            keying, points = _keyed(numbers, points)
        try:
            choices = [
                Choice(label, number, points=None if points is None else points[i])
                for i, (label, number) in enumerate(zip(self._shown(offers, numbers, codes, at), numbers, strict=True))
            ]
            scale = ResponseScale("new", (*choices, *codes))
        except InvalidValue as error:
            at.extend(attrs.evolve(each, code="not-taken-over", path=()) for each in error.problems)
            return None
        values |= {key_of(offer.value): number for offer, number in zip(offers, numbers, strict=True)}
        same = all(key_of(offer.value) == str(number) for offer, number in zip(offers, numbers, strict=True))
        own = {str(number): offer.words for offer, number in zip(offers, numbers, strict=True)}
        return self._kept(draft, Scaled(scale, values, same, _merged(_labels(own), labels), keying))

    def _kept(self, draft: Draft, made: Scaled) -> Scaled:
        """Return the scale under its own id, or the one that is the same already."""
        labels = tuple((tag, tuple(each.items())) for tag, each in made.labels.items() if tag != self._locale)
        key = (repr(made.scale), labels)
        if key not in self._known:
            self._known[key] = attrs.evolve(made.scale, id=self._names.new(draft.choices))
        return attrs.evolve(made, scale=self._known[key])

    def _word(self, words: Words) -> str | None:
        return words.get(self._locale) or next(iter(words.values()), None)

    def _gaps(self, draft: Draft, at: Problems) -> tuple[dict[Missing, Offer], list[Offer]]:
        """Return the choices that say that there is no value, by kind, and those that are values."""
        gaps: dict[Missing, Offer] = {}
        found: list[tuple[Offer, Missing, bool]] = []
        for offer in draft.offers:
            known = offer.gap or _own_code(offer.value)
            texts = [each for each in offer.words.values() if each]
            read = known or next((code for code in map(gap_of, texts) if code is not None), None)
            if read is None and any(map(is_unsure, texts)):
                read = Missing.DECLINED
            if read is not None:
                found.append((offer, read, known is not None))
        rest = [offer for offer in draft.offers if not any(offer is each for each, _, _ in found)]
        if draft.span is None and len(rest) < 2:
            return {}, list(draft.offers)
        for offer, code, is_known in sorted(found, key=lambda each: is_unsure(self._word(each[0].words) or "")):
            label = self._word(offer.words) or offer.value
            if code in gaps:
                message = f"the choice {label[:100]!a} is a second one that means {code.value}"
                at.add("not-taken-over", message, "keep one of the two")
            else:
                gaps[code] = offer
                if not is_known:
                    message = f"the choice {label[:100]!a} is read as {code.value}, which is not a value"
                    at.add("read-as-gap", message, "make it a value where it is one")
        in_order = {code: offer for offer in draft.offers for code, each in gaps.items() if each is offer}
        return in_order, rest

    def _numbers(self, offers: list[Offer], at: Problems) -> tuple[list[int], list[Exact] | None]:
        """Return the value of each choice, and its points where they are something else."""
        read = [Exact.read(key_of(offer.value)) for offer in offers]
        given = [offer.points for offer in offers]
        points = None if None in given or len(set(given)) == 1 else cast(list[Exact], given)
        if _are_values(read):
            return [int(cast(Exact, each)) for each in read], points
        if points is not None and _are_values(points):
            return [int(each) for each in points], None
        numbers = list(range(len(offers)))
        at.add("renumbered", f"the choices are numbered from 0 to {len(offers) - 1}", "give each the value that it has")
        near = all(each is not None and abs(each) <= LARGEST_VALUE for each in read)
        if points is None and near and len(set(read)) == len(read):
            points = cast(list[Exact], read)
        return numbers, points

    def _shown(self, offers: list[Offer], numbers: list[int], codes: list[Choice], at: Problems) -> list[str | None]:
        """Return the label of each choice; two that look alike are told apart by their values."""
        labels = [self._word(offer.words) for offer in offers]
        looks = [look_of(label) for label in (*labels, *(code.text for code in codes)) if label is not None]
        shown: list[str | None] = []
        for i, (label, number) in enumerate(zip(labels, numbers, strict=True)):
            if label is None:
                shown.append(str(number) if i in (0, len(labels) - 1) else None)
            elif looks.count(look_of(label)) > 1:
                at.add("not-taken-over", f"the label {label[:100]!a} stands at two choices", "give each its own")
                shown.append(f"{label} ({number})")
            else:
                shown.append(label)
        return shown


def key_of(value: str) -> str:
    """Return what a stored value is looked up by: numbers that are equal are the same.

    Args:
        value: A value as a form or a condition writes it.

    >>> key_of(" 01.0"), key_of("never")
    ('1', 'never')
    """
    plain = value.strip()
    number = Exact.read(plain)
    return plain if number is None or "/" in plain else str(number)


def _own_code(value: str) -> Missing | None:
    """Return the kind of missing that our own exports write, or None."""
    code = next((each for each in Missing if each.value == value), None)
    return code if code is not None and code.can_be_chosen else None


def _are_values(numbers: "list[Exact | None] | list[Exact]") -> bool:
    """Whether numbers can be the values of a scale: whole, within bounds, and all different."""
    whole = all(each is not None and each.denominator == 1 and abs(each) <= LARGEST_VALUE for each in numbers)
    return whole and len(set(numbers)) == len(numbers)


def _keyed(numbers: list[int], points: list[Exact]) -> tuple[Keying | None, list[Exact] | None]:
    """Return which way values count where their points are the values, or these reversed; otherwise the points."""
    if points == numbers:
        return None, None
    ends = min(numbers) + max(numbers)
    if all(number + share == ends for number, share in zip(numbers, points, strict=True)):
        return Keying.REVERSE, None
    return None, points


def _labels(by_value: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    """Return labels by language, and there by value."""
    found: dict[str, dict[str, str]] = {}
    for value, words in by_value.items():
        for tag, text in words.items():
            found.setdefault(tag, {})[value] = text
    return found


def _merged(one: dict[str, dict[str, str]], other: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {
        tag: {**one.get(tag, {}), **other.get(tag, {})} for tag in (*one, *(each for each in other if each not in one))
    }
