"""Relationship-practice content, check-ins and scoring, to be embedded in other software.

A catalogue becomes a check-in, a check-in becomes a response, a response
becomes scores, scores become next steps.

Everyday names are here; the rest is in the packages, each name in one place.
"""

from intimacy_kit._version import __version__
from intimacy_kit.checkin.checkin import CheckIn, Question, Response, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Action, Pack, Phrase, Pillar, Source, Translation
from intimacy_kit.content.practice import DateIdea, Evidence, Practice, Prompt, RepairPhrase, Ritual
from intimacy_kit.content.programme import Programme, Week
from intimacy_kit.content.questionnaire import Form, Item, Selection, Variant, Wording
from intimacy_kit.content.scale import Choice, Range, ResponseScale
from intimacy_kit.content.score_rule import Level, Norm, Recode, ScoreRule
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
from intimacy_kit.packs.loader import InstalledPack, check_path, check_translation, discover, load, load_path, locales
from intimacy_kit.plan.plan import Plan, Suggestion, plan_weeks, recommend
from intimacy_kit.plan.programme import Progress, programme
from intimacy_kit.plan.search import search
from intimacy_kit.scoring.explain import explain
from intimacy_kit.scoring.overall import Overall, overall
from intimacy_kit.scoring.reliability import Band, Reliability
from intimacy_kit.scoring.scores import Reason, Result, Score, score
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
    "load",
    "load_path",
    "locales",
    "overall",
    "plan_weeks",
    "programme",
    "recommend",
    "score",
    "search",
    "today",
    "viewpoint",
]
