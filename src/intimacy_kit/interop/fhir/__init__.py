"""A check-in as a FHIR Questionnaire, its answers in and out, and scores as Observations.

Releases R4 and R5. Scores are FHIRPath expressions of the Structured Data
Capture guide, which add up the weights on the answer options, so reverse
keying and the weights of items need no code. They equal `score` to the last
digit where the engine divides as IEEE doubles do, as fhirpath.js does. All
codes are in code systems of our own; no score claims to be one that somebody
else has defined.

Where points, ranges, conditions or scoring rules are in a form, its sums are
variables of the whole Questionnaire instead, and what a rule reads off them is
under ``value_``. A condition is `enableWhen` where that can say it, and an
`enableWhenExpression` of the same guide where not. A number from a range is an
integer or a decimal, with the kinds of missing as an item of their own.

The identity of the check-in is in the canonical URL of the Questionnaire, which
whatever fills it in copies into the QuestionnaireResponse. It has the seed in
it: use a pseudonym.

What is lost, always:

*   How long an answer took.
*   Why there is no score, in the Questionnaire; an Observation says it.
*   Means, bands, and how many questions were declined, did not come up, were left blank or not asked.

What is lost with some forms is in the export's `losses`.
"""

from intimacy_kit.interop._importers.fhir import import_form
from intimacy_kit.interop.fhir.extraction import Extraction
from intimacy_kit.interop.fhir.names import BASE_URL, Release
from intimacy_kit.interop.fhir.observation import observations
from intimacy_kit.interop.fhir.questionnaire import export_form
from intimacy_kit.interop.fhir.response import export_response, import_response

__all__ = [
    "BASE_URL",
    "Extraction",
    "Release",
    "export_form",
    "export_response",
    "import_form",
    "import_response",
    "observations",
]
