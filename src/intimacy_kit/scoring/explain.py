"""How scores came about, as sums that a person can check with a pencil."""

from collections.abc import Mapping

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.vocabulary import Keying, Missing, Reading, Role, Rounding
from intimacy_kit.errors import UnknownId
from intimacy_kit.scoring.placement import Placement
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.result import Score
from intimacy_kit.scoring.scores import score
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.tally import Tally
from intimacy_kit.scoring_key.term import Term


@sealed
def explain(
    response: Response, item: str | None = None, *, reliability: Mapping[str, Reliability] | None = None
) -> str:
    """Return how the scores of a response come about, as text. It shows the person's answers.

    Where a score has forward- and reverse-keyed items, what each kind comes to stands beside the total.

    Args:
        response: What one person answered.
        item: The id of an item, to explain that one alone.
        reliability: As for `score`.

    Raises:
        UnknownId: When the form does not score that item, or a reliability is given for an unknown pillar.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> checkin = ik.draw(ik.load(), form="pulse", seed="couple-42")
    >>> answers = {question.item_id: 3 for question in checkin.questions}
    >>> print(explain(checkin.answer(answers, on=date(2026, 11, 23))).splitlines()[0])
    listening (scored): 1 of 1 answered, 1 needed
    """
    result = score(response, reliability=reliability)
    key, answers = response.checkin.key, response.answers
    if item is not None and item not in key.scored:
        raise UnknownId("scored item in this form", item, key.scored)
    lines: list[str] = []
    values: dict[str, float | Missing] = {}
    for subscale in key.subscales:
        tally = subscale.tally(answers, values)
        if subscale.role is Role.SCORED:
            values[subscale.id] = subscale.part(tally)
        terms = [term for term in subscale.terms if item in (None, term.item)]
        if terms or (item is None and subscale.parts):
            one = (result.scores if subscale.role is Role.SCORED else result.felt)[subscale.id]
            answered = f"{one.answered} of {one.asked} answered, {one.needed} needed"
            lines.append(f"{subscale.id} ({subscale.role.value}): {answered}")
            for term in terms:
                answer = answers.get(term.item, Missing.NOT_ASKED)
                lines.append(f"  {_keyed(subscale.items[term.item], answer)}")
                if not isinstance(answer, Missing):
                    lines[-1] += f"; adds {term.share(answer)} of {term.span}"
                elif answer is Missing.NOT_SHOWN and term.not_shown is not None:
                    lines[-1] += f"; adds {term.not_shown} of {term.span} all the same"
            if item is None:
                lines += [f"  {_part(term, values)}" for term in subscale.parts]
                sums = (
                    *_sum(one, subscale, tally),
                    *_value(one, subscale, tally),
                    *_parts(one, subscale, response),
                    *map(_norm, one.norms),
                )
                lines += [f"  {line}" for line in sums]
    return "\n".join(lines)


def _keyed(item: KeyedItem, answer: Answer) -> str:
    """Return an answer with its keyed value, or why there is no value."""
    if isinstance(answer, Missing):
        return f"{item.id}: no value ({answer.value})"
    points = ", which is " + str(item.keyed(answer)) + " points" if item.points or item.times != 1 else ""
    if points:
        return f"{item.id}: {answer}{points}{_times(item)}"
    reverse = "" if item.keying is Keying.FORWARD else f", reverse-keyed {item.low} + {item.high} - {answer}"
    return (
        f"{item.id}: {answer}{reverse} = {item.keyed(answer)} on a scale from {item.low} to {item.high}{_times(item)}"
    )


def _part(term: Term, values: Mapping[str, "float | Missing"]) -> str:
    """Return what a score adds to one that it is a part of."""
    value = values.get(term.item, Missing.NOT_ASKED)
    if isinstance(value, Missing):
        return f"{term.item}: no value ({value.value})"
    return f"{term.item}: {value:.6g}; adds {term.share(value)} of {term.span}"


def _times(item: KeyedItem) -> str:
    return "" if item.weight == 1 else f", counted {item.weight} times"


def _sum(score: Score, subscale: Subscale, tally: Tally) -> list[str]:
    """Return the division behind a percent, with what is known of its precision; nothing where there is no percent."""
    if score.percent is None:
        return []
    precision = "no band, since no reliability was supplied"
    if score.band is not None:
        band, known = score.band, score.band.reliability
        precision = f"with {known.name} {known.coefficient} ({known.source}): {band.low:.1f} to {band.high:.1f}"
    whole = str(tally.sizes.span)
    even = subscale.pools and len({term.span // term.weight for term in subscale.members}) == 1
    if subscale.per_point is None or even:
        whole = f"({tally.sizes.weight} * {subscale.unit})"
    return [f"100 * {tally.share} / {whole} = {score.percent:.4g}; {precision}"]


def _norm(placement: Placement) -> str:
    """Return where a score stands by a norm, with whose answers it rests on, or why the norm is not used."""
    if placement.misfit is not None:
        return f"norm {placement.norm} is not used: {placement.misfit.value}"
    places = {"T": placement.t, "percentile": placement.percentile, "by its table": placement.value}
    found = [f"{name} {place:.4g}" for name, place in places.items() if place is not None]
    return (
        f"norm {placement.norm}: {', '.join(found) or 'nothing of this value'}; {placement.population}, "
        f"n = {placement.n}, {placement.on.year}, by {placement.source}"
    )


def _parts(score: Score, subscale: Subscale, response: Response) -> list[str]:
    """Return what the forward-keyed answers come to alone, and the reverse-keyed ones; nothing where one kind lacks.

    Nobody has shown yet that doing kind things and leaving unkind ones are the two ends of one line, so that a
    person can read either alone.
    """
    if score.percent is None or not subscale.pools:
        return []
    parts: list[str] = []
    for keying in Keying:
        terms = tuple(term for term in subscale.terms if response.checkin.key.by_id[term.item].keying is keying)
        tally = attrs.evolve(subscale, terms=terms).tally(response.answers)
        if tally.answered:
            percent = subscale.percent(tally.share, tally.sizes.span)
            parts.append(f"{keying.value}-keyed alone: {tally.share} of {tally.sizes.span}, {percent:.4g} of 100")
    return ["; ".join(parts)] if len(parts) == len(Keying) else []


def _value(score: Score, subscale: Subscale, tally: Tally) -> list[str]:
    """Return what a rule reads off the sums, with its level and the source of that; nothing of a plain percent."""
    if score.percent is None or (subscale.plain and subscale.reading is Reading.PERCENT and not subscale.levels):
        return []
    points, unit = tally.share + tally.sizes.low, subscale.per_point
    how = {
        Reading.PERCENT: f"100 * {tally.share} / {tally.sizes.span}",
        Reading.MEAN: f"{points} / ({unit} * {tally.sizes.weight})",
        Reading.SUM: f"{points} / {unit}",
        Reading.HIGHEST: f"{points} / {unit}",
        Reading.LOWEST: f"{points} / {unit}",
    }[subscale.reading]
    if subscale.in_proportion:
        how += f" * {tally.asked} / {tally.answered}"
    if subscale.operand is not None:
        other = "no value" if tally.operand is None else f"{tally.operand:.6g}"
        how += f" {'/' if subscale.operand.divides else '*'} {other}"
    how += "" if subscale.factor == 1 else f" * {subscale.factor}"
    how += "" if subscale.plus == 0 else f" {'+' if subscale.plus > 0 else '-'} {abs(subscale.plus)}"
    how += "" if subscale.cycle is None else f", less whole multiples of {subscale.cycle}"
    way = {Rounding.HALF_UP: "", Rounding.UP: " up", Rounding.DOWN: " down"}[subscale.rounding]
    how += "" if subscale.round_to is None else f", rounded{way} to a multiple of {subscale.round_to}"
    how += "" if subscale.table is None else ", looked up in the table"
    how += "" if subscale.bands is None else ", looked up in the bands"
    value = "no value" if score.value is None else f"{score.value:.6g}"
    levels = [score.level] if score.level else [f"{level} ({group})" for group, level in score.group_levels.items()]
    level_text = f"; {', '.join(levels)}, by {score.level_source}" if levels else ""
    for group, norm in subscale.normed.items():
        if group in score.group_values:
            level_text += f"; {group}: {score.group_values[group]:.6g}, by {norm.source}"
    return [f"{subscale.reading.value}: {how} = {value}{level_text}"]
