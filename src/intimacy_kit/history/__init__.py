"""One person's results over time: what changed, what did not visibly change, and what nobody can tell."""

from intimacy_kit.history.change import Change, Method, Outcome, change
from intimacy_kit.history.points import History, Point, Round, history
from intimacy_kit.history.trend import Trend, trend
from intimacy_kit.history.wording import in_words

__all__ = [
    "Change",
    "History",
    "Method",
    "Outcome",
    "Point",
    "Round",
    "Trend",
    "change",
    "history",
    "in_words",
    "trend",
]
