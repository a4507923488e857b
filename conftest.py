"""Set-up of all tests: an own PostgreSQL beside the demo's, no network, a clean clock."""

import os
from pathlib import Path

# For processes that a test starts; in this one the settings are read by now and know it by themselves.
os.environ.setdefault("TREDE_DATA", str(Path(__file__).parent / ".data" / "tests"))
os.environ["TREDE_DEMO"] = ""
os.environ.setdefault("TREDE_HTTPS", "0")
os.environ.setdefault("TREDE_MFA_VERPLICHT", "0")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop beside the live server
