"""Whether the scoring rules of a pack can be worked out in each of its forms."""

from collections.abc import Iterator
from fractions import Fraction
from typing import cast

import attrs

from intimacy_kit._values.exact import Exact
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring_key.item import Steps
from intimacy_kit.scoring_key.key import ScoringKey, rules_of

_MOST = 20_000
"""So much is gone through at most. What a larger pack cannot score is said at its use."""

_A_RECORD = 4
"""What a rule, a part of one or a norm costs besides what it is made of, where an item or an answer costs 1."""


def rule_problems(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return what keeps scores from being worked out, each problem once, with a path of `scores`, an id and below it.

    Args:
        catalogue: A catalogue whose references resolve.

    Returns:
        The problems; none where the forms and rules have so much to go through that it would take seconds.
    """
    if _effort_for_a_form(catalogue) * len(catalogue.forms) > _MOST:
        return ()
    problems: dict[Problem, None] = {}
    highest: dict[tuple[str, int, str], Fraction] = {}
    for form in catalogue.forms:
        try:
            key = ScoringKey.from_form(catalogue, form)
        except InvalidValue as error:
            rules = [*rules_of(catalogue, {item.id for item in catalogue.form_items(form)})]
            for problem in error.problems:
                shelf, place, *below = problem.path
                problems[attrs.evolve(problem, path=(shelf, rules[int(place)], *below))] = None
        else:
            for cut, top in _tops(key):
                highest[cut] = max(top, highest.get(cut, top))
    return (*problems, *_unreached(catalogue, highest))


def _effort_for_a_form(catalogue: Catalogue) -> int:
    """Return how much the key of a form that asks everything goes through; an item of two rules counts twice."""
    items, sizes = catalogue.items, {scale.id: len(scale.choices) for scale in catalogue.scales.values()}
    answers = sum(1 + sizes[items[id].scale] for rule in catalogue.scores.values() for id in rule.items)
    entries = sum(len(rule.table or rule.bands or ()) for rule in catalogue.scores.values())
    parts = sum(1 + len(rule.scores) for rule in catalogue.scores.values())
    return len(items) + answers + entries + _A_RECORD * (parts + len(catalogue.norms))


def _tops(key: ScoringKey) -> Iterator[tuple[tuple[str, int, str], Fraction]]:
    """Yield each item and score that counts from a cut-off, by rule and recode, with its highest value in a form."""
    made = {each.id: each for each in key.subscales if each.rule}
    for rule in key.scores:
        for i, recode in enumerate(rule.recode):
            for id in (recode.items or rule.members) if recode.at_least is not None else ():
                if id in key.by_id:
                    yield (rule.id, i, id), Fraction(key.by_id[id].high)
                elif id in made:  # a key refuses parts without steps
                    yield (rule.id, i, id), Fraction(cast(Steps, made[id].steps).high)


def _unreached(catalogue: Catalogue, highest: dict[tuple[str, int, str], Fraction]) -> Iterator[Problem]:
    """Yield a problem for each cut-off that nothing reaches in any form."""
    for (rule, i, id), top in highest.items():
        cut = catalogue.scores[rule].recode[i].at_least
        if cut is not None and top < cut:
            message, remedy = f"no value of {id!r} reaches {cut.plain}", f"its highest is {Exact(top).plain}"
            yield Problem("bad-points", message, remedy, ("scores", rule, "recode", i, "at_least"))
