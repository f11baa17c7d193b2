#!/usr/bin/env bash
# Ready or not, by the management port, which is open in every role; exits with 0 or 1.
set -euo pipefail
if [[ ${1:-} == -h ]]; then
  echo "Usage: healthcheck.sh   asks http://127.0.0.1:\${WORKFLOW_MANAGEMENT_PORT:-9000}/health/ready"
  exit 0
fi
exec 3<>"/dev/tcp/127.0.0.1/${WORKFLOW_MANAGEMENT_PORT:-9000}"
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 4 _ code _ <&3
[[ $code == 200 ]] || { echo "not ready: HTTP $code"; exit 1; }
echo ready
