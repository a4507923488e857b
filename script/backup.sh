#!/usr/bin/env bash
# A dump now and every night at 02.30; a dump counts only when pg_restore can read it. Thirty are kept.
set -euo pipefail
while true; do
  naam="/backups/trede-$(date +%Y%m%d-%H%M%S)"
  pg_dump --format=custom --file="$naam.bezig"
  pg_restore --list "$naam.bezig" >/dev/null
  mv "$naam.bezig" "$naam.dump"
  find /backups -name '*.dump' -mtime +30 -delete
  sleep $(( $(date -d 'tomorrow 02:30' +%s) - $(date +%s) ))
done
