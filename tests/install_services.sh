#!/usr/bin/env bash
# Finds what the tests need besides Python: a PostgreSQL server, Redis, Chromium. Installs what is missing
# where that is allowed (root, apt-get), else says what to install. The tests start the servers themselves.
set -eu

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium >/dev/null || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the tests: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  exit 0
fi
echo "The tests need what is not here: ${missing[*]}. On Debian: sudo apt-get install ${missing[*]}" >&2
exit 1
