"""A second start skips what has not changed, and only that."""

from __future__ import annotations

from pathlib import Path

from courtcase.embedded import stamps


def tree(root: Path) -> Path:
    """Lay out a small source tree."""
    for name in ("app/migrations/0001_initial.py", "app/models/one.py", "static/deep/style.css", "notes.txt"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return root


def test_digest_follows_contents_and_names(tmp_path: Path) -> None:
    root = tree(tmp_path)
    before = stamps.digest(root, stamps.DATABASE_PATTERNS)
    assert stamps.digest(root, stamps.DATABASE_PATTERNS) == before
    (root / "notes.txt").write_text("changed")
    assert stamps.digest(root, stamps.DATABASE_PATTERNS) == before
    (root / "app/models/one.py").write_text("changed")
    assert stamps.digest(root, stamps.DATABASE_PATTERNS) != before


def test_moved_clone_collects_its_files_anew(tmp_path: Path) -> None:
    root = tree(tmp_path)
    assert stamps.digest(root, stamps.FILE_PATTERNS, "/a") != stamps.digest(root, stamps.FILE_PATTERNS, "/b")


def test_stamps_are_kept_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "stamps.json"
    assert stamps.read(file) == {}
    stamps.write(file, "files", "1")
    stamps.write(file, "database", "2")
    assert stamps.read(file) == {"files": "1", "database": "2"}


def test_damaged_stamps_are_no_stamps(tmp_path: Path) -> None:
    file = tmp_path / "stamps.json"
    file.write_bytes(b"\xff{")
    assert stamps.read(file) == {}
    stamps.write(file, "files", "1")
    assert stamps.read(file) == {"files": "1"}
