"""Scores of another system: which items make them up, and which way each counts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from intimacy_kit._values.exact import Exact, common_step
from intimacy_kit.content.scale import ResponseScale
from intimacy_kit.content.score_rule import ScoreRule
from intimacy_kit.content.vocabulary import Keying, Reading, Role
from intimacy_kit.errors import Problems
from intimacy_kit.interop._importers.conditions import Target
from intimacy_kit.interop._importers.draft import Calculation, Words
from intimacy_kit.interop._importers.expression import Expression, Unreadable
from intimacy_kit.interop._importers.names import Names
from intimacy_kit.interop._importers.sums import Total, names_in, total_of, value_at

_MOST_WEIGHT = 1_000
_OWN = re.compile(r"total_(score|felt)_.+")


@attrs.frozen
class Counted:
    """How an item counts in scores.

    Args:
        keying: Which way; None where no score says so.
        weight: How many times.
        role: What it is for.
    """

    keying: Keying | None
    weight: int = 1
    role: Role = Role.SCORED


@attrs.define
class Scored:
    """What is known of the scores of a form.

    Args:
        rules: Scoring rules with their names in each language.
        items: How each item counts, by its id.
    """

    rules: list[tuple[ScoreRule, Words]] = attrs.field(factory=list[tuple[ScoreRule, Words]])
    items: dict[str, Counted] = attrs.field(factory=dict[str, Counted])

    @property
    def used(self) -> frozenset[str]:
        """The items of all rules."""
        return frozenset(id for rule, _ in self.rules for id in rule.items)


def scores_of(
    calculations: Iterable[Calculation], targets: Mapping[str, Target], locale: str, problems: Problems
) -> Scored:
    """Return the scores of another system.

    Args:
        calculations: Everything that it calculates.
        targets: The items, by their names there.
        locale: The language of the form.
        problems: Where decisions are noted.
    """
    found = Scored()
    names = Names("score")
    for each in calculations:
        at = problems.at(*each.place)
        try:
            total = total_of(each.expression)
        except (Unreadable, ZeroDivisionError):
            of_items = names_in(each.expression) & targets.keys()
            what = "is neither a sum nor a mean of answers" if of_items else "is not made of questions of the pack"
            at.add("not-taken-over", f"the calculation {each.name[:100]!a} {what}", "write the rule in scores.yaml")
            continue
        why = _add(found, total, each, targets, locale=locale, names=names)
        if why:
            remedy = "write the rule in scores.yaml"
            at.add("not-taken-over", f"the calculation {each.name[:100]!a} {why}", remedy)
    return found


def own_scores(calculations: Iterable[Calculation], targets: Mapping[str, Target], problems: Problems) -> Scored:
    """Return how items count in a form that was exported from here, as its sums say.

    Args:
        calculations: Everything that it calculates.
        targets: The items, by their names there.
        problems: Where decisions are noted.
    """
    found = Scored()
    listed = list(calculations)
    ruled = [each for each in listed if each.name.startswith(("value_", "low_"))]
    if ruled:
        at = problems.at(*ruled[0].place)
        message = "points of choices and rules of scores, such as a sum, are not read back"
        at.add("not-taken-over", message, "write them in scales.yaml and scores.yaml")
    for each in listed:
        match = _OWN.fullmatch(each.name)
        if match is None:
            continue
        if any(part.kind == "call" and part.parts[-1].kind == "call" for part in _parts(each.expression)):
            message = "what counts for a question that was not shown is not read back"
            problems.at(*each.place).add("not-taken-over", message, "write if_not_shown at the item")
        role = Role.SCORED if match[1] == "score" else Role.FELT
        widths = {name: _width(part, targets[name].scaled.scale) for name, part in _terms(each.expression, targets)}
        unit = common_step([abs(width) for width in widths.values()])
        for name, width in widths.items():
            times = abs(width) / unit if unit and not ruled else Fraction(1)
            fits = times.denominator == 1 and 1 <= times <= _MOST_WEIGHT
            keying = None if not width else Keying.FORWARD if width > 0 else Keying.REVERSE
            if role is Role.FELT or targets[name].id not in found.items:  # a rule can have felt items too
                found.items[targets[name].id] = Counted(keying, int(times) if fits else 1, role)
    return found


def _terms(expression: Expression, targets: Mapping[str, Target]) -> Iterator[tuple[str, Expression]]:
    """Yield each item of a sum of ours, by the name of its answer, with what it adds where it is answered."""
    for part in _parts(expression):
        match part:
            case Expression("call", "if" | "iif", (test, then, _)) if len(names_in(test) & targets.keys()) == 1:
                (name,) = names_in(test) & targets.keys()
                yield name, then
            case _:
                pass


def _parts(expression: Expression) -> tuple[Expression, ...]:
    """Return what a sum adds up."""
    return expression.parts if expression.text == "+" else (expression,)


def _width(added: Expression, scale: ResponseScale) -> Fraction:
    """Return how much more the highest answer adds than the lowest; 0 where that cannot be read."""
    try:
        low, high = (value_at(added, Fraction(str(end))) for end in (scale.low, scale.high))
    except Unreadable:
        return Fraction(0)
    return high - low


def _add(
    found: Scored, total: Total, calculation: Calculation, targets: Mapping[str, Target], *, locale: str, names: Names
) -> str:
    """Add a score, or return why it cannot be said; which way its items count is kept where that is known."""
    unknown = sorted(total.weights.keys() - targets.keys())
    if unknown or not total.weights:
        return f"refers to {unknown[0][:100]!a}, which is not a question of the pack" if unknown else "adds up nothing"
    scales = {name: targets[name].scaled.scale for name in total.weights}
    if any(not targets[name].scaled.same or scales[name].has_points for name in total.weights):
        return "adds up numbers that are not the values of the scales"
    if any(not _holds(scales[name], sign, number) for name, sign, number in total.bounds):
        return "leaves out some answers"
    least = min(map(abs, total.weights.values()))
    items: dict[str, Counted] = {}
    for name, weight in total.weights.items():
        times = abs(weight) / least
        if times.denominator != 1 or times > _MOST_WEIGHT:
            return "has weights that are not whole multiples of one another"
        items[targets[name].id] = Counted(Keying.FORWARD if weight > 0 else Keying.REVERSE, int(times))
    if any(found.items.get(id, counted) != counted for id, counted in items.items()):
        return "counts an item in another way than a score before it"
    found.items |= items
    needed = sum(
        (-weight * (Fraction(str(scales[name].low)) + Fraction(str(scales[name].high))))
        for name, weight in total.weights.items()
        if weight < 0
    )
    if total.constant != needed:
        return "adds a number that a score here cannot have; which way its items count is taken from it"
    count = sum(each.weight for each in items.values())
    mean = total.mean or (len(items) > 1 and least * count == 1)
    if mean and least * count != 1:
        return "is a mean with weights"
    title = calculation.words.get(locale) or next(iter(calculation.words.values()), calculation.name)
    found.rules.append(
        (
            ScoreRule(
                names.new(calculation.name),
                title,
                tuple(items),
                reading=Reading.MEAN if mean else Reading.SUM,
                min_answered=Exact(1) if total.whole else Exact(Fraction(1, len(items))),
                factor=Exact(1) if mean else Exact(least),
                round_to=total.round_to,
            ),
            calculation.words,
        )
    )
    return ""


def _holds(scale: ResponseScale, sign: str, number: Fraction) -> bool:
    """Whether a comparison holds for all values of a scale."""
    low, high = Fraction(str(scale.low)), Fraction(str(scale.high))
    return low >= number if sign == ">=" else high <= number
