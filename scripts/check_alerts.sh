#!/usr/bin/env bash
# Checks Prometheus' settings and alert rules, and tries the rules out on made-up series (docker/prometheus).
set -euo pipefail
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  echo "Usage: scripts/check_alerts.sh   needs promtool, which comes with Prometheus (Debian: apt install prometheus)"
  exit 0
fi
cd "$(dirname "$0")/../docker/prometheus"
command -v promtool >/dev/null || { echo "promtool is missing; it comes with Prometheus" >&2; exit 2; }
promtool check config prometheus.yml
promtool test rules alerts_test.yml
