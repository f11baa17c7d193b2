#!/usr/bin/env bash
# Asks a running engine for everything its users meet, and compares.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/test_api.sh [URL] [--burst N] [--no-samples] [--remote]

Tests a running engine from outside: health, documentation, refusals and their codes, every sample of payloads/ against
payloads/expected/, a burst of submissions in parallel, cancelling, results and lists. Prints a line for each check and
the counts at the end. The engine must simulate (--simulate: on in the sample stack and where a store is embedded).

  URL           the engine (default WORKFLOW_SERVER, else http://127.0.0.1:8000)
  --burst N     submissions in parallel (default 100)
  --no-samples  leave the samples out
  --remote      allow an engine on another machine
  -h            this text

Needs bash and curl. WORKFLOW_API_KEY is sent as X-API-Key if it is set. Exits with 0 when every check held, 1 when one
did not, 2 when the call was wrong.
TEXT
}

wrong_call() {
  printf 'test_api: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

readonly PATIENCE_SECONDS=120
server=${WORKFLOW_SERVER:-http://127.0.0.1:8000} burst=100 with_samples=true remote=false
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --burst)
      [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] || wrong_call '--burst needs a number from 1 to 99999'
      burst=$2
      shift
      ;;
    --no-samples) with_samples=false ;;
    --remote) remote=true ;;
    http://* | https://*) server=$1 ;;
    *) wrong_call "there is no option $1, and it is no URL" ;;
  esac
  shift
done
server=${server%/}
host=${server#*://}
host=${host%%[:/]*}
$remote || [[ $host == localhost || $host == 127.* || $host == '[' ]] ||
  wrong_call "$server is not this machine; --remote says that its owner agrees"
command -v curl >/dev/null || { echo 'test_api: curl is needed.' >&2 && exit 1; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Curl's own configuration keeps the key out of the list of processes.
[[ -z ${WORKFLOW_API_KEY:-} ]] || (umask 077 && printf 'header = "X-API-Key: %s"\n' "$WORKFLOW_API_KEY" >"$tmp/curlrc")
[[ -f $tmp/curlrc ]] || : >"$tmp/curlrc"

# ---- asking and comparing ----------------------------------------------------------------------
held=0 broken=0
check() {
  if [[ $2 == "$3" ]]; then
    held=$((held + 1))
    printf '  ok    %s\n' "$1"
  else
    broken=$((broken + 1))
    printf '  FAIL  %s: %s instead of %s\n' "$1" "${2:-nothing}" "$3"
    [[ -z ${4:-} ]] || printf '        %s\n' "${4:0:600}"
  fi
}

# Sets code and body: http METHOD PATH [JSON [CURL OPTION …]]
http() {
  local method=$1 path=$2 json=${3-}
  shift $(($# < 3 ? $# : 3))
  local data=()
  [[ -z $json ]] || data=(-H 'Content-Type: application/json' --data-binary "$json")
  local try
  for try in {1..60}; do
    code=$(curl -K "$tmp/curlrc" -sS -m 60 -X "$method" -o "$tmp/body" -D "$tmp/head" -w '%{http_code}' "${data[@]}" "$@" "$server$path") || code=none
    # Whoever asks too often is told when to come again.
    [[ $code == 429 && $try != 60 ]] || break
    sleep "$(header retry-after)"
  done
  body=$(cat "$tmp/body" 2>/dev/null || true)
}

# What a header of the last answer says.
header() {
  awk -v name="$1:" 'tolower($1) == name { sub(/^[^ ]* /, ""); sub(/\r$/, ""); print }' "$tmp/head"
}

# JSON as lines "pointer<TAB>value", one for each scalar and each empty object or list.
flat() {
  awk '
    function fail() { print "not JSON near character " at > "/dev/stderr"; exit 1 }
    function blank() { while (substr(text, at, 1) ~ /[ \t\n\r]/ && at <= size) at++ }
    function quoted(  from, c) {
      from = at++
      while ((c = substr(text, at, 1)) != "\"") { if (at > size) fail(); at += c == "\\" ? 2 : 1 }
      at++
      return substr(text, from, at - from)
    }
    function value(path,   c, rest, i, key, close_with) {
      blank(); c = substr(text, at, 1)
      if (c == "\"") { print path "\t" quoted(); return }
      if (c != "{" && c != "[") {
        rest = substr(text, at, 400); match(rest, /^[^],} \t\n\r]*/)
        if (RLENGTH < 1) fail()
        print path "\t" substr(rest, 1, RLENGTH); at += RLENGTH; return
      }
      close_with = c == "{" ? "}" : "]"; at++; blank()
      if (substr(text, at, 1) == close_with) { print path "\t" c close_with; at++; return }
      for (i = 0; ; i++) {
        key = i; blank()
        if (c == "{") { key = quoted(); key = substr(key, 2, length(key) - 2); blank(); at++ }
        value(path "/" key); blank()
        at++
        if (substr(text, at - 1, 1) == close_with) return
        if (substr(text, at - 1, 1) != ",") fail()
      }
    }
    { text = text $0 "\n" }
    END { at = 1; size = length(text); value("") }'
}

# The scalar at a pointer of the last answer, without quotes.
at() {
  flat <<<"$body" | awk -F '\t' -v path="$1" '$1 == path { gsub(/^"|"$/, "", $2); print $2; exit }'
}

refused() {
  local what=$1 want=$2 error=$3
  shift 3
  http "$@"
  check "$what: $want $error" "$code $(at /error_code)" "$want $error" "$body"
}

# ---- what an operator asks ---------------------------------------------------------------------
echo "Testing $server"
http GET /health
if [[ $code != 200 && $code != 503 ]]; then
  echo "test_api: no engine answers at $server ($code). Start one: scripts/init.sh, or java -jar target/app.jar" >&2
  exit 1
fi
echo 'Health and documentation'
check 'GET /health' "$code $(at /status) $(at /dependencies/redis) $(at /dependencies/postgres)" '200 healthy healthy healthy' "$body"
for path in /health/live /health/ready /health/started /metrics /openapi.json /schemas/workflow.json; do
  http GET "$path"
  check "GET $path" "$code" 200
done
http GET /docs '' -L
check 'GET /docs' "$code" 200
check 'HEAD /docs' "$(curl -K "$tmp/curlrc" -sSL -m 20 -o /dev/null -I -w '%{http_code}' "$server/docs")" 200
http GET /openapi.json
check 'the OpenAPI description parses' "$(flat <<<"$body" | grep -c '^/openapi')" 1

# ---- what is refused ---------------------------------------------------------------------------
api=/api/v1/workflow
nobody=$api/00000000-0000-7000-8000-000000000000
dag() {
  printf '{"name":"test_api","dag":{"nodes":[%s]}}' "$1"
}
a='{"id":"a","handler":"echo"}'
echo 'Refusals'
refused 'no JSON' 400 MALFORMED_JSON POST $api '{"name":'
refused 'no dag' 422 VALIDATION_ERROR POST $api '{"name":"test_api"}'
refused 'a name that is a number' 422 VALIDATION_ERROR POST $api '{"name":1,"dag":{"nodes":[]}}'
refused 'a node without a handler' 422 VALIDATION_ERROR POST $api "$(dag '{"id":"a"}')"
refused 'no nodes' 400 EMPTY_WORKFLOW POST $api "$(dag '')"
refused 'the same id twice' 400 DUPLICATE_NODE_ID POST $api "$(dag "$a,$a")"
refused 'a dependency that is not there' 400 INVALID_NODE_REFERENCE POST $api "$(dag '{"id":"a","handler":"echo","dependencies":["b"]}')"
refused 'a circle' 400 CYCLIC_DEPENDENCY POST $api \
  "$(dag '{"id":"a","handler":"echo","dependencies":["b"]},{"id":"b","handler":"echo","dependencies":["a"]}')"
check 'the circle is named' "$(at /detail | grep -c 'a → b → a')" 1 "$body"
refused 'a template of no ancestor' 400 INVALID_TEMPLATE POST $api "$(dag "$a,"'{"id":"b","handler":"echo","config":{"x":"{{ a.y }}"}}')"
refused 'a condition that is none' 400 INVALID_CONDITION POST $api "$(dag '{"id":"a","handler":"echo","condition":"1 =="}')"
refused 'a config no handler takes' 400 INVALID_CONFIG POST $api "$(dag '{"id":"a","handler":"delay","config":{"seconds":-1}}')"
refused 'another type of body' 415 UNSUPPORTED_MEDIA_TYPE POST $api '' -H 'Content-Type: text/plain' -d x
head -c 4300000 /dev/zero | tr '\0' ' ' >"$tmp/large"
refused 'a body of 4.3 MB' 413 LIMIT_EXCEEDED POST $api '' -H 'Content-Type: application/json' --data-binary "@$tmp/large"
refused 'another method' 405 METHOD_NOT_ALLOWED PUT $api '{}'
refused 'no such path' 404 NOT_FOUND GET /api/v1/nothing
refused 'no such execution' 404 EXECUTION_NOT_FOUND GET $nobody
refused 'an id that is none' 404 EXECUTION_NOT_FOUND GET $api/nonsense
refused 'results of no execution' 404 EXECUTION_NOT_FOUND GET $nobody/results
refused 'triggering no execution' 404 EXECUTION_NOT_FOUND POST $api/trigger/00000000-0000-7000-8000-000000000000
refused 'cancelling no execution' 404 EXECUTION_NOT_FOUND DELETE $nobody
http POST $api/validate "$(dag "$a,$a")"
check 'validating what is wrong' "$code $(at /valid) $(at /problems/0/code)" '200 false DUPLICATE_NODE_ID' "$body"
http POST $api/validate "$(dag "$a")"
check 'validating what is right' "$code $(at /valid) $(at /order/0)" '200 true a' "$body"

# ---- one execution, by hand --------------------------------------------------------------------
echo 'One execution'
http POST $api "$(dag '{"id":"wait","handler":"delay","config":{"seconds":3600}},{"id":"after","handler":"echo","dependencies":["wait"]}')"
execution=$(at /execution_id)
check 'submit' "$code" 201 "$body"
if [[ -n $(header x-ratelimit-limit) ]]; then
  check 'the answer tells the limit' \
    "$(grep -icE '^(x-ratelimit-(limit|remaining|reset): [0-9]+|ratelimit(-policy)?: "submissions";)' "$tmp/head")" 5 "$(cat "$tmp/head")"
fi
http GET "$api/$execution"
check 'its status' "$code $(at /status)" '200 PENDING' "$body"
http POST "$api/trigger/$execution"
check 'trigger' "$code $(at /execution_id)" "200 $execution" "$body"
refused 'trigger again' 409 ALREADY_TRIGGERED POST "$api/trigger/$execution"
http DELETE "$api/$execution"
check 'cancel' "$code $(at /status)" '200 success' "$body"
refused 'cancel again' 409 ALREADY_ENDED DELETE "$api/$execution"
http GET "$api/$execution"
check 'its status' "$code $(at /status) $(at /reason) $(at /node_statuses/after)" '200 CANCELLED CANCELLED_BY_USER CANCELLED' "$body"
http GET "$api/$execution/results"
check 'its results' "$code $(at /outputs)" '200 {}' "$body"
http POST "$api?trigger=true&wait=20" "$(dag '{"id":"a","handler":"echo","config":{"n":[1,"two",null]}}')"
check 'submit, trigger and wait' "$code $(at /status) $(at /outputs/a/n/0) $(at /outputs/a/n/1) $(at /outputs/a/n/2)" \
  '201 COMPLETED 1 two null' "$body"
http GET "$api?limit=1&name=test_api"
first=$(at /executions/0/execution_id)
cursor=$(at /next_cursor)
check 'a page of the list' "$code $(flat <<<"$body" | grep -c '/execution_id')" '200 1' "$body"
http GET "$api?limit=1&name=test_api&cursor=$cursor"
check 'the next page begins elsewhere' "$code $([[ $(at /executions/0/execution_id) == "$first" ]] && echo same || echo other)" '200 other' "$body"

# ---- a burst -----------------------------------------------------------------------------------
echo "$burst submissions at once"
dag "$a,"'{"id":"b","handler":"echo","dependencies":["a"]}' | sed 's/test_api/test_api_burst/' >"$tmp/burst.json"
export tmp server api
# shellcheck disable=SC2016  # the shell that xargs starts expands it
seq "$burst" | xargs -P 50 -I{} sh -c \
  'for try in $(seq 60); do
    code=$(curl -K "$tmp/curlrc" -sS -m 60 -o "$tmp/burst.{}" -w "%{http_code}" -H "Content-Type: application/json" \
      --data-binary "@$tmp/burst.json" "$server$api?trigger=true&wait=30")
    [ "$code" = 429 ] || break
    sleep 1
  done
  echo "$code"' >"$tmp/codes" || true
check 'all are taken' "$(grep -c '^201$' "$tmp/codes" || true)" "$burst" "$(sort "$tmp/codes" | uniq -c)"
check 'all complete' "$(cat "$tmp"/burst.[0-9]* | grep -o '"status":"COMPLETED"' | wc -l | tr -d ' ')" "$burst"
check 'all are different' "$(cat "$tmp"/burst.[0-9]* | grep -o '"execution_id":"[^"]*"' | sort -u | wc -l | tr -d ' ')" "$burst"

# ---- the samples -------------------------------------------------------------------------------
# The lines of $2 that are not among those of $1.
lacking() {
  awk 'NR == FNR { seen[$0] = 1; next } !($0 in seen)' "$1" "$2"
}

# What is expected below a member, as lines of the answer: /outputs//a/b becomes $2/a/b.
expected_below() {
  sed -n "s|^/$1/||p" "$tmp/expected" | awk -v under="$2" '{ print ($0 ~ /^\// ? under : under "/") $0 }'
}

start_sample() {
  local params
  http POST $api "@payloads/$1.json"
  executions[$1]=$(at /execution_id)
  params=$(sed -n 's/^ *"params": \({.*}\),$/{"params": \1}/p' "payloads/expected/$1.json")
  http POST "$api/trigger/${executions[$1]}" "${params:-{\}}"
  [[ $code == 200 ]] || check "$1 is triggered" "$code" 200 "$body"
}

# Gives the dead letter of an execution another chance, as an operator would.
retry_letter() {
  local entry
  http GET "/api/v1/admin/dlq?limit=100"
  entry=$(flat <<<"$body" | sed -n "s|^/entries/\([0-9]*\)/execution_id	\"${executions[$1]}\"|\1|p")
  http POST "/api/v1/admin/dlq/$(at "/entries/${entry:-none}/id")/retry"
  check "$1 is retried" "$code $(at /status)" '200 success' "$body"
}

await_sample() {
  local to_retry
  to_retry=$(grep -c '^/retry_dead_letter	' "$tmp/expected" || true)
  while :; do
    http GET "$api/${executions[$1]}"
    flat <<<"$body" | sort >"$tmp/status"
    if ((to_retry)) && grep -q '^/status	"FAILED"' "$tmp/status"; then
      to_retry=0
      retry_letter "$1"
      continue
    fi
    ! grep -qE '^/status	"(COMPLETED|FAILED|CANCELLED)"' "$tmp/status" || return 0
    ((SECONDS < PATIENCE_SECONDS)) || return 0
    if grep -q '^/cancel_when/' "$tmp/expected" && [[ -z $(lacking "$tmp/status" <(expected_below cancel_when '')) ]]; then
      http DELETE "$api/${executions[$1]}"
      check "$1 is cancelled" "$code" 200 "$body"
    fi
    sleep 0.2
  done
}

# Everything expected that is not so; empty if all is.
differences() {
  grep -E '^/(status|reason)	' "$tmp/expected" >"$tmp/wanted" || true
  if grep -q '^/node_statuses/\*	' "$tmp/expected"; then
    awk -F '\t' -v s="$(sed -n 's|^/node_statuses/\*	||p' "$tmp/expected")" '/^\/node_statuses\// { print $1 "\t" s }' "$tmp/status"
  else
    grep '^/node_statuses/' "$tmp/expected"
  fi >>"$tmp/wanted"
  expected_below status_at '' >>"$tmp/wanted"
  lacking "$tmp/status" "$tmp/wanted"
  http GET "$api/${executions[$1]}/results"
  flat <<<"$body" | sort >"$tmp/results"
  lacking "$tmp/results" <(expected_below outputs /outputs)
  sed -n 's|^/present/[0-9]*	"\(.*\)"|\1|p' "$tmp/expected" | while read -r pointer; do
    grep -q "^/outputs$pointer	" "$tmp/results" || echo "$pointer is missing"
  done
}

if $with_samples; then
  echo 'Samples'
  SECONDS=0
  declare -A executions
  samples=()
  for file in payloads/*.json; do
    sample=${file##*/}
    samples+=("${sample%.json}")
    start_sample "${sample%.json}"
  done
  for sample in "${samples[@]}"; do
    flat <"payloads/expected/$sample.json" | sort >"$tmp/expected"
    await_sample "$sample"
    differs=$(differences "$sample")
    check "$sample" "${differs:-as expected}" 'as expected' "execution ${executions[$sample]}"
  done
fi

printf '\n%d checks held, %d did not.\n' "$held" "$broken"
((broken == 0))
