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

_MARK = Path(os.environ["TREDE_DATA"]) / "migraties.sha256"


def _migrations_hash() -> str:
    """One hash over all migration files: the same files give the same test database."""
    root = Path(__file__).parent
    files = sorted(root.glob("*/migrations/*.py"))
    return hashlib.sha256(b"".join(f.name.encode() + f.read_bytes() for f in files)).hexdigest()


def pytest_configure(config):
    """Keep the test database between runs as long as no migration changed: saves 15 seconds a run."""
    if os.environ.get("CI"):
        return
    same = _MARK.exists() and _MARK.read_text() == _migrations_hash()
    config.option.reuse_db = True  # also: do not throw it away afterwards
    config.option.create_db = config.option.create_db or not same


def pytest_sessionfinish(session, exitstatus):
    if os.environ.get("CI") or not getattr(session.config, "database_made", False):
        return
    _MARK.parent.mkdir(parents=True, exist_ok=True)
    _MARK.write_text(_migrations_hash())
