"""Results, plans and couple views as text, Markdown, HTML and figures."""

from intimacy_kit.reports.document import Reportable, to_html, to_markdown, to_text
from intimacy_kit.reports.figures import Figure, figure, radar

__all__ = ["Figure", "Reportable", "figure", "radar", "to_html", "to_markdown", "to_text"]
