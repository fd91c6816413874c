#!/usr/bin/env bash
# Generates the code of the handshake messages from src/main/fbs, for Java and for browsers.
#   generate.sh          writes the committed files anew
#   generate.sh --check  fails, with a diff, when the committed files are not what the schema gives
# Needs node and npm; every version is pinned in wiretool/.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
java=$here/src/main/java/ringside/io/protocol/fb
js=$here/../client-js/src/main/js/wire
schema=$here/src/main/fbs/handshake.fbs

(cd "$here/wiretool" && npm ci --no-audit --no-fund --silent --ignore-scripts)

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
node "$here/wiretool/generate.mjs" "$schema" "$out/java" "$out/js"

if [ "${1:-}" = --check ]; then
  diff -ru "$java" "$out/java" || { echo "io/protocol: the committed Java differs; run io/protocol/generate.sh" >&2; exit 1; }
  diff -ru "$js" "$out/js" || { echo "io/client-js: the committed JavaScript differs; run io/protocol/generate.sh" >&2; exit 1; }
  echo "generated code is up to date"
  exit 0
fi
rm -rf "$java" "$js"
mkdir -p "$(dirname "$java")" "$(dirname "$js")"
cp -r "$out/java" "$java"
cp -r "$out/js" "$js"
