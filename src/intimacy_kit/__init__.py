"""Relationship-practice content, check-ins and scoring, to be embedded in other software.

A catalogue becomes a check-in, a check-in becomes a response, a response
becomes scores, scores become next steps.
"""

from intimacy_kit._version import __version__
from intimacy_kit.catalogue import Catalogue
from intimacy_kit.checkin import CheckIn, Question, Response, draw
from intimacy_kit.content import (
    Action,
    Choice,
    Evidence,
    Form,
    Item,
    Pack,
    Pillar,
    Practice,
    Prompt,
    ResponseScale,
    Selection,
    Source,
    Wording,
)
from intimacy_kit.couple import CoupleView, SharedPillar, Sharing, Viewpoint, couple_view, talk_about, viewpoint
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
from intimacy_kit.key import KeyedItem, ScoringKey
from intimacy_kit.packs import InstalledPack, check_path, check_translation, discover, load, load_path
from intimacy_kit.plan import Plan, Step, recommend
from intimacy_kit.scoring import Reason, Result, Score, score
from intimacy_kit.words import (
    Access,
    ActionKind,
    Cadence,
    Distance,
    Fit,
    Gate,
    Keying,
    Missing,
    Mode,
    Perspective,
    Role,
)

__all__ = [
    "Access",
    "Action",
    "ActionKind",
    "Cadence",
    "Catalogue",
    "CheckIn",
    "Choice",
    "CoupleView",
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
    "Missing",
    "MissingExtra",
    "Mode",
    "Pack",
    "PackError",
    "Perspective",
    "Pillar",
    "Plan",
    "Practice",
    "Problem",
    "Prompt",
    "Question",
    "Reason",
    "Response",
    "ResponseScale",
    "Result",
    "Role",
    "Score",
    "ScoringKey",
    "Selection",
    "SharedPillar",
    "Sharing",
    "Source",
    "Step",
    "UnknownId",
    "Viewpoint",
    "Wording",
    "__version__",
    "check_path",
    "check_translation",
    "couple_view",
    "discover",
    "draw",
    "load",
    "load_path",
    "recommend",
    "score",
    "talk_about",
    "viewpoint",
]
