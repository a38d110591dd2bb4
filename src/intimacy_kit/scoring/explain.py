"""How scores came about, as sums that a person can check with a pencil."""

from collections.abc import Mapping

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.errors import UnknownId
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.scores import Score, score
from intimacy_kit.scoring_key import KeyedItem, Subscale


@sealed
def explain(
    response: Response, item: str | None = None, *, reliability: Mapping[str, Reliability] | None = None
) -> str:
    """Return how the scores of a response come about, as text. It shows the person's answers.

    Args:
        response: What one person answered.
        item: The id of an item, to explain that one alone.
        reliability: As for `score`.

    Raises:
        UnknownId: When the form does not score that item, or a reliability is given for an unknown pillar.
    """
    result = score(response, reliability=reliability)
    key, answers = response.checkin.key, response.answers
    if item is not None and item not in key.scored:
        raise UnknownId("scored item in this form", item, key.scored)
    lines: list[str] = []
    for subscale in key.subscales:
        terms = [term for term in subscale.terms if item in (None, term.item)]
        if terms:
            one = (result.scores if subscale.role is Role.SCORED else result.felt)[subscale.pillar]
            answered = f"{one.answered} of {one.asked} answered, {one.needed} needed"
            lines.append(f"{subscale.pillar} ({subscale.role.value}): {answered}")
            for term in terms:
                answer = answers.get(term.item, Missing.NOT_ASKED)
                lines.append(f"  {_keyed(key.by_id[term.item], answer)}")
                if not isinstance(answer, Missing):
                    lines[-1] += f"; adds {term.share(answer)} of {term.weight * subscale.unit}"
            if item is None:
                lines += [f"  {line}" for line in _sum(one, subscale, answers)]
    return "\n".join(lines)


def _keyed(item: KeyedItem, answer: Answer) -> str:
    """Return an answer with its keyed value, or why there is no value."""
    if isinstance(answer, Missing):
        return f"{item.id}: no value ({answer.value})"
    reverse = "" if item.keying is Keying.FORWARD else f", reverse-keyed {item.low} + {item.high} - {answer}"
    times = "" if item.weight == 1 else f", counted {item.weight} times"
    return f"{item.id}: {answer}{reverse} = {item.keyed(answer)} on a scale from {item.low} to {item.high}{times}"


def _sum(score: Score, subscale: Subscale, answers: Mapping[str, Answer]) -> list[str]:
    """Return the division behind a percent, with what is known of its precision; nothing where there is no percent."""
    if score.percent is None:
        return []
    terms = [(term, answer) for term in subscale.terms if isinstance(answer := answers.get(term.item), int)]
    total = sum(term.share(answer) for term, answer in terms)
    weight = sum(term.weight for term, _ in terms)
    precision = "no band, since no reliability was supplied"
    if score.band is not None:
        band, known = score.band, score.band.reliability
        precision = f"with {known.name} {known.coefficient} ({known.source}): {band.low:.1f} to {band.high:.1f}"
    return [f"100 * {total} / ({weight} * {subscale.unit}) = {score.percent:.4g}; {precision}"]
