"""Results, plans and couple views as text, Markdown, HTML and figures."""

from intimacy_kit.reports.document import Document, Reportable, couple_report
from intimacy_kit.reports.document import report as report
from intimacy_kit.reports.figures import Figure, practised_figure, sample_figure
from intimacy_kit.reports.figures import figure as figure
from intimacy_kit.reports.style import STYLE

__all__ = [
    "STYLE",
    "Document",
    "Figure",
    "Reportable",
    "couple_report",
    "practised_figure",
    "sample_figure",
]  # report and figure are everyday names, at the root
