"""The scores of a response as tables and surveys should have them, by way of `score`."""

import intimacy_kit as ik
from intimacy_kit.interop._features import has_reading
from intimacy_kit.interop._names import name_of


def row_of(response):
    """Return the row of a table of scores that a response should have."""
    result, row = ik.score(response), {}
    felt = {f"{pillar}_felt": score for pillar, score in result.felt.items()}
    for name, score in {**result.scores, **felt}.items():
        row |= {
            f"{name}_percent": score.percent,
            f"{name}_mean": score.mean,
            f"{name}_answered": score.answered,
            f"{name}_asked": score.asked,
            f"{name}_reason": score.reason.value if score.reason else None,
        }
    return row


def percents(response):
    """Return the percents of a response, under the names that an exported form gives them."""
    result = ik.score(response)
    named = [("score", result.scores), ("felt", result.felt)]
    return {
        f"{kind}_{pillar.replace('-', '__').replace('.', '_')}": score.percent
        for kind, scores in named
        for pillar, score in scores.items()
    }


def readings(response):
    """Return the percents, and beside them the values of the scores whose rule reads something else."""
    names = {subscale.id for subscale in response.checkin.key.subscales if has_reading(subscale)}
    found = percents(response)
    for score in ik.score(response):
        name = name_of("score", score.id)
        if score.id in names:
            found[f"value_{name}"] = score.value
        found |= {f"{name_of('value', group)}_{name}": value for group, value in score.group_values.items()}
        levels = {name_of("level", group): level for group, level in score.group_levels.items()}
        for kind, level in {"level": score.level, **levels}.items():
            found |= {} if level is None else {f"{kind}_{name}": f"{level} ({score.level_source})"}
    return found
