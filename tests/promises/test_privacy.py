"""No display of the library carries an answer, no module could open a connection, and nothing outlives a response."""

import ast
import gc
import inspect
import re
import traceback
import weakref
from datetime import date, time
from pathlib import Path

import attrs
import pandas
import polars
import pyarrow
import pytest
from altair import TopLevelMixin
from rich.pretty import pretty_repr
from rich.traceback import Traceback

import intimacy_kit as ik
from intimacy_kit import calendar, checkin, couple, history, plan, reports, safety, scoring, stats, tables
from intimacy_kit._sealed import sealed
from intimacy_kit.interop import bundle, fhir, json_forms, reproschema, surveyjs, xlsform
from tests.support import leaking_code
from tests.support.leaking_code import (
    leaves_it_deeper_down,
    leaves_it_in_a_local,
    leaves_it_in_the_cause,
    says_it_in_the_message,
    shows_in_its_fields,
)
from tests.support.small_catalogue import CATALOGUE, EACH, HIGH, LOW, PILLARS, same_answers
from tests.tools.surface import modules

SOURCE = Path(ik.__file__).parent
OURS = (str(SOURCE), leaking_code.__file__)
DAY = date(2026, 11, 23)
KNOWN = ik.Reliability(0.8, name="omega", n=300, sd=20, source="a test", population="nobody", on=DAY)

HOLDS_ANSWERS = [
    ik,
    calendar,
    checkin,
    couple,
    reports,
    history,
    plan,
    safety,
    scoring,
    bundle,
    fhir,
    json_forms,
    reproschema,
    surveyjs,
    xlsform,
]
HOLDS_NONE = {
    "cli",
    "content",
    "errors",
    "interop",
    "interop.json_schema",
    "interop.mcp",
    "interop.limesurvey",
    "interop.page",
    "interop.pydantic",
    "interop.qualtrics",
    "interop.redcap",
    "packs",
    "pilot",
    "scoring_key",
    "stats",
    "tables",
    "testing",
}
"""Modules whose callables are given content, sum up a sample, or are tested through what they call."""

TELLING = {
    "answered",
    "answers",
    "response",
    "result",
    "data",
    "document",
    "text",
    "plan",
    "value",
    "view",
    "own",
    "partner",
    "a",
    "b",
}
"""Parameters that take answers or what was made of them, and that get answers in every wrong shape, too."""

MARKS = (990_073, "canary-990073")
"""Answers of the wrong kind; no scale, no text and no number of a test holds them."""


# Two worlds that differ in answers only ----------------------------------------


@attrs.frozen
class World:
    """Everything that a call can be given, made of one person's answers."""

    answers: dict
    safety: dict

    def arguments(self):
        drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
        response = drawn.answer(self.answers, on=DAY)
        result = ik.score(response)
        shared = ik.Sharing(own=PILLARS)
        view = ik.couple_view(a=ik.Side(result, shared), b=ik.Side(result, shared))
        identity = surveyjs.export_form(drawn).document["calculatedValues"][0]["expression"]
        document = {"on": DAY.isoformat(), "checkin": identity.strip("'")}
        document |= {f"q_{id.replace('.', '_')}": each for id, each in response.to_dict()["answers"].items()}
        made = {
            "catalogue": CATALOGUE,
            "checkin": drawn,
            "self": drawn,
            "answers": self.answers,
            "response": response,
            "result": result,
            "plan": ik.recommend(CATALOGUE, response),
            "view": view,
            "value": result,
            "practice": CATALOGUE.practices["hearing.walk"],
            "on": DAY,
            "start": DAY,
            "at": time(19),
            "seed": "pair-7",
            "form": "long",
            "pillar": "hearing",
            "data": response.to_dict(),
            "document": document,
            "text": "\n".join(",".join(map(str, line)) for line in (document, document.values())).replace("None", ""),
            "export": xlsform.export_form(drawn),
            "resolver": None,
            "country": "NZ",
            "language": "en",
            "answered": response,
            "safety": safety.assess(self.safety),
            "card": CATALOGUE.practices["hearing.walk"],
            "asked": 3,
            "min_answered": CATALOGUE.forms["long"].min_answered,
            "perspective": "self",
            "ids": list(PILLARS),
            "round_": 0,
            "results": [result],
            "before": history.Point(DAY, result["hearing"].percent),
            "after": history.Point(date(2026, 12, 1), 100 - (result["hearing"].percent or 0)),
            "points": [history.Point(date(2026, 12, day), score.percent) for day, score in enumerate(result, 1)],
            "values": [each for each in response.answers.values() if isinstance(each, int)],
            "even": [0.1, 0.2, result["hearing"].percent or 0.0],
            "odd": [0.1, result["hearing"].percent or 0.0, 0.2],
        }
        return made | dict.fromkeys(("a", "b", "own", "partner"), ik.Side(result, shared))


WORLDS = (
    World(
        same_answers(LOW + 1, opening_watch=LOW, resting_s2=None),
        {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no"},
    ),
    World(same_answers(HIGH - 1, hearing_s1=None), {"free-to-say-no": "no", "afraid": "unsure"}),
)


def is_about_people(value):
    """Whether something of ours can be given answers: the values of a pack are not."""
    package = getattr(value, "__module__", "").removeprefix("intimacy_kit.").partition(".")[0]
    return value.__module__.startswith("intimacy_kit") and (package == "interop" or package not in HOLDS_NONE)


def public_callables(module):
    """Yield every function, class and public method of a module, as (name, callable, parameters to fill)."""
    for name in module.__all__:
        value = getattr(module, name)
        if not callable(value) or not is_about_people(value):
            continue
        if not inspect.isclass(value):
            yield name, value, needed(value)
            continue
        for inner, method in inspect.getmembers(value, inspect.isroutine):
            if inner.startswith("_") or "intimacy_kit" not in (getattr(method, "__module__", None) or ""):
                continue
            yield f"{name}.{inner}", method, needed(method)


def needed(function):
    return [
        each.name
        for each in inspect.signature(function).parameters.values()
        if each.default is each.empty and each.kind is not each.VAR_KEYWORD
    ]


def keyword_only(function):
    return {each.name for each in inspect.signature(function).parameters.values() if each.kind is each.KEYWORD_ONLY}


def instances(made, name):
    """Return what stands for `self` in a method of a class."""
    by_class = {type(value).__name__: value for value in made.values()}
    result, plan = made["result"], made["plan"]
    by_class |= {"Score": result["hearing"], "Suggestion": plan.suggestions[0] if plan.suggestions else None}
    by_class |= {"Question": made["checkin"].questions[0], "Viewpoint": ik.Viewpoint(result, made["view"])}
    by_class |= {"SafetyState": made["safety"], "SafetyCheck": safety.safety_check(CATALOGUE)}
    by_class |= {"SafetyQuestion": safety.safety_check(CATALOGUE).questions[0]}
    by_class |= {"Document": reports.report(CATALOGUE, result)}
    by_class |= {"SharedPillar": made["view"].pillars[0], "Figure": reports.figure(CATALOGUE, result, width=360)}
    banded = ik.score(made["response"], reliability=dict.fromkeys(PILLARS, KNOWN))["opening"]
    by_class |= {"Band": banded.band, "Overall": ik.overall(result), "Quality": scoring.quality(made["response"])}
    by_class |= {"History": history.history([result]), "Trend": history.trend(made["points"])}
    by_class |= {"Change": history.change(made["before"], made["after"])}
    total = round(result["hearing"].percent or 0)
    chosen = 1 if made["result"]["hearing"].percent > 50 else 0  # the middle
    guess = couple.Guess(chosen, chosen)
    by_class |= {"Guess": guess, "GuessView": couple.GuessView("p", guess, guess)}
    by_class |= {"Turn": scoring.Turn(("hearing.s0",), EACH, total, 100, CATALOGUE.forms["long"].min_answered)}
    known = attrs.evolve(KNOWN, mean=50.0)
    by_class |= {"Placement": scoring.Placement("n", None, "P", 10, DAY, "s", None, result["hearing"].percent)}
    by_class |= {"TrueScore": scoring.true_score(result["hearing"].percent, known)}
    return by_class.get(name.partition(".")[0])


def calls(name, function, parameters, world):
    """Yield thunks: the right call, and the call with each argument replaced by a marked one of the wrong kind."""
    made = world.arguments()
    if name.startswith(("assess", "device_note")):
        made["answers"] = world.safety
    if function.__module__ == fhir.__name__:
        made["document"] = fhir.export_response(made["response"])
    made["self"] = instances(made, name)
    if function.__module__ == bundle.__name__:
        made["document"] = made["data"]
    if function.__module__ == reproschema.__name__:
        made["document"] = as_reproschema(made["response"])
    made["data"] = made["data"] if name.startswith("Response") else {"pillar": 5, "percent": [MARKS[0]]}
    wrong = [
        *MARKS,
        {"hearing.s0": MARKS[0], "hearing.s1": MARKS[1]},
        {"answers": {"hearing.s0": MARKS[0]}},
        world.answers,
        made["response"],
        made["result"],
    ]
    given = [made.get(each) for each in parameters]
    telling = [i for i, parameter in enumerate(parameters) if parameter in TELLING]
    for i, replacement in [(None, None), *((i, each) for i in telling for each in wrong)]:
        arguments = [*given[:i], replacement, *given[i + 1 :]] if i is not None else given
        named = keyword_only(function)
        args = [value for each, value in zip(parameters, arguments, strict=True) if each not in named]
        kwargs = {each: value for each, value in zip(parameters, arguments, strict=True) if each in named}
        yield lambda args=args, kwargs=kwargs: function(*args, **kwargs)


def as_reproschema(response):
    """Return a response as the user interface of ReproSchema stores it."""
    _, _, *paths = reproschema.export_form(response.checkin).document
    answers = [
        {"@type": "reproschema:Response", "isAbout": path, "value": answer}
        for path, answer in zip(paths, response.to_dict()["answers"].values(), strict=True)
    ]
    return [{"@type": "reproschema:ResponseActivity", "endedAtTime": f"{DAY}T10:00:00.000Z"}, *answers]


# What can be seen ----------------------------------------------------------------


def displays(value):
    """Return every way in which a value shows itself unasked."""
    if isinstance(value, str | bytes | int | float | dict | tuple | list | frozenset | type(None) | TopLevelMixin):
        return []  # plain data, or a chart, is what was asked for, not a display
    in_notebooks = [value._repr_html_()] if hasattr(value, "_repr_html_") else []
    assert isinstance(value, reports.Figure) or not hasattr(value, "_repr_mimebundle_")  # a picture was asked for
    return [repr(value), str(value), f"{value}", pretty_repr(value, max_width=10_000), *in_notebooks]


def displays_of_error(error):
    """Return an error as trackers and pretty printers show it, with the local variables of all frames but ours."""
    frames = error.__traceback__
    while frames is not None and not frames.tb_frame.f_code.co_filename.startswith(OURS):
        frames = frames.tb_next
    plain = traceback.TracebackException(type(error), error, frames, capture_locals=True)
    stacks = Traceback.extract(
        type(error), error, frames, show_locals=True, locals_max_length=None, locals_max_string=None
    ).stacks
    pretty = [f"{name} = {node}" for stack in stacks for frame in stack.frames for name, node in frame.locals.items()]
    return [str(error), repr(error), "".join(plain.format()), *pretty]


def shown(call):
    """Return all displays that come of a call, with addresses taken out."""
    try:
        value = call()
    except Exception as error:  # noqa: BLE001  # any error can carry an answer
        seen = displays_of_error(error)
    else:
        seen = displays(value)
    return [re.sub(r"0x[0-9a-f]+", "0x", each) for each in seen]


def marks_in(seen):
    return [mark for mark in map(str, MARKS) for each in seen if mark in each]


CALLABLES = [
    pytest.param(*each, id=f"{module.__name__.rpartition('.')[2]}.{each[0]}")
    for module in HOLDS_ANSWERS
    for each in public_callables(module)
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "function", "parameters"), CALLABLES)
def test_no_display_hangs_on_an_answer(name, function, parameters):
    one, other = ([shown(call) for call in calls(name, function, parameters, world)] for world in WORLDS)
    assert one == other
    assert not any(marks_in(seen) for seen in [*one, *other])


CLASSES = {
    name
    for module in HOLDS_ANSWERS
    for name, each in vars(module).items()
    if name in module.__all__ and inspect.isclass(each) and attrs.has(each) and is_about_people(each)
}
HOLD_NO_ANSWER = {
    "Asked",
    "CheckIn",
    "HelpRow",
    "OpenWeek",
    "Progress",
    "Question",
    "Related",
    "Reliability",
    "Round",
    "SafetyCheck",
    "SafetyQuestion",
    "Sharing",
    "Step",
}


@pytest.mark.parametrize("kind", sorted(CLASSES - HOLD_NO_ANSWER - {"Suggestion"}))  # it is which practice is suggested
def test_no_value_shows_what_it_was_made_of(kind, request):
    one, other = (instances(world.arguments(), kind) for world in WORLDS)
    assert one != other
    assert type(one) is type(other) is not type(None)
    assert displays(one) == displays(other)
    explained = request.config.hook.pytest_assertrepr_compare(config=request.config, op="==", left=one, right=other)
    assert "Differing attributes" not in str(explained)


def test_an_answer_given_for_an_item_is_not_repeated():
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    seen = shown(lambda: drawn.answer({MARKS[0]: "hearing.s0"}, on=DAY))
    assert "an item id is not text" in seen[0]
    assert [] == marks_in(seen)


def test_the_canary_calls_what_people_call():
    """Each of these is called as it is meant to be, and gives a value."""
    named = {param.values[0]: param.values for param in CALLABLES}
    for name in ["CheckIn.answer", "Response.from_dict", "Response.to_dict", "score", "recommend", "couple_view"]:
        assert next(calls(*named[name], WORLDS[0]))() is not None
    for name in ["import_table", "workbook"]:
        assert next(calls(*named[name], WORLDS[0]))() is not None
    for param in CALLABLES:
        if param.values[1].__module__ in {each.__name__ for each in (bundle, fhir, reproschema)}:
            assert next(calls(*param.values, WORLDS[0]))() is not None
    for name in [
        "viewpoint",
        "conversation_prompts",
        "assess",
        "private_note",
        "report",
        "couple_report",
        "figure",
        "plan_calendar",
    ]:
        assert next(calls(*named[name], WORLDS[0]))() is not None


def test_every_public_module_is_known_to_the_canary():
    assert set(modules()) == {f"intimacy_kit.{name}" for name in HOLDS_NONE} | {
        module.__name__ for module in HOLDS_ANSWERS
    }


GIVEN_NO_ANSWERS = {
    "content and how it is read": [
        "Catalogue.form_items",
        "Catalogue.merge",
        "scoring_key.Subscale.scaled",
        "Wording.seen_from",
        "check_path",
        "check_translation",
        "discover",
        "load",
        "load_path",
        "locales",
        "content.spoken_date",
        "content.spoken_list",
        "Pack.translation",
        "content.spoken_minutes",
        "content.spoken_month",
        "content.spoken_source",
        "content.versions",
        "packs.compile_pack",
        "packs.file_schema",
        "scoring.caution",
        "safety.opening_note",
        "scoring.title_of",
        "Catalogue.offered",
        "ResponseScale.has",
        "ScoreRule.rounded",
        "safety.safety_check",
    ],
    "a check-in before it is answered": [
        "plan.gates_of",
        "plan.programmes",
        "plan.related",
        "draw",
        "checkin.client_dict",
        "checkin.decode",
        "checkin.encode",
        "checkin.from_client_dict",
        "interop.bundle.bundle_schema",
        "interop.bundle.export_form",
        "interop.fhir.Extraction",
        "interop.fhir.Release",
        "interop.fhir.export_form",
        "interop.json_forms.export_form",
        "interop.json_schema.answers_schema",
        "interop.json_schema.export_form",
        "interop.json_schema.openapi_fragment",
        "interop.json_schema.response_schema",
        "interop.json_schema.result_schema",
        "interop.mcp.server",
        "interop.mcp.tools",
        "interop.limesurvey.export_form",
        "interop.limesurvey.tab_separated",
        "interop.page.export_form",
        "interop.page.style_sheet",
        "interop.qualtrics.export_form",
        "interop.redcap.data_dictionary",
        "interop.redcap.export_form",
        "interop.reproschema.export_form",
        "interop.surveyjs.export_form",
        "interop.xlsform.export_form",
        "interop.xlsform.workbook",
    ],
    "a scoring key, which has no answers": [
        "ScoringKey.asked",
        "ScoringKey.digest_of",
        "ScoringKey.digests",
        "ScoringKey.from_form",
        "KeyedItem.of",
        "ScoringKey.score",
        "ScoringKey.with_conditions",
        "ScoreRule.grid_of",
        "ScoreRule.recode_of",
        "KeyedItem.recoded",
        "scoring_key.Subscale.needed",
        "scoring_key.Term.of",
        "scoring_key.answers_needed",
    ],
    "the layout of a table, not its cells": [
        "tables.Guess.to_yaml",
        "tables.TableLayout.item_columns",
        "tables.TableLayout.problems",
        "tables.TableLayout.entries_for",
        "tables.layout_of",
        "tables.read_layout",
        "tables.with_labels",
    ],
    "help lines of a country": [
        "safety.HelpResolver.rows",
        "safety.HelpRow.is_fresh",
        "safety.help_rows",
        "safety.help_text",
    ],
    "a problem, which has no answers": ["Problem.to_dict"],
    "arithmetic within score and the draw, which are sealed": [
        "Condition.compares",
        "KeyedItem.parts",
        "KeyedItem.stored",
        "scoring_key.Steps.parts",
        "scoring_key.Subscale.is_whole",
        "scoring_key.Subscale.level",
        "scoring_key.Subscale.sum",
        "scoring_key.Subscale.tally",
        "scoring_key.Subscale.value",
        "KeyedItem.keyed",
        "scoring_key.Subscale.mean",
        "scoring_key.Subscale.normed_values",
        "scoring_key.Subscale.part",
        "scoring_key.Subscale.percent",
        "ScoringKey.value",
        "scoring_key.Term.share",
    ],
    "a program of its own, without tracebacks": ["cli.main"],
    "plain numbers about a study": ["stats.people_for_alpha", "stats.people_for_icc", "stats.people_in_couples"],
    "made-up answers of nobody": [
        "stats.Simulation.alpha",
        "stats.Simulation.couple_correlation",
        "stats.Simulation.covariance",
        "stats.simulate",
        "pilot.simulate_pilot",
        "pilot.write_pilot",
        "testing.answers",
        "testing.catalogues",
        "testing.checkins",
        "testing.forms",
        "testing.items",
        "testing.responses",
        "testing.scales",
    ],
}
"""What needs no seal, by reason. Whatever else is public has one."""


def surface():
    """Yield the name and the value of every public function and method."""
    for module, here in modules().items():
        before = module.removeprefix("intimacy_kit").removeprefix(".")
        for name in here.__all__:
            value = getattr(here, name)
            place = f"{before}.{name}".lstrip(".")
            if not inspect.isclass(value):
                yield from [(place, value)] if callable(value) else []
                continue
            for inner, method in inspect.getmembers(value, inspect.isroutine):
                if not inner.startswith("_") and "intimacy_kit" in (getattr(method, "__module__", None) or ""):
                    yield f"{place}.{inner}", method


def test_everything_public_is_sealed_or_has_a_reason_not_to_be():
    unsealed = {name for name, value in surface() if not getattr(value, "__sealed__", False)}
    assert unsealed == {name for names in GIVEN_NO_ANSWERS.values() for name in names}


def marks_left_by(call):
    """Return the frames of ours that hold a mark when an error has left a call, and texts of errors that do."""
    with pytest.raises(Exception) as caught:  # any error can carry an answer
        call()
    left, seen = [caught.value], []
    for error in left:
        left += [each for each in (error.__cause__, error.__context__) if each is not None and each not in left]
        seen += [text for text in (str(error), *getattr(error, "__notes__", ())) if str(MARKS[0]) in text]
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.startswith(str(SOURCE)):
                held = [name for name, value in frame.f_locals.items() if str(MARKS[0]) in repr(value)]
                seen += [f"{frame.f_code.co_name}: {name}" for name in held]
    return seen


KEY = ik.ScoringKey.from_form(CATALOGUE, "long")
ROW = {item.id: 2 for item in KEY.items} | {KEY.items[0].id: MARKS[0]}
LONG = [{"person": "p", "item": id, "value": value} for id, value in ROW.items()]
TABLES = {"pandas": pandas.DataFrame, "Polars": polars.DataFrame, "PyArrow": pyarrow.Table.from_pylist}


def fails_on_rows(*_):
    raise RuntimeError("a person cancels")


def score_file(folder, **options):
    """Score a file with a mark in it."""
    polars.DataFrame([ROW]).write_csv(folder / "in.csv")
    tables.score_table(folder / "in.csv", folder / "out.csv", KEY, **options)


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize(
    ("rows", "layout"), [([ROW], {}), (LONG, {"shape": "long"}), ([ROW], {"ids": ["nobody"]})], ids=str
)
def test_a_refused_table_leaves_no_cell_behind(make, rows, layout):
    assert [] == marks_left_by(lambda: tables.score_frame(make(rows), KEY, layout=tables.TableLayout(**layout)))


@pytest.mark.parametrize("options", [{}, {"on_rows": fails_on_rows}, {"on_rows": fails_on_rows, "on_invalid": "null"}])
def test_a_refused_file_and_a_callback_that_fails_leave_no_cell_behind(tmp_path, options):
    assert [] == marks_left_by(lambda: score_file(tmp_path, **options))


@pytest.mark.parametrize(
    "call",
    [
        lambda: stats.retest([1.0, float(MARKS[0]), 3.0], [1.0, 2.0]),
        lambda: stats.icc([[MARKS[0], 1.0], [2.0]]),
        lambda: stats.icc(str(MARKS[0])),
        lambda: stats.analyse({id: [value] for id, value in ROW.items()}, KEY, "hearing"),
        lambda: stats.keyed_matrix({id: [value] for id, value in ROW.items()}, KEY, "hearing"),
        lambda: scoring.spread([MARKS[0], "x"]),
        lambda: scoring.even_odd([MARKS[0], "x", 1.0], [1.0, 2.0, 3.0]),
    ],
)
def test_statistics_that_fail_leave_no_number_behind(call):
    assert [] == marks_left_by(call)


# Planted leaks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "leak", [shows_in_its_fields, says_it_in_the_message, leaves_it_in_a_local, leaves_it_deeper_down]
)
def test_a_planted_leak_is_caught(leak):
    answers = {"hearing.s0": MARKS[0]}
    assert marks_in(shown(lambda: leak(answers)))
    assert shown(lambda: leak(WORLDS[0].answers)) != shown(lambda: leak(WORLDS[1].answers))


@pytest.mark.parametrize("leak", [leaves_it_in_a_local, leaves_it_deeper_down, leaves_it_in_the_cause])
def test_a_sealed_function_leaves_no_local_behind(leak):
    seen = shown(lambda: sealed(leak)({"hearing.s0": MARKS[0]}))
    assert leak.__name__ in seen[2]  # where it went wrong is still told
    assert marks_in(seen) == []


def test_a_sealed_function_lets_go_of_an_error_that_was_left_behind_on_purpose():
    with pytest.raises(ValueError, match="again") as caught:
        sealed(leaves_it_in_the_cause)({"hearing.s0": MARKS[0]})
    assert caught.value.__context__ is None


def test_a_sealed_function_leaves_alone_what_its_caller_was_dealing_with():
    def fails(kept):
        raise KeyError(kept)

    try:
        fails("the caller's own")
    except KeyError as first:
        with pytest.raises(ik.UnknownId):
            sealed(leaves_it_in_a_local)({})
        inner = [frame for frame, _ in traceback.walk_tb(first.__traceback__)][-1]
        assert "the caller's own" == inner.f_locals["kept"]


def test_a_sealed_function_passes_values_on_and_keeps_its_name():
    assert (3, "score") == (sealed(max)(1, 3), ik.score.__name__)


# Erasure ---------------------------------------------------------------------------


def test_nothing_derived_outlives_a_response():
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    response = drawn.answer(same_answers(LOW + 1), on=DAY)
    result = ik.score(response)
    shared = ik.Sharing(own=PILLARS)
    derived = [
        response,
        result,
        ik.recommend(CATALOGUE, response),
        ik.couple_view(a=ik.Side(result, shared), b=ik.Side(result, shared)),
        ik.viewpoint(own=ik.Side(result, shared), partner=ik.Side(result, shared)),
        *result.scores.values(),
    ]
    left = [weakref.ref(each) for each in derived]
    del response, result, derived
    gc.collect()
    assert [None] * len(left) == [each() for each in left]


# The network -----------------------------------------------------------------------


@pytest.mark.slow
def test_no_module_of_ours_imports_a_network_module():
    network = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "asyncio", "requests", "httpx"}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in getattr(node, "names", [])] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            there = {name.partition(".")[0] for name in names if name != "urllib.parse"}  # it only splits and escapes
            assert network.isdisjoint(there), path.name
