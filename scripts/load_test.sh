#!/usr/bin/env bash
# Throughput and latency of a running engine, measured from outside.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/load_test.sh [URL] [--clients C] [--workflows N] [--nodes K] [--remote]

A closed loop: each of C clients submits a workflow of K nodes in a chain, waits for its end, and submits the next,
until N have ended. Prints throughput and latency (from submission to the answer that it completed) as a table, and as
one line of JSON at the end. Warms up first.

  URL            the engine (default WORKFLOW_SERVER, else http://127.0.0.1:8000)
  --clients C    clients at a time (default 16)
  --workflows N  how many in all (default 1000)
  --nodes K      nodes of each (default 3)
  --remote       allow an engine on another machine
  -h             this text

The engine must not limit submissions: start it with RATE_LIMIT_ENABLED=false.

Needs a JDK 17 or newer. WORKFLOW_API_KEY is sent as X-API-Key if it is set. Exits with 0 when every workflow
completed, 1 when one did not, 2 when the call was wrong.
TEXT
}

wrong_call() {
  printf 'load_test: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

server=${WORKFLOW_SERVER:-http://127.0.0.1:8000} clients=16 workflows=1000 nodes=3 remote=false
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --clients | --workflows | --nodes)
      [[ ${2:-} =~ ^[1-9][0-9]{0,6}$ ]] || wrong_call "$1 needs a number from 1"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    --remote) remote=true ;;
    http://* | https://*) server=${1%/} ;;
    *) wrong_call "there is no option $1, and it is no URL" ;;
  esac
  shift
done

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || {
  echo 'load_test: a JDK 17 or newer is needed; install one, or set JAVA_HOME.' >&2
  exit 1
}
exec "$java" "$(dirname "${BASH_SOURCE[0]}")/LoadTest.java" "$server" "$clients" "$workflows" "$nodes" "$remote"
