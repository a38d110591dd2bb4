"""Relationship-practice content, check-ins and scoring, to be embedded in other software.

A catalogue becomes a check-in, a check-in becomes a response, a response
becomes scores, scores become next steps.

Importing this package costs next to nothing: each name brings its module when
it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from intimacy_kit._version import __version__

if TYPE_CHECKING:
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
    from intimacy_kit.scoring import Band, Overall, Reason, Reliability, Result, Score, explain, overall, score
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
    "Band",
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
    "Overall",
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
    "Reliability",
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
    "explain",
    "load",
    "load_path",
    "overall",
    "recommend",
    "score",
    "talk_about",
    "viewpoint",
]

_HOMES = {
    "catalogue": "Catalogue",
    "checkin": "CheckIn Question Response draw",
    "content": "Action Choice Evidence Form Item Pack Pillar Practice Prompt ResponseScale Selection Source Wording",
    "couple": "CoupleView SharedPillar Sharing Viewpoint couple_view talk_about viewpoint",
    "errors": "FormChanged IntimacyKitError InvalidResponse InvalidValue MissingExtra PackError Problem UnknownId",
    "key": "KeyedItem ScoringKey",
    "packs": "InstalledPack check_path check_translation discover load load_path",
    "plan": "Plan Step recommend",
    "scoring": "Band Overall Reason Reliability Result Score explain overall score",
    "words": "Access ActionKind Cadence Distance Fit Gate Keying Missing Mode Perspective Role",
}
"""Module to the names that are at hand here."""

_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Return a name from its module, and keep it here."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
