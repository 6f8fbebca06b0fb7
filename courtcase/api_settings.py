"""Settings of the API's frame that no environment changes."""

from __future__ import annotations

# The API answers in JSON alone, to whoever may do what the view states, and says what went wrong as problem details.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["courtcase.people.api_permissions.StatesAction"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["courtcase.api_parsing.PlainJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "courtcase.problems.answer",
    "UNAUTHENTICATED_USER": None,
}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_FORMATTER_CLASS": "courtcase.problems.ProblemFormatter"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Courtcase",
    "DESCRIPTION": (
        "What the Constitutional Court said, what it examined, and what became of it: read-only and open to all. "
        "Petitions: for programs of institutions, by a token."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["courtcase.api_schema.finish"],
    "SERVE_AUTHENTICATION": [],
    "ENUM_NAME_OVERRIDES": {
        "CertaintyEnum": "rulings.models.kinds.Certainty",
        "ClockStateEnum": "courtcase.law.models.clocks.ClockState",
        "PetitionStateEnum": "petitions.workflow.State",
        "RulingKindEnum": "rulings.models.kinds.RulingKind",
        "StageEnum": "rulings.models.Stage",
    },
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}
