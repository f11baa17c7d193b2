#!/usr/bin/env bash
# From a fresh clone to a workflow that runs before your eyes: build, start, run, show, stop.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/quickstart.sh [SAMPLE] [--keep] [--port N]

Runs one sample of payloads/ and shows its progress, a line per change. Uses the engine at
WORKFLOW_SERVER (default http://127.0.0.1:8000) if one answers there; else builds target/app.jar
when it is missing, starts it with PostgreSQL and Redis embedded, and stops it at the end.

  SAMPLE     a name in payloads/ without .json, or a file; complex_dag if none is given
  --keep     leave the engine running that this script started
  --port N   the port to start it on (default 8000, or WORKFLOW_PORT)
  --list     name the samples
  -h         this text

Needs Java 17 or newer and curl; a JDK for the first build. WORKFLOW_API_KEY is sent where it is set.
NO_COLOR=1 turns colours off.
Exits with 0 when the sample ended as it should, 1 when not, 2 when the call was wrong.
TEXT
}

fail() {
  printf 'quickstart: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '            %s\n' "$@" >&2
  exit 1
}

about() {
  [[ ! -f $1 ]] || sed -n 's/^ *"about": "\(.*\)",$/\1/p' "$1"
}

samples() {
  local file
  for file in payloads/*.json; do
    file=${file##*/}
    file=${file%.json}
    printf '  %-22s %s\n' "$file" "$(about "payloads/expected/$file.json")"
  done
}

wrong_call() {
  printf 'quickstart: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

readonly START_SECONDS=120
readonly MANY_NODES=40
sample=complex_dag
keep=false
port=${WORKFLOW_PORT:-8000}
asked_port=
list=false
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --keep) keep=true ;;
    --list) list=true ;;
    --port) [[ ${2:-} =~ ^[0-9]+$ ]] || wrong_call '--port needs a number' && port=$2 asked_port=$2 && shift ;;
    --port=*) [[ ${1#*=} =~ ^[0-9]+$ ]] || wrong_call '--port needs a number' && port=${1#*=} asked_port=$port ;;
    -*) wrong_call "there is no option $1" ;;
    *) sample=$1 ;;
  esac
  shift
done

called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if $list; then
  samples
  exit 0
fi

definition=payloads/$sample.json
expected=payloads/expected/$sample.json
if [[ ! -f $definition ]]; then
  definition=$sample
  [[ $definition == /* ]] || definition=$called_from/$definition
  [[ -f $definition ]] || fail "there is no sample and no file '$sample'. The samples are:" "$(samples)"
fi

# ---- what is on screen -------------------------------------------------------------------------
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' blue=$'\e[34m' yellow=$'\e[33m' plain=$'\e[0m'
else
  bold='' dim='' green='' red='' blue='' yellow='' plain=''
fi

# Milliseconds since an arbitrary moment; seconds are good enough where bash is older than 5.
now() {
  if [[ -n ${EPOCHREALTIME:-} ]]; then
    local micros=${EPOCHREALTIME/[.,]/}
    echo $((micros / 1000))
  else
    echo $((SECONDS * 1000))
  fi
}

since() {
  local millis=$(($(now) - $1))
  printf '%d.%d s' $((millis / 1000)) $((millis % 1000 / 100))
}

# ---- an engine ---------------------------------------------------------------------------------
engine=
log=
stop_engine() {
  if [[ -n $engine ]] && ! $keep; then
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
    engine=
  fi
}
trap stop_engine EXIT
trap 'keep=false; exit 130' INT TERM

# The engine's answer to /health says "status"; anything else at this address is not one.
is_engine() {
  curl -s -m 3 "$server/health" 2>/dev/null | grep -q '"dependencies"'
}

is_ready() {
  [[ $(curl -s -m 3 -o /dev/null -w '%{http_code}' "$server/health/ready" 2>/dev/null) == 200 ]]
}

is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

find_java() {
  java=java
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || fail "Java 17 or newer is needed, and there is no '$java'." \
    "Install one (https://adoptium.net, or: apt-get install openjdk-17-jdk-headless), or set JAVA_HOME."
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
  [[ ${version:-0} -ge 17 ]] || fail "Java 17 or newer is needed; $(command -v "$java") is ${version:-unknown}." \
    "Set JAVA_HOME to a newer one."
}

build() {
  command -v "$(dirname "$(command -v "$java")")/javac" >/dev/null || command -v javac >/dev/null ||
    fail 'target/app.jar is to be built, and there is no javac: this Java is no JDK.' \
      'Install one (apt-get install openjdk-17-jdk-headless).'
  echo 'Building target/app.jar, which takes some minutes the first time …'
  local started
  started=$(now)
  ./mvnw -q -DskipTests package || fail 'the build failed; what it printed above says why.'
  echo "Built in $(since "$started")."
}

start_engine() {
  server=http://127.0.0.1:$port
  ! is_taken "$port" || fail "port $port is taken, and not by an engine." \
    "Take another: scripts/quickstart.sh --port $((port + 1))"
  find_java
  [[ -f target/app.jar ]] || build
  log=target/quickstart.log
  echo "Starting the engine on $server (log: $log) …"
  local started
  started=$(now)
  nohup "$java" -jar target/app.jar --port="$port" --management-port=0 --simulate </dev/null >"$log" 2>&1 &
  engine=$!
  until is_ready; do
    kill -0 "$engine" 2>/dev/null || start_failed 'the engine ended while it was starting.'
    (($(now) - started < START_SECONDS * 1000)) || start_failed "the engine was not ready after $START_SECONDS s."
    sleep 0.2
  done
  echo "Ready after $(since "$started")."
}

start_failed() {
  printf '\n%s\n' "---- the end of $log"
  tail -n 25 "$log"
  printf '%s\n\n' '----'
  fail "$1"
}

server=http://127.0.0.1:$port
[[ -n $asked_port || -z ${WORKFLOW_SERVER:-} ]] || server=${WORKFLOW_SERVER%/}
if is_engine; then
  echo "Using the engine that runs at $server."
elif [[ -z $asked_port && -n ${WORKFLOW_SERVER:-} ]]; then
  fail "no engine answers at WORKFLOW_SERVER=$server."
else
  start_engine
fi

# ---- run the sample ----------------------------------------------------------------------------
# Calls the API; prints the body, fails with the server's own words for anything but a 2xx.
call() {
  local answer code
  answer=$(curl -sS -m 30 -w '\n%{http_code}' ${WORKFLOW_API_KEY:+-H "X-API-Key: $WORKFLOW_API_KEY"} "$@") || fail "the engine at $server does not answer."
  code=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  [[ $code == 2* ]] || fail "$(printf '%s' "$answer" | sed -n 's/.*"detail":"\([^"]*\)".*/\1/p') (HTTP $code)" "$answer"
  printf '%s\n' "$answer"
}

field() {
  grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | sed 's/.*:"\(.*\)"/\1/'
}

# A line "node STATE" for each node, in the order of the definition.
states() {
  sed -n 's/.*"node_statuses":{\([^}]*\)}.*/\1/p' | tr ',' '\n' | sed 's/"\([^"]*\)":"\([A-Z]*\)"/\1 \2/'
}

# JSON, indented by two, one member a line.
pretty() {
  awk '{
    depth = 0; text = 0; out = ""
    for (i = 1; i <= length($0); i++) {
      c = substr($0, i, 1)
      if (text) {
        out = out c
        if (c == "\\") { i++; out = out substr($0, i, 1) } else if (c == "\"") text = 0
      } else if (c == "\"") { text = 1; out = out c }
      else if (c ~ /[{[]/ && substr($0, i + 1, 1) ~ /[]}]/) { out = out c substr($0, i + 1, 1); i++ }
      else if (c ~ /[{[]/) out = out c "\n" indent(++depth)
      else if (c ~ /[]}]/) out = out "\n" indent(--depth) c
      else if (c == ",") out = out c "\n" indent(depth)
      else if (c == ":") out = out ": "
      else out = out c
    }
    print out
  }
  function indent(n,   spaces) { spaces = ""; while (n-- > 0) spaces = spaces "  "; return spaces }'
}

show_change() {
  local node=$1 state=$2 running=$3 look
  case $state in
    RUNNING) look="$blue●" ;;
    COMPLETED) look="$green✓" ;;
    FAILED) look="$red✗" ;;
    RETRYING) look="$yellow↻" ;;
    SKIPPED | CANCELLED) look="$dim–" ;;
    *) return 0 ;;
  esac
  printf '%9s  %s %-*s %-9s%s  %s%s\n' "$(since "$triggered")" "$look" "$width" "$node" "$state" "$plain" "$dim$running" "$plain"
}

# What changed since the last look; the dots at the right are the nodes that run at this moment.
show_progress() {
  local running
  running=$(printf '%s\n' "$2" | grep -c ' RUNNING$' || true)
  if (($(printf '%s\n' "$2" | wc -l) > MANY_NODES)); then
    printf '%9s  %s\n' "$(since "$triggered")" "$(printf '%s\n' "$2" | awk '{ n[$2]++ } END { for (s in n) print s, n[s] }' | sort | paste -sd ' ' -)"
    return
  fi
  awk 'NR == FNR { seen[$0] = 1; next } !($0 in seen)' <(printf '%s\n' "$1") <(printf '%s\n' "$2") |
    while read -r node state; do
      show_change "$node" "$state" "$(printf '%*s' "$running" '' | tr ' ' '|')"
    done
}

cancel_if_due() {
  if $to_cancel && (($(now) - triggered > 1500)); then
    to_cancel=false
    echo "           cancelling it: curl -X DELETE $server/api/v1/workflow/$execution"
    call -X DELETE "$server/api/v1/workflow/$execution" >/dev/null
  fi
}

# The first time that the sample ends; its node is a dead letter then, and an operator would look into it.
retry_if_due() {
  [[ -n $to_retry ]] || return 1
  local node=$to_retry letter
  to_retry=
  letter=$(call "$server/api/v1/admin/dlq?limit=500" | tr '{' '\n' |
    grep "\"execution_id\":\"$execution\",\"node_id\":\"$node\"" | field id)
  echo "           retrying it: curl -X POST $server/api/v1/admin/dlq/$letter/retry"
  call -X POST "$server/api/v1/admin/dlq/$letter/retry" >/dev/null
}

execution=$(call -X POST "$server/api/v1/workflow" -H 'Content-Type: application/json' --data-binary "@$definition" |
  field execution_id)
printf '\n%s\n' "$bold$(basename "$definition" .json)$plain  execution $execution"
[[ ! -f $expected ]] || printf '%s\n' "$dim$(about "$expected")$plain"
printf '%s\n\n' "${dim}Seconds since the trigger, what changed, and a bar for each node that runs.$plain"

call -X POST "$server/api/v1/workflow/trigger/$execution" >/dev/null
triggered=$(now)
to_cancel=false
[[ ! -f $expected ]] || ! grep -q cancel_when "$expected" || to_cancel=true
to_retry=
[[ ! -f $expected ]] || to_retry=$(sed -n 's/^ *"retry_dead_letter": "\(.*\)",$/\1/p' "$expected")
before=
width=
while :; do
  answer=$(call "$server/api/v1/workflow/$execution")
  status=$(printf '%s' "$answer" | field status)
  after=$(printf '%s' "$answer" | states)
  : "${width:=$(printf '%s\n' "$after" | awk '{ if (length($1) > w) w = length($1) } END { print w }')}"
  [[ $after == "$before" ]] || show_progress "$before" "$after"
  before=$after
  [[ $status != COMPLETED && $status != FAILED && $status != CANCELLED ]] || retry_if_due || break
  cancel_if_due
  sleep 0.1
done

# ---- what came of it ---------------------------------------------------------------------------
reason=$(printf '%s' "$answer" | field reason || true)
printf '\n%s in %s' "$bold$status$plain${reason:+ ($reason)}" "$(since "$triggered")"
wanted=COMPLETED
[[ ! -f $expected ]] || wanted=$(sed -n 's/^ *"status": "\([A-Z]*\)",$/\1/p' "$expected" | head -n 1)
if [[ $status == "$wanted" ]]; then
  [[ $wanted == COMPLETED ]] || printf ', as this sample should'
else
  printf ', and it should have been %s' "$wanted"
fi
echo

last=$(printf '%s\n' "$after" | awk '$2 == "COMPLETED" { last = $1 } END { print last }')
if [[ -n $last ]]; then
  printf '\nWhat "%s" gave:\n' "$last"
  call "$server/api/v1/workflow/$execution/results" | pretty |
    awk -v open="^    \"$last\": " '$0 ~ open { on = 1 } on { sub(/^    /, "  "); print } on && /^  }/ { exit }'
fi

printf '\n%s\n' "${bold}Try next$plain"
more=
[[ $port == 8000 ]] || more=" --port $port"
if [[ -n $engine ]] && ! $keep; then
  echo "  java -jar target/app.jar$more                           # the engine; stop it with Ctrl-C"
fi
cat <<TEXT
  curl -s $server/api/v1/workflow/$execution
  curl -s $server/api/v1/workflow/$execution/results
  curl -s '$server/api/v1/workflow?limit=5'
  scripts/quickstart.sh conditional_branching$more        # or another of: scripts/quickstart.sh --list
TEXT
if [[ -n $engine ]]; then
  if $keep; then
    printf '\nThe engine goes on running as process %s at %s (API documentation: %s/docs).\nStop it with: kill %s\n' \
      "$engine" "$server" "$server" "$engine"
  else
    printf '\nStopping the engine; what it stored stays. Leave it running with --keep.\n'
  fi
fi
[[ $status == "$wanted" ]]
