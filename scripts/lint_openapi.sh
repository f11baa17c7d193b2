#!/usr/bin/env bash
# Holds the API's description against the public rules for OpenAPI documents.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/lint_openapi.sh [URL]

Reads /openapi.json of a running engine (default WORKFLOW_SERVER or http://127.0.0.1:8000) and
lints it with Spectral's rules for OpenAPI, fetched by npx. WORKFLOW_API_KEY is sent where keys are
configured. Exits with 0 when there is no error and no warning.
TEXT
}

[[ ${1:-} != -h && ${1:-} != --help ]] || { usage; exit 0; }
server=${1:-${WORKFLOW_SERVER:-http://127.0.0.1:8000}}
readonly LINTER=@stoplight/spectral-cli@6
command -v npx >/dev/null || { echo 'lint_openapi: Node.js with npx is needed' >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -fsS -m 10 ${WORKFLOW_API_KEY:+-H "X-API-Key: $WORKFLOW_API_KEY"} "${server%/}/openapi.json" -o "$work/openapi.json" ||
  { echo "lint_openapi: no description at $server/openapi.json" >&2; exit 1; }
echo 'extends: ["spectral:oas"]' >"$work/rules.yaml"
npx --yes "$LINTER" lint "$work/openapi.json" --ruleset "$work/rules.yaml" --fail-severity warn
