"""Search terms of lists: POST → token in the session → `?zoek=<token>`, so that no name lands in a URL."""

import secrets

SLEUTEL = "zoektermen"
MAX_TERMEN = 30


def bewaar_term(request, code: str, term: str) -> str:
    """Keep the term in the session of this user; only the newest MAX_TERMEN stay."""
    termen = dict(request.session.get(SLEUTEL, {}))
    token = secrets.token_urlsafe(9)
    termen[token] = [code, term]
    request.session[SLEUTEL] = dict(list(termen.items())[-MAX_TERMEN:])
    return token


def term_van(request, code: str, token: str) -> str | None:
    """The term behind the token, or None: expired, someone else's, or of another list."""
    bewaard = request.session.get(SLEUTEL, {}).get(token)
    return bewaard[1] if bewaard and bewaard[0] == code else None
