"""JavaScript that reads nothing but a bundle draws and scores as the library does, to the bit."""

import gzip
import json
import random
import subprocess
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.couple import NEVER_OF_PARTNER
from tests.support import foreign, odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in
from tests.unit.interop.test_bundle import CATALOGUE, turning, unlike, written

DAY = date(2026, 11, 23)
PACKAGE = Path(ik.__file__).parent / "interop" / "javascript"
SPANISH = built_in("es")
pytestmark = pytest.mark.node

PYTHON_ONLY = ("band", "digest", "norms", "step", "turn")


def drawn():
    """Yield catalogues with a form, and how many draws of it to answer."""
    yield from ((CATALOGUE, "full", 10), (CATALOGUE, "standard", 10), (CATALOGUE, "pulse", 60))
    yield from ((CATALOGUE, "private", 2), (unlike(), "form", 40))
    yield odd_catalogue.blurring(), "form", 4
    yield from ((odd_catalogue.mixed(min_answered=Fraction(part, 6)), "mixed", 8) for part in range(7))
    yield from ((rich_catalogue.of(i), "form", 2) for i in range(60))
    yield from ((turning(), form, 20) for form in ("anchored", "fixed", "many"))


def cases(catalogue, form, draws, chance):
    """Return so many draws with answers, from complete to empty, and what `score` makes of them."""
    asked, expected = [], []
    for place in range(draws):
        view = Perspective.PARTNER if place % 3 == 2 and form != "mixed" else Perspective.SELF
        seed = chance.choice([" ", "couple-42", "päär\n7", "0", "😀"])
        checkin = ik.draw(catalogue, form=form, seed=seed, occasion=chance.choice([0, place, 10**9]), perspective=view)
        for gaps in range(45):
            answers = {}
            for question in checkin.questions:
                if checkin.key.has_conditions and question.item_id not in checkin.shown(answers):
                    continue
                coded = [choice.code.value for choice in question.choices if choice.code]
                values = [choice.value for choice in question.choices if choice.code is None]
                if question.range is not None:
                    values = [rich_catalogue.number_on(checkin.key.by_id[question.item_id], chance)]
                missing = chance.random() * 50 < gaps
                answers[question.item_id] = chance.choice([None, *coded]) if missing else chance.choice(values)
            given = {id: each for id, each in answers.items() if each is not None or chance.random() < 0.5}
            asked.append(
                {"seed": seed, "occasion": checkin.occasion, "perspective": view.value, "answers": given},
            )
            result = ik.score(checkin.answer(given, on=DAY))
            scores = [
                {"role": role} | {key: each for key, each in score.to_dict().items() if key not in PYTHON_ONLY}
                for role, scores in (("scored", result.scores), ("felt", result.felt))
                for score in scores.values()
            ]
            response = checkin.answer(given, on=DAY).to_dict()
            expected.append(
                {
                    "asked": list(checkin.item_ids),
                    "shown": list(checkin.shown(given)),
                    "scores": scores,
                    "response": response,
                }
            )
    return asked, expected


def test_javascript_that_reads_a_bundle_draws_shows_and_score_ten_thousand_answer_sets_to_the_bit(node):
    chance = random.Random(20261123)
    work, expected = [], []
    for catalogue, form, draws in drawn():
        given, wanted = cases(catalogue, form, draws, chance)
        work.append({"bundle": written(catalogue, form), "cases": given})
        expected.append(wanted)
    assert sum(map(len, expected)) >= 10_000
    found = foreign.run(node, "engine.mjs", work, PACKAGE)
    for one, other in zip(expected, found, strict=True):
        assert foreign.bits(one) == foreign.bits(other["cases"])
    percents = {score["percent"] for each in expected for one in each for score in one["scores"]}
    assert None in percents
    assert len(percents) > 500


def plans(count, chance):
    """Yield answers, wishes and answers to the private questions, with the plan that Python makes of them."""
    kinds = [
        {},
        {"distance": True},
        {"access": ["no-touch"]},
        {"access": ["no-touch", "low-energy", "no-touch"], "mode": "together"},
        {"mode": "solo", "topics": ["listening"]},
        {"stage": "new-parents", "exclude": ["conflict", "time"]},
        {"reasons": False},
        {"kinds": ["ritual", "phrase"]},
        {"kinds": ["date", "exercise"], "mode": "together"},
    ]
    private = [
        {},
        {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no"},
        {"free-to-say-no": "yes", "afraid": "unsure", "made-to-take-part": "no"},
        {"free-to-say-no": "yes", "afraid": "no"},
    ]
    practices = list(CATALOGUE.practices)
    for i in range(count):
        checkin = ik.draw(CATALOGUE, form="standard", seed=str(i), occasion=i)
        answers = {}
        for question in checkin.questions:
            values = [choice.answer for choice in question.choices]
            answers[question.item_id] = chance.choice([*values, None]) if chance.random() < i % 9 / 8 else 2
        given = {id: each.value if isinstance(each, ik.Missing) else each for id, each in answers.items()}
        wishes = chance.choice(kinds) | {
            "suggestions": chance.choice([1, 3, 5, 20]),
            "seed": chance.choice(["", "a", "ü"]),
            "done": chance.sample(practices, chance.choice([0, 0, 9, 60])),
        }
        minutes, said = chance.choice([5, 30, 60, 400]), chance.choice(private)
        chosen = chance.sample(list(ik.Gate), chance.randint(0, 5))
        trauma, touch, stored, spanish = (chance.random() < 0.3 for _ in range(4))
        state = safety.assess(said, chosen=chosen, trauma_this_time=trauma, partner_chose_touch=touch)
        response = checkin.answer(given, on=DAY)
        catalogue = SPANISH if spanish else CATALOGUE
        answered = ik.score(response) if stored else response
        plan = ik.recommend(catalogue, answered, minutes_per_week=minutes, safety=state, **wishes)
        case = {
            "answers": given,
            "drawn": {"seed": str(i), "occasion": i},
            "stored": stored,
            "safety": {
                "answers": said,
                "choices": {"chosen": chosen, "traumaThisTime": trauma, "partnerChoseTouch": touch},
            },
            "wishes": wishes | {"minutesPerWeek": minutes, "locale": "es" if spanish else "en"},
        }
        yield case, plan.to_dict()


def test_javascript_makes_two_thousand_plans_as_the_library_does_with_every_gate(node):
    work = list(plans(2000, random.Random(3)))
    whole = written(CATALOGUE, "standard", whole=True, translations=[SPANISH])
    (found,) = foreign.run(node, "engine.mjs", [{"bundle": whole, "plans": [case for case, _ in work]}], PACKAGE)
    for (_, one), other in zip(work, found["plans"], strict=True):
        assert foreign.bits(one) == foreign.bits(other)
    assert len({step["practice"] for _, plan in work for step in plan["suggestions"]}) > 60
    assert any(not plan["suggestions"] for _, plan in work)


def couples(catalogue, form, count, chance):
    """Yield what two people answer and share, with what Python lets both see."""
    calm = {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no"}
    for i in range(count):
        view = Perspective.PARTNER if i % 4 == 3 else Perspective.SELF
        checkin = ik.draw(catalogue, form=form, seed=str(i % 3), occasion=i % 5, perspective=view)
        pillars = [id for id in catalogue.pillars if view is Perspective.SELF or id not in NEVER_OF_PARTNER]
        sides, sent = [], []
        for _ in range(2):
            answers = {
                question.item_id: chance.choice([each.answer for each in question.choices])
                for question in checkin.questions
                if chance.random() < 0.85
            }
            given = {id: each.value if isinstance(each, ik.Missing) else each for id, each in answers.items()}
            share, said = chance.sample(pillars, chance.randint(0, len(pillars))), chance.choice([{}, calm])
            sharing = ik.Sharing(**{"own" if view is Perspective.SELF else "of_partner": share})
            state = safety.assess(said, chosen=[ik.Gate.CONFLICT])
            sides.append(ik.Side(ik.score(checkin.answer(given, on=DAY)), sharing, state))
            sent.append({"answers": given, "share": share, "safety": {"answers": said, "chosen": ["conflict"]}})
        drawn = {"seed": checkin.seed, "occasion": checkin.occasion, "perspective": view.value}
        yield {"drawn": drawn, "sides": sent}, ik.couple_view(a=sides[0], b=sides[1]).to_dict()


def test_javascript_shows_two_people_what_the_library_lets_them_see(node):
    chance = random.Random(11)
    plain = ((CATALOGUE, "standard", 300), (CATALOGUE, "pulse", 20))
    shapes = [*plain, *((turning(), form, 80) for form in ("anchored", "fixed", "many"))]
    work, expected = [], []
    for catalogue, form, count in shapes:
        asked, wanted = zip(*couples(catalogue, form, count, chance), strict=True)
        work.append({"bundle": written(catalogue, form), "couples": asked})
        expected.append(list(wanted))
    found = foreign.run(node, "engine.mjs", work, PACKAGE)
    assert expected == [each["couples"] for each in found]
    shown = [len(view["pillars"]) for view in expected[0]]
    assert {0, 1, 2, 3} <= set(shown)
    assert any(each["pillar"] == "conflict" for view in expected[0] for each in view["pillars"])


@pytest.mark.parametrize(
    "change",
    [
        {"listening.screen": 9},
        {"listening.screen": True},
        {"listening.screen": "3"},
        {"listening.screen": 2.5},
        {"listening.screen": "does-not-apply"},
        {"nobody": 1},
        {"nobody": 1, "listening.screen": -1},
        {},
    ],
)
def test_javascript_refuses_what_the_library_refuses_in_the_same_places(node, change):
    checkin = ik.draw(CATALOGUE, form="full", seed="a")
    try:
        checkin.answer(change, on=DAY)
        expected = None
    except ik.InvalidResponse as error:
        expected = sorted([problem.code, *problem.path] for problem in error.problems)
    case = {"answers": change, "on": "2026-11-23", "drawn": {"seed": "a"}}
    work = [{"bundle": written(CATALOGUE, "full"), "refused": [case, case | {"on": "2026-02-30"}]}]
    (found,) = foreign.run(node, "engine.mjs", work, PACKAGE)
    first, late = (sorted([code, *path[1:]] for code, *path in each or ()) for each in found["refused"])
    assert (expected or []) == first
    assert len(first) + 1 == len(late)


def test_the_engine_is_small():
    code = b"".join(path.read_bytes() for path in sorted(PACKAGE.glob("*.js")))
    assert len(gzip.compress(code)) <= 15_000


def test_the_package_packs_all_of_its_files(tmp_path):
    done = subprocess.run(
        ["npm", "pack", "--json", "--pack-destination", tmp_path],
        cwd=PACKAGE,
        capture_output=True,
        check=True,
        timeout=60,
    )
    packed = {each["path"] for each in json.loads(done.stdout)[0]["files"]}
    assert {path.name for path in PACKAGE.iterdir()} == packed


def test_the_types_compile_strictly(node, tmp_path):
    (tmp_path / "app.ts").write_text(APP.replace("PACKAGE", str(PACKAGE / "index.js")), encoding="utf-8")
    options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--skipLibCheck", "false"]
    command = ["node", node / "node_modules/typescript/bin/tsc", *options, tmp_path / "app.ts"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert (0, "") == (done.returncode, done.stdout)


APP = """
import { answer, assess, draw, recommend, score, type Bundle, type Plan } from "PACKAGE";
declare const bundle: Bundle;
const checkin = draw(bundle, { seed: "couple-42", locale: "es" });
const answers = Object.fromEntries(checkin.questions.map(({ id, choices }) => [id, choices[0]?.answer ?? null]));
const response = answer(bundle, checkin, answers, { on: "2026-11-23" });
const percent: number | null = score(bundle, response).scores["time"]!.percent;
const plan: Plan = recommend(bundle, response, { safety: assess({ afraid: "no" }, { chosen: ["conflict"] }) });
// @ts-expect-error there is no such gate
assess({}, { chosen: ["anything"] });
export { percent, plan };
"""
