"""What is asked this time, and what a person answered."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

import attrs

from intimacy_kit._html import card, element
from intimacy_kit._outside_text import LONGEST
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, member
from intimacy_kit._values.equality import compared_whole
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record, structure
from intimacy_kit.checkin.answers import (
    Answer,
    Listed,
    answer_mapping,
    check_answers,
    check_times,
    from_form,
    plain_answer,
    shown_items,
)
from intimacy_kit.checkin.draw import drawn_items, in_turn, question_text, series_problems
from intimacy_kit.checkin.question import Question, known_ends, known_labels
from intimacy_kit.checkin.stored import Stored, changed, without_answers
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import Form
from intimacy_kit.content.text import known
from intimacy_kit.content.vocabulary import Missing, Perspective
from intimacy_kit.errors import FormChanged, InvalidResponse, InvalidValue, Problem, Problems, UnknownId
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.key import ScoringKey

_QUESTIONS_A_MINUTE = 8

_NO_TIMES: Mapping[str, float] = FrozenMap[str, float]({})


@attrs.frozen
class CheckIn(Record):
    """The questions of one occasion.

    Args:
        title: The form's name.
        locale: The most specific language that the catalogue is in.
        seed: What the draw depends on besides the occasion, such as a couple's pseudonym.
        occasion: Which check-in of the series this is, counted from 0.
        perspective: Whose behaviour is asked about.
        key: How the answers are scored.
        questions: The questions, in order.
        instructions: What a person reads first.
        variant: The wording that is asked of the items that have it, such as `apart`.
        in_turn: Ids of the items that take turns, asked this time or not: a round of check-ins asks each once.
    """

    title: str
    locale: str
    seed: str
    occasion: int
    perspective: Perspective
    key: ScoringKey
    questions: tuple[Question, ...]
    instructions: str | None = None
    variant: str | None = None
    in_turn: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        ids: set[str] = set()
        for i, id in enumerate(self.item_ids):
            place = ("questions", i, "item_id")
            if id not in self.key.by_id:
                problems.append(Problem("unknown-item", "the key has no item of this id", "draw the check-in", place))
            if id in ids:
                problems.append(Problem("duplicate-id", "the item is asked twice", "ask it once", place))
            ids.add(id)
        for i, id in enumerate(self.in_turn):
            if id not in self.key.by_id:
                path = ("in_turn", i)
                problems.append(Problem("unknown-item", "the key has no item of this id", "draw the check-in", path))
        if problems:
            raise InvalidValue(problems)

    @property
    def form(self) -> str:
        """The form's id."""
        return self.key.form

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items that are asked, in order."""
        return tuple(question.item_id for question in self.questions)

    @cached_property
    def _listed(self) -> Listed:
        """The questions by id, each with the answers that stand in its list."""
        return {id: self.key.by_id[id].listed for id in self.item_ids}

    @property
    def minutes(self) -> int:
        """About how many minutes it takes, at least one; eight questions a minute is our own estimate."""
        return max(1, -(-len(self.questions) // _QUESTIONS_A_MINUTE))

    @property
    def pages(self) -> tuple[tuple[Question, ...], ...]:
        """The questions page by page; those of one pillar that follow one another are on one page."""
        return tuple(tuple(page) for _, page in groupby(self.questions, key=lambda question: question.pillar))

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """What is asked of each score, which may be nothing."""
        return self.key.asked(self.item_ids, perspective=self.perspective, in_turn=self.in_turn)

    @sealed
    def shown(self, answers: Mapping[str, object]) -> tuple[str, ...]:
        """Return the ids of the questions that are shown, in order, given the answers so far.

        Args:
            answers: Item id to an answer, as for `answer`; what is not an answer to its question counts as none.

        Raises:
            InvalidResponse: When the answers are not a mapping.
        """
        return shown_items(self.item_ids, self.key, answer_mapping(answers))

    @sealed
    def answer(
        self,
        answers: Mapping[str, object],
        *,
        on: date,
        seconds: Mapping[str, float] | None = None,
    ) -> "Response":
        """Return the answers as a response, checked whole.

        Args:
            answers: Item id to a number of the item's scale or to a missing code
                (`Missing` or its text). An item left out, or None, was left blank, or not
                shown where the answers before it say so. `not-shown` can be said of any item.
            on: The day of the answers.
            seconds: Item id to the time that its answer took, in seconds from 0, where it was taken.

        Raises:
            InvalidResponse: Listing every problem at once. No message holds an answer.
        """
        checked, problems = check_answers(self._listed, self.key, answers)
        times = check_times(self.item_ids, seconds, problems) if seconds else None
        if type(on) is not date:
            problems.append(Problem("bad-date", "the day is not a date", "give a datetime.date", ("on",)))
        if problems:
            raise InvalidResponse(problems)
        return Response(self, on, FrozenMap(checked), FrozenMap(times) if times else _NO_TIMES)

    @sealed
    def answer_form(
        self, answers: Mapping[str, Any], *, on: date, seconds: Mapping[str, float] | None = None
    ) -> "Response":
        """Return what a form posted, or a row of a table holds, as a response, checked whole.

        Args:
            answers: Item id to the answer. `2`, `"2"`, `4.0` and `"4.0"` are whole numbers; None, NaN and empty text
                were left blank; text may be a missing code. Empty entries of other names are passed over.
            on: As for `answer`.
            seconds: As for `answer`.

        Raises:
            InvalidResponse: Listing every problem at once. No message holds an answer.
        """
        return self.answer(from_form(answers), on=on, seconds=seconds)

    def __repr__(self) -> str:
        return (
            f"<CheckIn {self.key.catalogue}/{self.form} occasion {self.occasion} "
            f"({self.perspective.value}): {len(self.questions)} questions>"
        )

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001  # as IPython and Hypothesis call it
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        """Return the questions for a notebook, each with what it offers."""
        asked = (
            element("li", question.text, element("div", " · ".join(choice.text for choice in question.choices)))
            for question in self.questions
        )
        facts = f"{len(self.questions)} questions, occasion {self.occasion}, {self.perspective.value}"
        return card(self.title, facts, element("ol", *asked))


@compared_whole
@attrs.frozen(repr=False)
class Response:
    """What one person answered on one day. Made by `CheckIn.answer`; its repr shows counts, never answers.

    Args:
        checkin: The check-in that was answered.
        on: The day.
        answers: Item id to a value or to the reason for a gap, for every question that was asked, in order.
        seconds: Item id to the time that its answer took, in seconds, where it was taken.
    """

    checkin: CheckIn
    on: date
    answers: Mapping[str, Answer] = attrs.field(repr=False)  # pretty printers go by the fields, not by __repr__
    seconds: Mapping[str, float] = attrs.field(default=_NO_TIMES, repr=False)

    @sealed
    def to_dict(self) -> dict[str, Any]:
        """Return the response as JSON-ready data. Answers are values, codes, or null where left blank."""
        return {
            **identity(self.checkin),
            "on": self.on.isoformat(),
            "answers": {id: plain_answer(answer) for id, answer in self.answers.items()},
            "seconds": dict(self.seconds),
        }

    @classmethod
    @sealed
    def from_dict(cls, catalogue: Catalogue, data: Mapping[str, Any]) -> "Response":
        """Build a response from what `to_dict` gave.

        The check-in is drawn again from the catalogue. Where its form is no
        longer the one that was answered, nothing is scored by surprise.

        Args:
            catalogue: The catalogue that the response was given to.
            data: A mapping of the shape that `to_dict` returns; `digest`,
                `occasion` and `perspective` may be left out.

        Raises:
            FormChanged: When the form has changed since it was answered.
            InvalidResponse: Listing every other problem at once.
        """
        problems = Problems()
        stored: Stored = structure(Stored, without_answers(data), problems)
        problems.refuse(InvalidResponse)
        if stored.catalogue != catalogue.pack.id:
            message = f"the answers were given to {stored.catalogue[:LONGEST]!r}, not to {catalogue.pack.id!r}"
            raise InvalidResponse([Problem("wrong-catalogue", message, "load that pack", ("catalogue",))])
        try:
            checkin = draw(
                catalogue,
                form=stored.form,
                seed=stored.seed,
                occasion=stored.occasion,
                perspective=stored.perspective,
                variant=stored.variant,
            )
        except UnknownId as error:
            raise InvalidResponse([Problem("unknown-form", str(error), "", ("form",))]) from None
        except InvalidValue as error:
            raise InvalidResponse(error.problems) from None
        if stored.digest is not None and stored.digest != checkin.key.digest:
            raise FormChanged([changed(catalogue, stored.form, stored.digest, stored.version)])
        try:
            return checkin.answer(answer_mapping(data.get("answers")), on=stored.on, seconds=stored.seconds)
        except InvalidResponse as error:
            for problem in error.problems:
                (problems if problem.path[:1] == ("seconds",) else problems.at("answers")).append(problem)
        raise InvalidResponse(problems)

    def __repr__(self) -> str:
        answered = sum(not isinstance(answer, Missing) for answer in self.answers.values())
        return f"<Response to {self.checkin!r}: {answered} of {len(self.answers)} answered>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001  # else Hypothesis prints every answer
        printer.text(repr(self))


def draw(
    catalogue: Catalogue,
    *,
    form: str | Form,
    seed: str,
    occasion: int = 0,
    perspective: str | Perspective = Perspective.SELF,
    variant: str | None = None,
) -> CheckIn:
    """Draw a check-in: the same arguments give the same questions, anywhere and always.

    Args:
        catalogue: Where the questions come from.
        form: The form, or its id, such as `pulse`; `catalogue.forms` has them all.
        seed: Any text that stays the same from one occasion to the next, such
            as a couple's pseudonym. Partners who use one seed get the same questions.
        occasion: Which check-in of the series this is, counted from 0.
        perspective: `self` or `partner`: whose behaviour is asked about.
        variant: The wording to ask of the items that have it, such as `apart`.

    Raises:
        UnknownId: When there is no such form.
        InvalidValue: When the form asks nothing from that perspective, or an argument is out of range.

    >>> import intimacy_kit as ik
    >>> checkin = ik.draw(ik.load(), form="pulse", seed="couple-42")
    >>> len(checkin.questions), checkin.questions[0].pillar
    (7, 'listening')
    """
    expect(Catalogue, catalogue, "catalogue", "load() returns one")
    form = form.id if isinstance(form, Form) else form
    problems = series_problems(seed, occasion)
    view = member(Perspective, perspective, "perspective", problems)
    if view is None or problems:
        raise InvalidValue(problems)
    shape = catalogue.forms[form]
    pool = catalogue.form_items(form)
    if variant is not None and not any(variant in item.variants for item in pool):
        message = f"the form {form!r} has no variant {variant!a}"
        raise InvalidValue([Problem("bad-choice", message, "leave it out, or draw another form", ("variant",))])
    key = ScoringKey.from_form(catalogue, form, variant=variant)
    offered = catalogue.offered(form)
    own = catalogue.pack.locale
    translated = catalogue.locale != own  # then a title or a label that fell back says its language
    questions: list[Question] = []
    for item in drawn_items(shape, pool, seed, occasion):
        question = question_text(shape, item, view, variant)
        if question is not None:
            text, locale = question
            choices, range_ = offered[item.id], catalogue.scales[item.scale].range
            if translated:
                choices, range_ = known_labels(choices, own), range_ and known_ends(range_, own)
            questions.append(Question(item.id, item.pillar, item.role, text, choices, locale or own, range_))
    if not questions:
        message = f"the form {form!r} asks nothing from the {view.value} perspective"
        raise InvalidValue([Problem("empty-form", message, "draw another form", ("perspective",))])
    title, instructions = shape.title, shape.instructions
    if translated:
        title, instructions = known(title, own), instructions and known(instructions, own)
    turns = tuple(item.id for item in in_turn(shape, pool) if question_text(shape, item, view, variant) is not None)
    return CheckIn(title, catalogue.locale, seed, occasion, view, key, tuple(questions), instructions, variant, turns)


def identity(checkin: CheckIn) -> dict[str, Any]:
    """Return what answers carry along, so that they find their check-in again.

    Args:
        checkin: The check-in that is answered or exported.

    Returns:
        The catalogue's id and version, the form's id and digest, seed, occasion and perspective, as plain data;
        the variant too where there is one.
    """
    varied = {} if checkin.variant is None else {"variant": checkin.variant}
    return {
        "catalogue": checkin.key.catalogue,
        "version": checkin.key.version,
        "form": checkin.form,
        "digest": checkin.key.digest,
        "seed": checkin.seed,
        "occasion": checkin.occasion,
        "perspective": checkin.perspective.value,
        **varied,
    }
