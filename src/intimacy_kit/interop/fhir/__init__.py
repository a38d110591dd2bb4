"""FHIR R4 and R5."""

from intimacy_kit.interop.fhir.observation import (
    BASE_URL,
    Release,
    export_form,
    export_response,
    import_response,
    observations,
)

__all__ = ["BASE_URL", "Release", "export_form", "export_response", "import_response", "observations"]
