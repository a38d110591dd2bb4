"""Results, plans and couple views as text, Markdown, HTML and figures."""

from intimacy_kit.reports.document import Document, Reportable, couple_report, report
from intimacy_kit.reports.figures import Figure, figure

__all__ = ["Document", "Figure", "Reportable", "couple_report", "figure", "report"]
