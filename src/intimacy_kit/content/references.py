"""Cross-reference checks: every reference in a pack resolves, and records fit together."""

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from intimacy_kit._outside_text import Hints
from intimacy_kit.content.attainable import Attainable, Effort, TooMuch, attainable, holes
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.links import Refer, circular_problems, programme_problems
from intimacy_kit.content.pack import Pack
from intimacy_kit.content.questionnaire import Form, Item, form_items
from intimacy_kit.content.score_rule import MOST_DEEP, Recode, ScoreRule
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Missing, Reading, Role, Weigh
from intimacy_kit.errors import Problem, Problems

MOST_OFFERED = 100_000
"""How many answers the items of a pack offer in all, since each form of a check-in lists those of each item."""


def reference_problems(
    pack: Pack,
    shelves: Mapping[str, Shelf[Any]],
    *,
    known: Mapping[str, Collection[str]] | None = None,
    unread: Collection[str] = (),
    hints: Hints | None = None,
) -> tuple[Problem, ...]:
    """Return every reference that does not resolve, and every record that does not fit the others.

    Args:
        pack: The pack's description.
        shelves: A shelf for each name in `SHELVES`.
        known: Further ids by shelf that count as there, such as those of
            records that could not be read and are reported already.
        unread: Shelves of which whole files could not be read, so that any id may be there.
        hints: Where hints come from, for several checks that share one effort.

    Returns:
        Problems whose paths begin with the shelf and the id.
    """
    actions = {action.number for action in pack.actions}
    there = {name: {*shelf, *(known or {}).get(name, ())} for name, shelf in shelves.items()}

    @functools.cache
    def in_order(shelf: str) -> list[str]:
        return sorted(there[shelf])

    problems = Problems(hints=hints)

    def refer(shelf: str, ids: Iterable[str], *path: str | int, many: bool = False) -> None:
        kind = KINDS[shelf]
        for i, id in enumerate(ids):
            if id not in there[shelf] and shelf not in unread:
                remedy = problems.did_you_mean(id, in_order(shelf)) or f"there is no such {kind.noun}"
                message = f"{_named(path)} names {kind.noun} {id!r}"
                problems.add(kind.unknown, message, remedy, *path, *((i,) if many else ()))

    def cover(numbers: Iterable[str], *path: str | int) -> None:
        for i, number in enumerate(numbers):
            if number not in actions:
                message = f"{_named(path)} covers action {number!r}"
                problems.add("unknown-action", message, "number it in pack.yaml", *path, i)

    offered = 0
    for item in shelves["items"].values():
        here = ("items", item.id)
        before, scale = offered, shelves["scales"].get(item.scale)
        offered += 0 if scale is None else len(scale.choices)
        if before <= MOST_OFFERED < offered:
            message = f"the items offer more than {MOST_OFFERED} answers in all"
            problems.add("too-large", message, "give scales fewer choices, or make several packs", *here, "scale")
        refer("pillars", [item.pillar], *here, "pillar")
        refer("scales", [item.scale], *here, "scale")
        cover(item.covers, *here, "covers")
        for comparison in item.comparisons:
            refer("items", [comparison.item] if comparison.item else [], *here, "show_if")
            refer("scores", [comparison.score] if comparison.score else [], *here, "show_if")
        _item_problems(item, shelves, problems.at(*here))
    _score_problems(shelves, refer, problems, whole=not (known or {}).get("scores") and "scores" not in unread)
    _norm_problems(shelves, refer, problems, unread)
    _practice_problems(shelves, refer, cover, problems)
    for prompt in shelves["prompts"].values():
        here = ("prompts", prompt.id)
        refer("pillars", [prompt.pillar], *here, "pillar")
        if prompt.pass_line is None and pack.pass_line is None:
            problems.add("missing-pass-line", f"{_named(here)} has no pass_line", "give pack.yaml a pass_line", *here)
    programme_problems(shelves, refer, problems)
    samples = {(item.role, item.question is None): item for item in shelves["items"].values()}
    for form in shelves["forms"].values():
        here = ("forms", form.id)
        refer("items", form.items.ids or (), *here, "items", "ids", many=True)
        refer("items", form.items.anchors, *here, "items", "anchors", many=True)
        asked = _asked(form, shelves["items"], samples)
        if not asked and there["items"] <= set(shelves["items"]) and "items" not in unread:
            problems.add("empty-form", f"{_named(here)} asks nothing", "give it items that exist", *here)
        if form.stem is None and any(item.question is None for item in asked):
            problems.add("missing-stem", f"{_named(here)} has no stem", "add a stem with {item} in it", *here)
    _order_problems(shelves, problems)
    return tuple(problems)


def _item_problems(item: Item, shelves: Mapping[str, Shelf[Any]], problems: Problems) -> None:
    """Note what does not fit an item by itself and the scales of the items that it refers to."""
    scale = shelves["scales"].get(item.scale)
    if item.needs_occasion and scale is not None and Missing.DID_NOT_COME_UP not in scale.codes:
        message = f"the scale {scale.id!r} does not offer did-not-come-up"
        problems.add("bad-choice-code", message, "add that choice to the scale", "needs_occasion")
    for comparison in item.comparisons:
        if comparison.item is None or (asked := shelves["items"].get(comparison.item)) is None:
            continue
        scale = shelves["scales"].get(asked.scale)
        exact = (comparison.equals, comparison.not_equals, *(comparison.one_of or ()))
        if scale is not None and any(number is not None and not scale.has(number) for number in exact):
            message = f"the condition compares {asked.id!r} with a number that is not on its scale"
            remedy = f"its scale goes from {scale.low} to {scale.high}"
            problems.add("bad-condition", message, remedy, "show_if")


def _practice_problems(shelves: Mapping[str, Shelf[Any]], refer: Refer, cover: Any, problems: Problems) -> None:
    """Note what the practices refer to and is not there."""
    for practice in shelves["practices"].values():
        here = ("practices", practice.id)
        refer("pillars", [practice.pillar], *here, "pillar")
        cover(practice.covers, *here, "covers")
        refer("items", practice.targets, *here, "targets", many=True)
        for i, evidence in enumerate(practice.evidence):
            refer("sources", [evidence.source] if evidence.source else [], *here, "evidence", i, "source")
        for i, id in enumerate(practice.targets):
            item = shelves["items"].get(id)
            if item is not None and item.role not in (Role.SCORED, Role.FELT):
                message = f"{_named(here)} is meant to move {id!r}, a {item.role.value} item"
                problems.add("unscored-target", message, "leave it out", *here, "targets", i)
        refer("prompts", practice.prompts, *here, "prompts", many=True)
        refer("practices", practice.easier, *here, "easier", many=True)
        refer("practices", practice.harder, *here, "harder", many=True)
    circular_problems(shelves["practices"], problems)


def _score_problems(shelves: Mapping[str, Shelf[Any]], refer: Refer, problems: Problems, *, whole: bool) -> None:
    """Note what does not fit the scoring rules, and the scored items that none uses in a pillar that some use."""
    used: set[str] = set()
    normed: dict[str, set[str | None]] = {}
    for norm in shelves["norms"].values():
        if norm.table:
            normed.setdefault(norm.of, set()).add(norm.group)
    depths: dict[str, int] = {}
    looked_into = _levelled(shelves["scores"])
    known: dict[str, Attainable] = {}
    effort = Effort()
    for rule in shelves["scores"].values():
        here = ("scores", rule.id)
        used.update(rule.items)
        refer("items", rule.items, *here, "items", many=True)
        refer("pillars", [] if rule.pillar is None else [rule.pillar], *here, "pillar")
        refer("scores", rule.scores, *here, "scores", many=True)
        for name in ("multiplied_by", "divided_by"):
            refer("scores", [] if getattr(rule, name) is None else [getattr(rule, name)], *here, name)
        for i, id in enumerate(rule.needs):
            if id in shelves["scores"] and id not in depths:
                message = f"the score {id!r} does not come before {rule.id!r}, which needs its value"
                own = "multiplied_by" if rule.divided_by is None else "divided_by"
                place = ("scores", i) if i < len(rule.scores) else (own,)
                problems.add("late-score", message, "list it earlier", *here, *place)
        depths[rule.id] = 1 + max((depths.get(id, 0) for id in rule.needs), default=0)
        if depths[rule.id] == MOST_DEEP + 1:
            problems.add("too-deep", f"more than {MOST_DEEP} scores lie one within the other", "", *here, "scores")
        refer("sources", [] if rule.levels_source is None else [rule.levels_source], *here, "levels_source")
        unfit = _rule_problems(rule, shelves)
        problems.at(*here).extend(unfit)
        if rule.id in looked_into and not unfit and _resolves(rule, shelves) and known.keys() >= set(rule.needs):
            try:
                known[rule.id] = attainable(rule, shelves["items"], shelves["scales"], known, effort)
            except TooMuch:  # from here on nobody looks whether levels leave out a value
                looked_into.clear()
                continue
            for i, value in holes(rule, known[rule.id], normed.get(rule.id, ())):
                message = f"the value {value} has no level"
                remedy = "move an end, or say levels_as_published: true where the source leaves it out"
                problems.add("bad-levels", message, remedy, *here, "levels", i)
    items = shelves["items"].values() if whole and used else ()
    ruled = {*shelves["scores"], *(item.pillar for item in items if item.id in used)}
    for item in items:
        if item.role is Role.SCORED and item.id not in used and item.pillar in ruled:
            message = f"no score has the item {item.id!r} in it"
            problems.add("unused-item", message, "list it in scores.yaml, or give it another role", "items", item.id)


def _norm_problems(
    shelves: Mapping[str, Shelf[Any]], refer: Refer, problems: Problems, unread: Collection[str]
) -> None:
    """Note norms of no score, and two tables of one group."""
    tables: set[tuple[str, str]] = set()
    for norm in shelves["norms"].values():
        here = ("norms", norm.id)
        refer("sources", [norm.source], *here, "source")
        if norm.of not in shelves["scores"] and "scores" not in unread:
            refer("pillars", [norm.of], *here, "of")
        if norm.table:
            if (norm.of, norm.group) in tables:
                message = f"the group {norm.group!r} has two tables of {norm.of!r}"
                problems.add("bad-norm", message, "keep one for each group", *here, "table")
            tables.add((norm.of, norm.group))


def _rule_problems(rule: ScoreRule, shelves: Mapping[str, Shelf[Any]]) -> Problems:
    """Return what does not fit a scoring rule; its recodes and ranges only once its items and scales are there."""
    problems = Problems()
    items, scales = shelves["items"], shelves["scales"]
    found = [items[id] for id in rule.items if id in items]
    for i, item in enumerate(found):
        if item.role not in (Role.SCORED, Role.FELT):
            message = f"the score {rule.id!r} has {item.id!r} in it, a {item.role.value} item"
            problems.add("bad-score", message, "give it the role scored, or leave it out", "items", i)
    if not _resolves(rule, shelves):
        return problems
    for i, recode in enumerate(rule.recode):
        _recode_problems(recode, rule, shelves, problems.at("recode", i))
    if problems:
        return problems
    ranges = {rule.grid_of(item, scales[item.scale])[:2] for item in found}
    if rule.reading is Reading.MEAN and rule.weighed is Weigh.POSITION and len(ranges) > 1:
        remedy = "weigh by points, or read the percent"
        problems.add("bad-score", "items of unlike ranges have no mean by position", remedy, "weigh")
    return problems


def _resolves(rule: ScoreRule, shelves: Mapping[str, Shelf[Any]]) -> bool:
    """Return whether all items of a rule are there, and their scales."""
    items, scales = shelves["items"], shelves["scales"]
    return all(id in items and items[id].scale in scales for id in rule.items)


def _levelled(scores: Shelf[ScoreRule]) -> set[str]:
    """Return the ids of the scores whose levels have to cover what they can be, and of those that they are made of."""
    found: set[str] = set()
    for rule in reversed(list(scores.values())):
        if rule.id in found or (rule.levels and not rule.levels_as_published):
            found.update((rule.id, *rule.needs))
    return found


def _recode_problems(recode: Recode, rule: ScoreRule, shelves: Mapping[str, Shelf[Any]], problems: Problems) -> None:
    """Note the items that a recode does not fit."""
    members = frozenset(rule.members)
    for i, id in enumerate(recode.items):
        if id not in members:
            message = f"the score {rule.id!r} does not have {id!r} in it"
            problems.add("bad-points", message, "list it among the items of the score", "items", i)
    if recode.points is not None and not set(recode.items or rule.members).isdisjoint(rule.scores):
        message = "the values of a score have no points one by one"
        problems.add("bad-points", message, "recode it by times or at_least, or give it a table", "points")
    items, points = set(rule.items), set(recode.points or ())
    unlike: dict[str, str] = {}  # what the values of a scale are where they are not those that have points
    for id in recode.items or rule.items:
        scale = shelves["scales"][shelves["items"][id].scale] if id in items else None
        if recode.points is None or scale is None:
            continue
        if scale.id not in unlike:
            same = points == set(scale.values)
            unlike[scale.id] = "" if same else ", ".join(map(str, scale.values)) or "none, as it has a range"
        if unlike[scale.id]:
            message = f"the points are not those of the values of {id!r}"
            problems.add("bad-points", message, f"its values are {unlike[scale.id]}", "points")


def _order_problems(shelves: Mapping[str, Shelf[Any]], problems: Problems) -> None:
    """Note the conditions that refer to what a form does not ask before, each once whatever the number of forms."""
    compared = {item.id: item.comparisons for item in shelves["items"].values() if item.show_if is not None}
    noted: set[str] = set()
    alike = {(form.items, form.roles): form for form in reversed([*shelves["forms"].values()])} if compared else {}
    for form in reversed([*alike.values()]):
        asked = form_items(form, shelves["pillars"], shelves["items"])
        anchors = frozenset(form.items.anchors)
        sure = {item.id: i for i, item in enumerate(asked) if form.items.per_pillar is None or item.id in anchors}
        latest: dict[tuple[str, str], tuple[int, str]] = {}  # what is compared to the item that it needs the longest
        for i, item in enumerate(asked):
            for shelf, id in () if item.id in noted else map(_compared, compared.get(item.id, ())):
                if id not in shelves[shelf]:
                    continue
                if (shelf, id) not in latest:
                    needed = [id] if shelf == "items" else _rests_on(shelves["scores"], id)
                    latest[shelf, id] = max(((sure.get(each, len(asked)), each) for each in needed), default=(-1, ""))
                last, late = latest[shelf, id]
                if last >= i and item.id not in noted:
                    noted.add(item.id)
                    message = f"the form {form.id!r} does not ask {late!r} before {item.id!r}, whose condition needs it"
                    remedy = "list it earlier, or, where the items rotate, among the anchors"
                    problems.add("late-condition", message, remedy, "items", item.id, "show_if")


def _compared(comparison: Condition) -> tuple[str, str]:
    """Return the shelf and the id of what is compared."""
    return ("items", str(comparison.item)) if comparison.score is None else ("scores", str(comparison.score))


def _rests_on(scores: Shelf[ScoreRule], id: str) -> list[str]:
    """Return the items of a score and of the scores that make it up; of scores that are not there, none."""
    found: dict[str, None] = {}
    waiting, seen = [id], {id}
    while waiting:
        rule = scores.get(waiting.pop())
        if rule is not None:
            found |= dict.fromkeys(rule.items)
            waiting += [each for each in rule.needs if each not in seen]
            seen.update(rule.needs)
    return list(found)


def _asked(form: Form, items: Mapping[str, Item], samples: Mapping[tuple[Role, bool], Item]) -> list[Item]:
    """Return the items that a form names, and one of each sort that it asks; many forms may ask all of many items."""
    if form.items.ids is not None:
        return [items[id] for id in form.items.ids if id in items]
    sampled = [item for (role, _), item in samples.items() if role in form.roles]
    return sampled + [items[id] for id in form.items.anchors if id in items]


def _named(path: tuple[str | int, ...]) -> str:
    """Return `item 'listening.attention'` for a path into a shelf."""
    return f"{KINDS[str(path[0])].noun} {path[1]!r}"
