"""Which room's catalogue the words of a source file belong to. One file, one room; `docs/languages.md` tells how to add one."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("kk", "ru")
SHARED_ROOMS = ("frame", "borrowed")

# Patterns are relative to the project. The first room whose pattern fits owns a file.
ROOMS: dict[str, tuple[str, ...]] = {
    "frame": (
        "courtcase/settings.py", "courtcase/operations.py", "courtcase/urls.py", "courtcase/modes.py", "courtcase/frame/**/*.py",
        "courtcase/observability/**/*.py", "templates/*.html", "templates/parts/**/*.html", "templates/styleguide/**/*.html",
        "templates/frame/**/*.html", "courtcase/problems.py", "courtcase/api_parsing.py",
    ),
    "people": (
        "courtcase/people/**/*.py", "templates/people/**/*", "templates/account/**/*", "templates/mfa/**/*",
        "templates/usersessions/**/*", "templates/allauth/**/*",
    ),
    "register": ("courtcase/register/**/*.py", "courtcase/keys/**/*.py", "templates/register/**/*"),
    "law": ("courtcase/law/**/*.py", "templates/law/**/*"),
    "documents": ("courtcase/documents/**/*.py", "templates/documents/**/*", "templates/pdf/**/*"),
    "notices": ("courtcase/notices/**/*.py", "templates/notices/**/*", "petitions/notices.py", "petitions/telling.py"),
    "search": ("courtcase/search/**/*.py", "templates/search/**/*"),
    "signatures": ("courtcase/signatures/**/*.py",),
    "single_sign_on": ("courtcase/single_sign_on/**/*.py", "templates/single_sign_on/**/*"),
    "telephone": ("courtcase/telephone/**/*.py", "templates/telephone/**/*"),
    "feedback": ("courtcase/feedback/**/*.py", "templates/feedback/**/*"),
    "doctor": ("courtcase/doctor/**/*.py", "templates/doctor/**/*"),
    "languages": ("courtcase/languages/**/*.py",),
    "filing": ("petitions/filing/**/*.py", "templates/filing/**/*", "templates/petitions/filing/**/*"),
    "intake": (
        "petitions/intake/**/*.py", "templates/intake/**/*", "templates/petitions/intake/**/*",
    ),
    "letters": (
        "petitions/letters/**/*.py", "petitions/models/letters.py", "petitions/templatetags/letters.py", "templates/letters/**/*",
    ),
    "proceedings": ("petitions/proceedings/**/*.py", "templates/proceedings/**/*", "templates/petitions/proceedings/**/*"),
    "petitions": ("petitions/**/*.py", "templates/petitions/**/*"),
    "rulings": ("rulings/**/*.py", "templates/rulings/**/*"),
}  # fmt: skip
# Words of libraries that users meet and that the library itself does not say in Kazakh or Russian.
BORROWED: tuple[tuple[str, str], ...] = (
    ("django", "core/validators.py"),
    ("django", "forms/fields.py"),
    ("django", "forms/models.py"),
    ("django", "contrib/auth/password_validation.py"),
    ("allauth", "account/adapter.py"),
    ("allauth", "account/fields.py"),
    ("allauth", "account/forms.py"),
    ("allauth", "account/views.py"),
    ("allauth", "mfa/adapter.py"),
    ("allauth", "mfa/base/forms.py"),
    ("allauth", "mfa/recovery_codes/forms.py"),
    ("allauth", "mfa/totp/forms.py"),
    ("allauth", "mfa/webauthn/forms.py"),
    ("django_filters", "fields.py"),
    ("django_filters", "filters.py"),
    ("django_filters", "widgets.py"),
    ("rest_framework", "exceptions.py"),
    ("rest_framework", "fields.py"),
    ("rest_framework", "serializers.py"),
    ("rest_framework", "validators.py"),
    ("rest_framework", "relations.py"),
)


def package_folder(package: str) -> Path:
    """Return where a library is installed; raise ModuleNotFoundError when it is not."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def files_of(pattern: str) -> list[Path]:
    """Return the files a pattern finds, compiled ones and migrations left out."""
    found = (path for path in ROOT.glob(pattern) if path.is_file())
    return sorted(path for path in found if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts)


def sources() -> dict[str, list[Path]]:
    """Return the source files of each room; a file that fits two belongs to the first."""
    owned: set[Path] = set()
    table: dict[str, list[Path]] = {}
    for room, patterns in ROOMS.items():
        mine = sorted({path for pattern in patterns for path in files_of(pattern)} - owned)
        owned.update(mine)
        table[room] = mine
    return table


def borrowed_files() -> list[Path]:
    """Return the libraries' source files whose words users meet."""
    return [package_folder(package) / name for package, name in BORROWED]


def catalogue_path(room: str, language: str) -> Path:
    """Return where a room keeps its words in a language."""
    return LOCALE / room / language / "LC_MESSAGES" / "django.po"
