"""Relationship-practice content, check-ins and scoring, to be embedded in other software.

A catalogue becomes a check-in, a check-in becomes a response, a response
becomes scores, scores become next steps.

Everyday names are here; the rest is in the packages, each name in one place.
A name is imported when it is first used, so that a program starts as fast as
what it uses allows.
"""

import importlib
from typing import TYPE_CHECKING, Any

from intimacy_kit._version import __version__

if TYPE_CHECKING:
    from intimacy_kit.checkin.checkin import CheckIn, Response, draw
    from intimacy_kit.checkin.question import Question
    from intimacy_kit.content.catalogue import Catalogue
    from intimacy_kit.content.condition import Condition
    from intimacy_kit.content.norm import Norm
    from intimacy_kit.content.pack import Action, Pack, Phrase, Pillar, Source, Translation
    from intimacy_kit.content.practice import DateIdea, Evidence, Practice, Prompt, RepairPhrase, Ritual
    from intimacy_kit.content.programme import Programme, Week
    from intimacy_kit.content.questionnaire import Form, Item, Selection, Variant, Wording
    from intimacy_kit.content.scale import Choice, Range, ResponseScale
    from intimacy_kit.content.score_rule import Level, Recode, ScoreRule
    from intimacy_kit.content.vocabulary import (
        Access,
        ActionKind,
        Cadence,
        CardKind,
        Distance,
        Fit,
        Gate,
        Keying,
        Missing,
        Mode,
        Model,
        Order,
        Perspective,
        PromptKind,
        Reading,
        Role,
        Rounding,
        StudyResult,
        TranslationStatus,
        Weigh,
    )
    from intimacy_kit.couple.prompts import conversation_prompts
    from intimacy_kit.couple.sharing import Sharing, Side
    from intimacy_kit.couple.today import today
    from intimacy_kit.couple.view import CoupleView, SharedPillar, Viewpoint, couple_view, viewpoint
    from intimacy_kit.errors import (
        FormChanged,
        IntimacyKitError,
        InvalidResponse,
        InvalidValue,
        MissingExtra,
        PackError,
        Problem,
        UnknownId,
    )
    from intimacy_kit.packs.loader import (
        InstalledPack,
        check_path,
        check_translation,
        discover,
        load,
        load_path,
        locales,
    )
    from intimacy_kit.plan.plan import Plan, Suggestion, plan_weeks, recommend
    from intimacy_kit.plan.programme import Progress, programme
    from intimacy_kit.plan.search import search
    from intimacy_kit.reports.document import report
    from intimacy_kit.reports.figures import figure
    from intimacy_kit.scoring.explain import explain
    from intimacy_kit.scoring.overall import Overall, overall
    from intimacy_kit.scoring.reliability import Band, Reliability
    from intimacy_kit.scoring.result import Reason, Result, Score
    from intimacy_kit.scoring.scores import score
    from intimacy_kit.scoring_key.item import KeyedItem
    from intimacy_kit.scoring_key.key import ScoringKey

__all__ = [
    "Access",
    "Action",
    "ActionKind",
    "Band",
    "Cadence",
    "CardKind",
    "Catalogue",
    "CheckIn",
    "Choice",
    "Condition",
    "CoupleView",
    "DateIdea",
    "Distance",
    "Evidence",
    "Fit",
    "Form",
    "FormChanged",
    "Gate",
    "InstalledPack",
    "IntimacyKitError",
    "InvalidResponse",
    "InvalidValue",
    "Item",
    "KeyedItem",
    "Keying",
    "Level",
    "Missing",
    "MissingExtra",
    "Mode",
    "Model",
    "Norm",
    "Order",
    "Overall",
    "Pack",
    "PackError",
    "Perspective",
    "Phrase",
    "Pillar",
    "Plan",
    "Practice",
    "Problem",
    "Programme",
    "Progress",
    "Prompt",
    "PromptKind",
    "Question",
    "Range",
    "Reading",
    "Reason",
    "Recode",
    "Reliability",
    "RepairPhrase",
    "Response",
    "ResponseScale",
    "Result",
    "Ritual",
    "Role",
    "Rounding",
    "Score",
    "ScoreRule",
    "ScoringKey",
    "Selection",
    "SharedPillar",
    "Sharing",
    "Side",
    "Source",
    "StudyResult",
    "Suggestion",
    "Translation",
    "TranslationStatus",
    "UnknownId",
    "Variant",
    "Viewpoint",
    "Week",
    "Weigh",
    "Wording",
    "__version__",
    "check_path",
    "check_translation",
    "conversation_prompts",
    "couple_view",
    "discover",
    "draw",
    "explain",
    "figure",
    "load",
    "load_path",
    "locales",
    "overall",
    "plan_weeks",
    "programme",
    "recommend",
    "report",
    "score",
    "search",
    "today",
    "viewpoint",
]

_HOMES = {
    "Access": "content.vocabulary",
    "Action": "content.pack",
    "ActionKind": "content.vocabulary",
    "Band": "scoring.reliability",
    "Cadence": "content.vocabulary",
    "CardKind": "content.vocabulary",
    "Catalogue": "content.catalogue",
    "CheckIn": "checkin.checkin",
    "Choice": "content.scale",
    "Condition": "content.condition",
    "CoupleView": "couple.view",
    "DateIdea": "content.practice",
    "Distance": "content.vocabulary",
    "Evidence": "content.practice",
    "Fit": "content.vocabulary",
    "Form": "content.questionnaire",
    "FormChanged": "errors",
    "Gate": "content.vocabulary",
    "InstalledPack": "packs.loader",
    "IntimacyKitError": "errors",
    "InvalidResponse": "errors",
    "InvalidValue": "errors",
    "Item": "content.questionnaire",
    "KeyedItem": "scoring_key.item",
    "Keying": "content.vocabulary",
    "Level": "content.score_rule",
    "Missing": "content.vocabulary",
    "MissingExtra": "errors",
    "Mode": "content.vocabulary",
    "Model": "content.vocabulary",
    "Norm": "content.norm",
    "Order": "content.vocabulary",
    "Overall": "scoring.overall",
    "Pack": "content.pack",
    "PackError": "errors",
    "Perspective": "content.vocabulary",
    "Phrase": "content.pack",
    "Pillar": "content.pack",
    "Plan": "plan.plan",
    "Practice": "content.practice",
    "Problem": "errors",
    "Programme": "content.programme",
    "Progress": "plan.programme",
    "Prompt": "content.practice",
    "PromptKind": "content.vocabulary",
    "Question": "checkin.question",
    "Range": "content.scale",
    "Reading": "content.vocabulary",
    "Reason": "scoring.result",
    "Recode": "content.score_rule",
    "Reliability": "scoring.reliability",
    "RepairPhrase": "content.practice",
    "Response": "checkin.checkin",
    "ResponseScale": "content.scale",
    "Result": "scoring.result",
    "Ritual": "content.practice",
    "Role": "content.vocabulary",
    "Rounding": "content.vocabulary",
    "Score": "scoring.result",
    "ScoreRule": "content.score_rule",
    "ScoringKey": "scoring_key.key",
    "Selection": "content.questionnaire",
    "SharedPillar": "couple.view",
    "Sharing": "couple.sharing",
    "Side": "couple.sharing",
    "Source": "content.pack",
    "StudyResult": "content.vocabulary",
    "Suggestion": "plan.plan",
    "Translation": "content.pack",
    "TranslationStatus": "content.vocabulary",
    "UnknownId": "errors",
    "Variant": "content.questionnaire",
    "Viewpoint": "couple.view",
    "Week": "content.programme",
    "Weigh": "content.vocabulary",
    "Wording": "content.questionnaire",
    "check_path": "packs.loader",
    "check_translation": "packs.loader",
    "conversation_prompts": "couple.prompts",
    "couple_view": "couple.view",
    "discover": "packs.loader",
    "draw": "checkin.checkin",
    "explain": "scoring.explain",
    "figure": "reports.figures",
    "load": "packs.loader",
    "load_path": "packs.loader",
    "locales": "packs.loader",
    "overall": "scoring.overall",
    "plan_weeks": "plan.plan",
    "programme": "plan.programme",
    "recommend": "plan.plan",
    "report": "reports.document",
    "score": "scoring.scores",
    "search": "plan.search",
    "today": "couple.today",
    "viewpoint": "couple.view",
}

_PACKAGES = frozenset(
    "calendar checkin content couple errors history interop packs pilot plan reports safety scoring scoring_key stats "
    "tables testing".split()
)


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value  # so that it is looked up once
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_PACKAGES})
