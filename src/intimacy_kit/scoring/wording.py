"""What to say with a score, in the words of a catalogue."""

import math

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.text import own_text
from intimacy_kit.content.wording import spoken_list, spoken_source
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.result import Score


def caution(catalogue: Catalogue) -> str:
    """Return what has to be said with an `Overall`.

    Args:
        catalogue: Whose phrase it is.
    """
    return catalogue.phrase("one-number")


def title_of(catalogue: Catalogue, score: str) -> str:
    """Return the name of a score, for people: that of its rule, or else of its pillar.

    Args:
        catalogue: Whose score it is.
        score: The score's id.

    Raises:
        UnknownId: When the catalogue has neither.
    """
    rule = catalogue.scores.get(score)
    return catalogue.pillars[score].title if rule is None else rule.title


@sealed
def read_as(catalogue: Catalogue, score: Score) -> str | None:
    """Return the value of a score that a rule gives, with the level that it belongs to and the source of the levels.

    Args:
        catalogue: Whose rule and phrases say it.
        score: The score.

    Returns:
        A sentence, or None for a score without a rule or without a value. A level never stands without its source.
    """
    rule = catalogue.scores.get(score.id)
    if rule is None or score.value is None:
        return None
    value = f"{score.value:g}"
    own = {own_text(level.label): level.label for level in rule.levels}
    labels = [score.level, *(f"{group}: {own[label]}" for group, label in score.group_levels.items())]
    spoken_labels = [own.get(label, label) for label in labels if label is not None]
    if not spoken_labels or score.level_source is None:
        return catalogue.phrase("value", value=value)
    source = spoken_source(catalogue, catalogue.sources[score.level_source])
    return catalogue.phrase("value-level", value=value, level=spoken_list(catalogue, spoken_labels), source=source)


@sealed
def why(catalogue: Catalogue, score: Score) -> str:
    """Return what a score rests on, or why it has no percent, as a sentence.

    Args:
        catalogue: Whose phrases say it.
        score: The score.

    Raises:
        InvalidValue: When it is not a score.
    """
    expect(Score, score, "score", "a result has them by their ids")
    phrase = score.reason.value if score.reason else "answers-given"
    return catalogue.phrase(phrase, answered=score.answered, asked=score.asked, needed=score.needed)


@sealed
def placement_in_words(catalogue: Catalogue, score: Score, *, group: str | None = None) -> list[str]:
    """Return where a score stands by each norm that holds for it, each number with its population, n, year and source.

    Args:
        catalogue: Whose norms, sources and phrases say it.
        score: The score.
        group: The group whose norms are meant beside those that are for everybody.
    """
    said: list[str] = []
    for one in score.norms:
        norm = catalogue.norms.get(one.norm)
        numbers = {"t": one.t, "percentile": one.percentile, "value": one.value}
        known = {name: _whole(number) for name, number in numbers.items() if number is not None}
        if not known or norm is None or one.group not in (None, group):
            continue
        whose = {
            "population": norm.population,
            "n": one.n,
            "year": one.on.year,
            "source": _source(catalogue, one.source),
        }
        if {"t", "percentile"} <= known.keys():
            said.append(catalogue.phrase("norm-t-and-percentile", **known, **whose))
        elif "t" in known:
            said.append(catalogue.phrase("norm-t", **known, **whose))
        elif "percentile" in known:
            said.append(catalogue.phrase("norm-percentile", **known, **whose))
        if "value" in known:
            said.append(catalogue.phrase("norm-value", **known, **whose))
    return said


@sealed
def rests_on(catalogue: Catalogue, reliability: Reliability) -> str:
    """Return which reliability a judgement of change rests on, with its population, n, year and source.

    Args:
        catalogue: Whose sources and phrases say it.
        reliability: The reliability.
    """
    return catalogue.phrase(
        "rests-on",
        name=reliability.name,
        value=f"{reliability.coefficient:.2f}",
        population=reliability.population,
        n=reliability.n,
        year=reliability.on.year,
        source=_source(catalogue, reliability.source),
    )


def _source(catalogue: Catalogue, source: str) -> str:
    """Return a source as a text cites it, or as it is given where it is not one of the catalogue."""
    known = catalogue.sources.get(source)
    return source if known is None else spoken_source(catalogue, known)


def _whole(number: float) -> str:
    """Return a number to the nearest whole one, half up."""
    return str(math.floor(number + 0.5))
