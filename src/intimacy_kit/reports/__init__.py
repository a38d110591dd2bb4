"""Results, plans and couple views as text, Markdown, HTML and figures."""

from intimacy_kit.reports.document import Document, Reportable, couple_report
from intimacy_kit.reports.document import report as report
from intimacy_kit.reports.figures import Figure
from intimacy_kit.reports.figures import figure as figure

__all__ = ["Document", "Figure", "Reportable", "couple_report"]  # report and figure are everyday names, at the root
