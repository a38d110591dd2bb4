"""Check-ins, scores and next steps as tools of an assistant, over the Model Context Protocol.

Gates decide what exists here: a card that has one is neither found nor
suggested, and its id is as unknown as any other. Nothing here asks the private
questions, so nothing opens a gate. Forms with questions that a person answers
for themselves alone are not offered. What was answered is in no log and in no
message; a refused answer comes back as its problems.

The model that calls these tools sees the answers that it passes on. Where that
is not wanted, let the person answer in an app, and give the assistant nothing.
"""

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._version import __version__
from intimacy_kit.checkin.answers import plain_answer
from intimacy_kit.checkin.checkin import CheckIn, Response, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidResponse, InvalidValue, MissingExtra, Problem
from intimacy_kit.plan.plan import recommend
from intimacy_kit.safety.state import NOT_ASKED
from intimacy_kit.scoring.scores import score

__all__ = ["server", "tools"]

_FOR_ONESELF = (Role.CHOICE, Role.SENTINEL)
_MOST_FOUND = 20
_SHORTEST_WORD = 3


def server(catalogue: Catalogue) -> Any:
    """Return a server of the official SDK that has these tools; `run()` serves it on standard input and output.

    Args:
        catalogue: Where the questions and practices come from; its language is that of all texts.

    Raises:
        MissingExtra: When the extra `mcp` is not installed.
    """
    try:
        sdk: Any = importlib.import_module("mcp.server.mcpserver")  # `tools` works without the extra
        tool: Any = importlib.import_module("mcp.server.mcpserver.tools").Tool
    except ImportError as error:
        raise MissingExtra("mcp") from error
    about = (__doc__ or "").partition("\n\n")[0]
    made = [tool.from_function(each) for each in tools(catalogue).values()]
    for each in made:
        arguments = each.fn_metadata.arg_model  # it would quote what does not fit it, answers among it
        arguments.model_config["hide_input_in_errors"] = True
        arguments.model_rebuild(force=True)
    return sdk.MCPServer("intimacy-kit", instructions=about, version=__version__, log_level="ERROR", tools=made)


def tools(catalogue: Catalogue) -> Mapping[str, Callable[..., dict[str, Any]]]:
    """Return the tools by name, as plain functions with hints and docstrings, for other software that takes such.

    Args:
        catalogue: As for `server`.
    """
    own = _Tools(catalogue)
    every = (own.forms, own.draw_check_in, own.score_answers, own.next_steps, own.search, own.practice)
    return {tool.__name__: tool for tool in every}


class _Tools:
    """The tools of one catalogue. What a tool's docstring says is what the assistant reads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._forms = {
            id: form.title
            for id, form in catalogue.forms.items()
            if not any(item.role in _FOR_ONESELF for item in catalogue.form_items(id))
        }
        self._open = {id: each for id, each in catalogue.practices.items() if NOT_ASKED.offers(each)}
        self._prompts = {id for id, each in catalogue.prompts.items() if NOT_ASKED.offers(each)}

    @sealed
    def forms(self) -> dict[str, str]:
        """Return the check-ins that can be drawn, id to title."""
        return dict(self._forms)

    @sealed
    def draw_check_in(self, form: str, seed: str, occasion: int = 0, perspective: str = "self") -> dict[str, Any]:
        """Return the questions of a check-in, in order, each with the answers on offer; any can be left blank.

        The same arguments always give the same questions. seed: any text that stays the same for a person or a couple.
        occasion: which check-in of the series it is, from 0. perspective: self or partner.
        """
        return _answered(lambda: self._questions(form, seed, occasion, perspective))

    @sealed
    def score_answers(  # noqa: PLR0917  # an assistant passes them by name
        self, form: str, seed: str, answers: dict[str, Any], on: str, occasion: int = 0, perspective: str = "self"
    ) -> dict[str, Any]:
        """Return the scores of answers to a check-in that was drawn with the same arguments.

        answers: item id to a value or a code. on: the day, such as 2026-11-23. A percent is a place on the answer
        range; it compares with nobody, and is no test of a person or a relationship.
        """
        return _answered(lambda: _scores(self._response((form, seed, occasion, perspective), answers, on)))

    @sealed
    def next_steps(  # noqa: PLR0917  # an assistant passes them by name
        self,
        form: str,
        seed: str,
        answers: dict[str, Any],
        on: str,
        occasion: int = 0,
        minutes_per_week: int = 60,
        suggestions: int = 3,
        mode: str | None = None,
    ) -> dict[str, Any]:
        """Return what goes well by the answers and which practices to try. mode: solo, together or async.

        Practices for hard subjects are not among them: people open those themselves, in an app that asks in private.
        """

        def plan() -> dict[str, Any]:
            response = self._response((form, seed, occasion, "self"), answers, on)
            wishes: dict[str, Any] = {"minutes_per_week": minutes_per_week, "suggestions": suggestions, "mode": mode}
            return recommend(self._catalogue, response, seed=seed, **wishes).to_dict()

        return _answered(plan)

    @sealed
    def search(self, words: str, pillar: str | None = None) -> dict[str, str]:
        """Return practices whose title, summary or topics have all of these words, id to title; at most 20."""
        wanted = [word for word in str(words).casefold().split() if len(word) >= _SHORTEST_WORD]
        found = {
            id: each.title
            for id, each in self._open.items()
            if pillar in (None, each.pillar) and all(word in _text(each) for word in wanted)
        }
        return dict(list(found.items())[:_MOST_FOUND])

    @sealed
    def practice(self, id: str) -> dict[str, Any]:
        """Return a practice: what it is, how long it takes, its steps and its evidence."""
        if not isinstance(id, str) or id not in self._open:  # pyright: ignore[reportUnnecessaryIsInstance]  # an assistant need not check types
            return _refusal(
                [Problem("unknown-practice", "there is no such practice", "take an id that was found", ("id",))]
            )
        links = {"easier": self._open, "harder": self._open, "prompts": self._prompts}
        plain = self._open[id].to_dict()
        return plain | {name: [each for each in plain.get(name, []) if each in there] for name, there in links.items()}

    def _checkin(self, form: str, seed: str, occasion: int, perspective: str) -> CheckIn:
        if not isinstance(form, str) or form not in self._forms:  # pyright: ignore[reportUnnecessaryIsInstance]  # likewise
            remedy = f"it is one of {', '.join(self._forms)}"
            raise InvalidValue([Problem("unknown-form", "there is no such form", remedy, ("form",))])
        return draw(self._catalogue, form=form, seed=seed, occasion=occasion, perspective=perspective)

    def _questions(self, form: str, seed: str, occasion: int, perspective: str) -> dict[str, Any]:
        checkin = self._checkin(form, seed, occasion, perspective)
        return {
            "title": str(checkin.title),
            "instructions": checkin.instructions and str(checkin.instructions),
            "questions": [
                {
                    "item": question.item_id,
                    "text": str(question.text),
                    "answers": {str(plain_answer(choice.answer)): str(choice.text) for choice in question.choices},
                    "range": None if question.range is None else [question.range.low.plain, question.range.high.plain],
                }
                for question in checkin.questions
            ],
        }

    @sealed
    def _response(self, asked: tuple[str, str, int, str], answers: Mapping[str, Any], on: str) -> Response:
        checkin = self._checkin(*asked)
        try:
            day = date.fromisoformat(on)
        except (TypeError, ValueError):
            message = "the day is not a date"
            raise InvalidResponse([Problem("bad-date", message, "write it as 2026-11-23", ("on",))]) from None
        return checkin.answer_form(answers, on=day)


@sealed
def _scores(response: Response) -> dict[str, Any]:
    """Return the scores of a response, without what only programs need."""
    result = score(response)
    kept = ("percent", "value", "level", "level_source", "reason", "answered", "asked")
    plain = {role: getattr(result, role) for role in ("scores", "felt")}
    return {
        role: {id: {name: each.to_dict()[name] for name in kept} for id, each in scores.items()}
        for role, scores in plain.items()
    }


def _answered(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what a tool gives, or the problems of what it was given."""
    try:
        return work()
    except (InvalidResponse, InvalidValue) as error:
        return _refusal(error.problems)


def _refusal(problems: Any) -> dict[str, Any]:
    return {"problems": [problem.to_dict() for problem in problems]}


def _text(practice: Practice) -> str:
    return " ".join([practice.title, practice.summary, *practice.topics, practice.pillar]).casefold()
