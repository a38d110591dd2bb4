"""A check-in as a text that Qualtrics imports, in its advanced format, and such texts as packs.

The format has questions, choices and pages, and little else. Qualtrics numbers
choices by themselves: the numbers here are those of the scale where all of
them are above 0, and are counted from 1 otherwise.

What is lost, always:

*   Scores, conditions and translations. Import the answers to have scores.
*   Which choices are kinds of missing.
*   How long an answer took.

What is lost with some forms is in the export's `losses`.
"""

from collections.abc import Iterable, Iterator

from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.interop._dialect import written
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Export, Form, LocalText, Question, fallback_losses, form_of
from intimacy_kit.interop._importers.qualtrics import import_form
from intimacy_kit.interop._names import IDENTITY, name_of

__all__ = ["export_form", "import_form"]

_LOSSES = (
    "Scores are not there; import the answers to have them.",
    "Kinds of missing are choices like any other.",
)


def export_form(checkin: CheckIn, *, translations: Iterable[CheckIn] = ()) -> Export:
    """Return a check-in as a text in the advanced format of Qualtrics.

    Args:
        checkin: The check-in; the text is in its language.
        translations: The same check-in, drawn from catalogues in other languages; they are lost.

    Returns:
        An export whose document has the text of the .txt file under `text`.

    Raises:
        InvalidValue: When a translation is of another check-in, or two are in one language.
    """
    form = form_of(checkin, translations)
    blocks = ["[[AdvancedFormat]]", f"[[ED:{IDENTITY}:{encode(checkin)}]]"]
    renumbered = False
    for i, (pillar, questions) in enumerate(form.pages, 1):
        blocks.append(f"[[Block:{name_of(f'page_{i}', pillar)}]]")
        if i == 1 and form.instructions is not None:
            blocks.append(f"[[Question:Text]]\n[[ID:instructions]]\n{_plain(form.instructions)}")
        for question in questions:
            blocks.append("\n".join(_lines(question)))
            renumbered = renumbered or not _keeps_values(question)
    return Export({"text": "\n\n".join(blocks) + "\n"}, tuple(_losses(form, renumbered=renumbered)))


def _lines(question: Question) -> Iterator[str]:
    """Yield the lines of a question; a number from a range is typed in."""
    name = name_of("q", question.item.id)
    if question.item.range is not None:
        yield from ("[[Question:TE:SingleLine]]", f"[[ID:{name}]]")
        ends = f"{written(question.item.low)}–{written(question.item.high)}"
        hint = ends if question.hint is None else f"{ends}; {_plain(question.hint)}"
        yield f"{_plain(question.text)} ({hint})"
        return
    yield from ("[[Question:MC:SingleAnswer:Vertical]]", f"[[ID:{name}]]", _plain(question.text), "[[AdvancedChoices]]")
    highest = max(question.item.values)
    keeps = _keeps_values(question)
    for i, option in enumerate(question.options, 1):
        if isinstance(option.answer, Missing):
            highest += 1
        number = i if not keeps else highest if isinstance(option.answer, Missing) else option.plain
        yield from (f"[[Choice:{number}]]", _plain(option.label))


def _keeps_values(question: Question) -> bool:
    """Whether the values of a question can be the numbers of its choices."""
    return question.item.range is not None or min(question.item.values) > 0


def _plain(local: LocalText) -> str:
    """Return a text in which nothing is read as a mark of the format, or as a reference to an answer."""
    return local.first.text.replace("[[", "[ [").replace("${", "$ {")


def _losses(form: Form, *, renumbered: bool) -> list[str]:
    """Return what the text does not hold of this form."""
    losses = [*_LOSSES, *fallback_losses(form), *losses_of(form.checkin, Feature.CONDITIONS)]
    if len(form.locales) > 1:
        losses.append(f"The text is in {form.checkin.locale} alone.")
    if renumbered:
        losses.append("Choices are numbered from 1 where a scale has a value below it; recode them in Qualtrics.")
    if any(each.item.range is not None for each in form.questions):
        losses.append("Numbers from a range are typed in as text; nothing keeps them within their ends.")
    if any(each.item.range is not None and each.options for each in form.questions):
        losses.append("Kinds of missing beside a range are not there; such a question can be skipped only.")
    return losses
