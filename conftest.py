"""Set-up of all tests: an own PostgreSQL beside the demo's, no network, a clean clock."""

import hashlib
import os
from pathlib import Path

# For processes that a test starts; in this one the settings are read by now and know it by themselves.
os.environ.setdefault("TREDE_DATA", str(Path(__file__).parent / ".data" / "tests"))
os.environ["TREDE_DEMO"] = ""
os.environ.setdefault("TREDE_HTTPS", "0")
os.environ.setdefault("TREDE_MFA_VERPLICHT", "0")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop beside the live server

_MARK = Path(os.environ["TREDE_DATA"]) / "migraties.txt"


def _migrations() -> set[str]:
    """A line per migration file: its name and the hash of its text."""
    root = Path(__file__).parent
    files = root.glob("*/migrations/*.py")
    return {f"{f.relative_to(root)} {hashlib.sha256(f.read_bytes()).hexdigest()}" for f in files}


def pytest_configure(config):
    """Keep the test database between runs while migrations are only added: saves 15 seconds a run.

    Django applies the added ones to the kept database. A changed or removed file makes a new one.
    """
    if os.environ.get("CI"):
        return
    kept = set(_MARK.read_text().splitlines()) if _MARK.exists() else None
    config.option.reuse_db = True  # also: do not throw it away afterwards
    config.option.create_db = config.option.create_db or kept is None or not kept <= _migrations()


def pytest_sessionfinish(session, exitstatus):
    if os.environ.get("CI") or not getattr(session.config, "database_made", False):
        return
    _MARK.parent.mkdir(parents=True, exist_ok=True)
    _MARK.write_text("\n".join(sorted(_migrations())) + "\n")
