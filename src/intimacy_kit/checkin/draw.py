r"""The draw rule and the wording of a question.

The draw is a pure function of catalogue, form, seed and occasion, so both
partners, and any other language, can redo it. The rule, in full:

*   A form without ``per_pillar`` asks all its items, every time.
*   Otherwise each pillar gives its anchors and, of its other items, the next
    ``per_pillar`` ones. With *m* such items and *k* asked at a time, a round
    has ``ceil(m / k)`` occasions. On occasion *o*, from 0, the round is
    ``o // ceil(m / k)`` and the place in it ``p = o % ceil(m / k)``.
*   The order of a round sorts the items by the SHA-256, in hexadecimal, of
    the UTF-8 text ``seed + "\n" + round + "\n" + item id``. Without ``rotate``
    the order is that of the form and ``p`` is 0.
*   Asked are the places ``p*k``, ``p*k + 1``, … ``p*k + k - 1`` of that order,
    as far as it goes. So a round asks each of the *m* items once, and its last
    occasion may ask fewer than *k*.
*   What is asked is put in the order of the form. Where the form's order is
    ``drawn``, the items of each pillar that follow one another are then sorted
    as above, with ``seed + "\n" + "order"`` for the seed and the occasion for
    the round; an item whose condition needs another comes after it. An item that has no wording
    for the perspective is then left out, so that both partners' draws match.
"""

import hashlib
import heapq
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from intimacy_kit._values.arguments import seed_text, whole_number
from intimacy_kit.content.questionnaire import STEM_SLOT, Form, Item
from intimacy_kit.content.text import versions
from intimacy_kit.content.vocabulary import Order, Perspective
from intimacy_kit.errors import Problem


def drawn_items(form: Form, pool: tuple[Item, ...], seed: str, occasion: int) -> Iterable[Item]:
    """Return the items of one occasion, in the order of the form.

    Args:
        form: The form.
        pool: All items that it can ask, in its order.
        seed: What the draw depends on besides the occasion.
        occasion: Which check-in of the series this is, counted from 0.
    """
    rule = form.items
    if rule.per_pillar is None:
        return _in_order(form, pool, seed, occasion)
    asked = set(rule.anchors)
    for ids in _besides_anchors(form, pool).values():
        count = min(rule.per_pillar, len(ids))
        occasions = -(-len(ids) // count)
        round_, place = divmod(occasion, occasions) if rule.rotate else (0, 0)
        order = rotation(ids, seed, round_) if rule.rotate else ids
        asked.update(order[place * count : (place + 1) * count])
    return _in_order(form, [item for item in pool if item.id in asked], seed, occasion)


def _in_order(form: Form, items: Sequence[Item], seed: str, occasion: int) -> Sequence[Item]:
    """Return the items of one occasion in the order in which they are asked."""
    if form.order is Order.LISTED:
        return items
    drawn: list[Item] = []
    for _, group in itertools.groupby(items, key=lambda item: (item.pillar, item.role)):
        drawn += _shuffled([*group], f"{seed}\norder", occasion)
    return drawn


def _shuffled(items: Sequence[Item], seed: str, occasion: int) -> Iterable[Item]:
    """Yield items in the order of a round, each once none is to come that its condition needs, or else as listed."""
    by_id = {item.id: item for item in items}
    order = rotation(by_id, seed, occasion)
    needed_by: dict[str, list[int]] = {id: [] for id in order}
    missing: list[int] = []  # for each place in the order, how many items its condition still needs
    for place, id in enumerate(order):
        needs = {str(each.item) for each in by_id[id].comparisons if str(each.item) in by_id}
        of_scores = any(each.score is not None for each in by_id[id].comparisons)  # of a score it may need any
        missing.append(len(needs) + of_scores)
        for other in needs:
            needed_by[other].append(place)
    free = [place for place, count in enumerate(missing) if not count]
    listed = iter(by_id)
    done: set[str] = set()
    while len(done) < len(order):
        id = order[heapq.heappop(free)] if free else next(id for id in listed if id not in done)
        done.add(id)
        yield by_id[id]
        for place in needed_by[id]:
            missing[place] -= 1
            if not missing[place] and order[place] not in done:
                heapq.heappush(free, place)


def in_turn(form: Form, pool: tuple[Item, ...]) -> Iterable[Item]:
    """Return the items that take turns, in the order of the form: all that a round asks once, and no anchors.

    Args:
        form: The form.
        pool: All items that it can ask, in its order.
    """
    most = form.items.per_pillar
    if most is None or not form.items.rotate:
        return []
    groups = _besides_anchors(form, pool).values()
    turns = frozenset(id for ids in groups if len(ids) > most for id in ids)
    return [item for item in pool if item.id in turns]


def _besides_anchors(form: Form, pool: tuple[Item, ...]) -> dict[str, list[str]]:
    """Return the ids of each pillar's items that are no anchors."""
    ids: dict[str, list[str]] = {}
    for item in pool:
        if item.id not in form.items.anchors:
            ids.setdefault(item.pillar, []).append(item.id)
    return ids


def rotation(ids: Iterable[str], seed: str, round_: int) -> list[str]:
    """Return ids in the order of a round: by the SHA-256 of seed, round and id.

    Args:
        ids: The ids, in any order.
        seed: What the order depends on besides the round.
        round_: Which time all of them are gone through, counted from 0.
    """

    def digest(id: str) -> str:
        return hashlib.sha256(f"{seed}\n{round_}\n{id}".encode()).hexdigest()

    return sorted(ids, key=digest)


def question_text(
    form: Form, item: Item, perspective: Perspective, variant: str | None = None
) -> tuple[str, str | None] | None:
    """Return the whole question for an item with its language, or None without one for the perspective.

    Stem and phrase are always of one language: where one of them is not
    translated, the question falls back to the next language that has both.

    Args:
        form: The form, for its stem.
        item: The item.
        perspective: Whose behaviour is asked about.
        variant: The wording to ask, where the item has it.

    Returns:
        The question, and its language tag or None for the pack's own language.
    """
    varied = item.variants.get(variant or "")
    words = (item.question or item.text if varied is None else varied.wording).seen_from(perspective)
    if words is None:
        return None
    if item.question is not None:
        locale, text = next(versions(words))
        return text, locale
    stem = form.stem.seen_from(perspective) if form.stem else None
    if stem is None:
        return None
    phrases = dict(versions(words))
    locale, frame = next((locale, frame) for locale, frame in versions(stem) if locale in phrases)
    return frame.replace(STEM_SLOT, phrases[locale]), locale


def series_problems(seed: Any, occasion: Any) -> list[Problem]:
    """Return what is wrong with the series that a draw is made for.

    Args:
        seed: What should be text that can be stored.
        occasion: What should be a whole number from 0.
    """
    problems: list[Problem] = []
    seed_text(seed, problems)
    whole_number(occasion, "occasion", problems, low=0)
    return problems
