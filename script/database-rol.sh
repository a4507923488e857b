#!/usr/bin/env bash
# First start of the database container: the role that web and worker use; it owns nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v wachtwoord="$TREDE_APP_WACHTWOORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
create role trede_app login password :'wachtwoord';
SQL
