"""The score that a scoring rule gives, or a pillar that no rule gives, ready to be added up."""

import json
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from intimacy_kit._values.exact import Exact
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.score_rule import ScoreRule
from intimacy_kit.content.vocabulary import Keying, Role, Weigh
from intimacy_kit.scoring_key.digest import plain_rule
from intimacy_kit.scoring_key.item import KeyedItem, Steps
from intimacy_kit.scoring_key.subscale import Operand, Subscale
from intimacy_kit.scoring_key.term import terms_of


def pillar_score(pillar: str, role: Role, items: Sequence[KeyedItem], least: Fraction) -> Subscale:
    """Return the score of a pillar that no rule gives.

    Args:
        pillar: The pillar's id.
        role: Scored or felt.
        items: Its items of that role.
        least: The part of those asked that has to be answered.
    """
    terms, per_point = terms_of(items, Weigh.POSITION)
    by_id = FrozenMap({item.id: item for item in items})
    return Subscale(pillar, pillar, role, terms, per_point, least, len(items), items=by_id)


def rule_score(
    rule: ScoreRule,
    asked: Sequence[KeyedItem],
    made: Mapping[str, Subscale],
    *,
    least: Fraction,
    pillars: Collection[str],
) -> Subscale:
    """Return the score that a rule gives, of items and of scores that were made before.

    Args:
        rule: The rule.
        asked: The items of the form.
        made: The scores that were made before, by id.
        least: The part of the items asked that has to be answered where the rule says nothing else.
        pillars: The ids of all pillars.
    """
    below = [made[id] for id in rule.scores if id in made]
    members = frozenset(rule.items)
    items = [item for item in asked if item.id in members]
    counted = [item.recoded(rule.recode_of(item.id)) for item in (*items, *map(_as_item, below))]
    terms, per_point = terms_of(counted, rule.weighed, once=rule.reading.is_extreme)
    needed = [made[id] for id in rule.needs if id in made]
    content = [each.rule_digest for each in needed]  # a text in a text in a text would grow without end
    return Subscale(
        id=rule.id,
        pillar=rule.pillar or (rule.id if rule.id in pillars else None),
        role=Role.SCORED,
        terms=terms[: len(items)],
        per_point=per_point,
        least=least if rule.min_answered is None else Fraction(rule.min_answered),
        size=len(rule.members),
        reading=rule.reading,
        has_sum=rule.weighed is Weigh.POINTS and not rule.reading.is_extreme,
        in_proportion=rule.in_proportion,
        factor=rule.factor,
        plus=rule.plus,
        operand=_operand(rule, made),
        cycle=rule.cycle,
        round_to=rule.round_to,
        rounding=rule.rounding,
        table=rule.table,
        bands=rule.bands,
        levels=rule.levels,
        levels_source=rule.levels_source,
        rule=json.dumps([plain_rule(rule), *content] if content else plain_rule(rule), sort_keys=True),
        items=FrozenMap({item.id: item for item in counted}),
        parts=terms[len(items) :],
        below=tuple(below),
    )


def _operand(rule: ScoreRule, made: Mapping[str, Subscale]) -> Operand | None:
    """Return what a score is multiplied or divided by, or None."""
    if rule.operand is None:
        return None
    score = made.get(rule.operand)
    steps = None if score is None else score.steps
    return Operand(score, steps or Steps(Exact(0), Exact(1), Exact(1)), divides=rule.divided_by is not None)


def _as_item(score: Subscale) -> KeyedItem:
    """Return a score as the item that it is in another score: its value is an answer on a range."""
    return KeyedItem(score.id, 1, score.pillar or "", Role.SCORED, Keying.FORWARD, (), (), range=score.steps)
