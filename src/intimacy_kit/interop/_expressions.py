"""Scores as expressions that a survey engine evaluates while a form is filled in."""

from collections.abc import Mapping

import attrs

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.interop._form import Form
from intimacy_kit.interop._names import name_of, score_name
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import Asked
from intimacy_kit.scoring_key.subscale import Term


@attrs.frozen
class Dialect:
    """How a survey engine writes an expression.

    Args:
        reference: A reference to a value, with ``@`` in place of its name.
        condition: The function that chooses between two values.
        divided_by: The operator of division.
        nothing: The last argument of a condition that gives no value; empty where it may be left out.
    """

    reference: str
    condition: str
    divided_by: str
    nothing: str = ""

    def of(self, name: str) -> str:
        """Return a reference to the value of this name."""
        return self.reference.replace("@", name)


def calculations(score: Asked, items: Mapping[str, KeyedItem], dialect: Dialect) -> dict[str, str]:
    """Return a score and the sums that it is made of, name to expression; the score is the last.

    Args:
        score: The score, with a term at least.
        items: Every item of the form by id.
        dialect: How the engine writes expressions.
    """
    name = score_name(score.subscale.role, score.subscale.id)
    choose, of = dialect.condition, dialect.of
    sums: dict[str, list[str]] = {f"total_{name}": [], f"weight_{name}": [], f"answered_{name}": []}
    for term in score.terms:
        answer = of(name_of("q", term.item))
        for terms, added in zip(sums.values(), (key_answer(term, answer), str(term.weight), "1"), strict=True):
            # any number from the lowest value on is an answer; gaps and codes are not
            terms.append(f"{choose}({answer} >= {items[term.item].low}, {added}, 0)")
    total, weight, answered = map(of, sums)
    percent = f"100 * {total} {dialect.divided_by} ({weight} * {score.subscale.unit})"
    return {
        **{each: " + ".join(terms) for each, terms in sums.items()},
        name: f"{choose}({answered} >= {score.needed}, {percent}{dialect.nothing})",
    }


def key_answer(term: Term, answer: str) -> str:
    """Return what an answer adds to the sum, as an expression that all engines read alike.

    Args:
        term: The term.
        answer: How the format refers to the answer.
    """
    product = answer if abs(term.sign) == 1 else f"{abs(term.sign)} * {answer}"
    if term.sign < 0:
        return f"{term.base} - {product}" if term.base >= 0 else f"0 - {-term.base} - {product}"
    return product if term.base == 0 else f"{product} {'+' if term.base > 0 else '-'} {abs(term.base)}"


def inexact_sums(form: Form) -> list[str]:
    """Return a sentence for each score whose sums are too large for software that has floats only.

    Args:
        form: The form.
    """
    return [
        f"the sums of {score.subscale.id} go beyond 2**53, so its score can differ in its last digits"
        for score in form.scores
        if attrs.evolve(score.subscale, terms=score.terms).largest > LARGEST_EXACT
    ]
