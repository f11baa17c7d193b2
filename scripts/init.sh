#!/usr/bin/env bash
# From a clone with Docker to the whole stack: checks, makes .env, builds, starts, waits until all is healthy.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/init.sh [--workers N] [--no-build] [--timeout SECONDS]
       scripts/init.sh --down [--volumes]

Starts PostgreSQL, Redis, the API, two orchestrators, three workers and a reaper as docker-compose.yml describes
them, and waits until each is healthy. Makes .env with a random password if there is none. Migrations run by
themselves. Run again, it brings up to date what changed and leaves the rest as it is.

  --workers N        how many workers (default 3)
  --no-build         take the image that is there
  --timeout SECONDS  how long to wait for health (default 240)
  --down             stop and remove the containers; data stays
  --volumes          with --down: remove the data too
  -h                 this text

Needs Docker with `docker compose` or docker-compose 1.29. With a JDK 17 or newer the jar is built on this machine,
else in a container. Exits with 0 when all is healthy, 1 when not, 2 when the call was wrong.
TEXT
}

fail() {
  printf 'init: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '      %s\n' "$@" >&2
  exit 1
}

wrong_call() {
  printf 'init: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

workers=3 build=true timeout=240 down=false volumes=false
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --workers | --timeout)
      [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || wrong_call "$1 needs a number from 1 to 9999"
      [[ $1 == --workers ]] && workers=$2 || timeout=$2
      shift
      ;;
    --no-build) build=false ;;
    --down) down=true ;;
    --volumes) volumes=true ;;
    *) wrong_call "there is no option $1" ;;
  esac
  shift
done
! $volumes || $down || wrong_call '--volumes goes with --down'
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# ---- what must be there ------------------------------------------------------------------------
command -v docker >/dev/null || fail 'there is no docker on this machine.' \
  'Install Docker (https://docs.docker.com/engine/install/), or do without: scripts/quickstart.sh needs only Java.'
docker info >/dev/null 2>&1 || fail 'the Docker engine does not answer.' \
  'Start it (systemctl start docker, or Docker Desktop), or see whether this account may use it: docker info'
if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose=(docker-compose)
else
  fail 'there is neither "docker compose" nor docker-compose.' 'Install docker-compose-plugin (or, on Debian, docker-compose).'
fi

make_env() {
  local password
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  (umask 077 && sed "s/^POSTGRES_PASSWORD=\$/POSTGRES_PASSWORD=$password/" .env.example >.env)
  echo 'Made .env with a random password.'
}

setting() {
  sed -n "s/^$1=//p" .env | tail -n 1
}

[[ -f .env ]] || make_env
[[ $(setting POSTGRES_PASSWORD) =~ ^[A-Za-z0-9]+$ ]] || fail 'POSTGRES_PASSWORD in .env must be of letters and digits.' \
  'Set it, or remove .env and start again with: scripts/init.sh --down --volumes; scripts/init.sh'

if $down; then
  remove=()
  ! $volumes || remove=(--volumes)
  "${compose[@]}" down --timeout 40 "${remove[@]}"
  exit 0
fi

port=${API_PORT:-$(setting API_PORT)}
port=${port:-8000}
if [[ -z $("${compose[@]}" ps -q api 2>/dev/null) ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  fail "port $port is taken." "Stop what listens there, or set another: API_PORT=$((port + 1)) in .env"
fi

# ---- build and start ---------------------------------------------------------------------------
is_fresh() {
  [[ -f target/app.jar && -z $(find pom.xml src/main -newer target/app.jar -print -quit) ]]
}

has_jdk() {
  local javac=javac
  [[ -z ${JAVA_HOME:-} ]] || javac=$JAVA_HOME/bin/javac
  command -v "$javac" >/dev/null && [[ $("$javac" -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/') -ge 17 ]]
}

if $build && ! is_fresh && has_jdk; then
  echo 'Building target/app.jar, which takes some minutes the first time …'
  # The container takes the jar only if it is newer than its sources.
  ./mvnw -q -Dmaven.test.skip=true package || fail 'the build failed; what it printed above says why.'
  touch target/app.jar
fi
up=(up --detach --scale "worker=$workers")
if $build; then
  echo 'Building the image …'
  # Once: the roles share it.
  "${compose[@]}" build api || fail 'the image could not be built; what is printed above says why.'
fi
"${compose[@]}" "${up[@]}" || fail 'the stack did not start; what is printed above says why.' \
  "See also: ${compose[*]} logs"

# ---- wait --------------------------------------------------------------------------------------
# A line "service state" for each container; state is Docker's word on its health.
states() {
  local containers
  mapfile -t containers < <("${compose[@]}" ps -q)
  docker inspect --format \
    '{{.Name}} {{if .State.Running}}{{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}{{else}}{{.State.Status}}{{end}}' \
    "${containers[@]}" | sed 's|^/||' | sort
}

# One that ended three times since it was made will not come up by waiting.
gave_up() {
  "${compose[@]}" ps -q | xargs docker inspect --format '{{.RestartCount}}' | grep -qvE '^[0-2]$'
}

echo "Waiting until all are healthy, at most $timeout s …"
SECONDS=0
until ! states | grep -qv ' healthy$'; do
  if ((SECONDS > timeout)) || gave_up; then
    states >&2
    states | grep -v ' healthy$' | cut -d ' ' -f 1 | while read -r container; do
      printf '\n---- the end of %s\n' "$container" >&2
      docker logs --tail 20 "$container" >&2
    done
    fail "not all were healthy after $SECONDS s." "Look at: ${compose[*]} ps; ${compose[*]} logs"
  fi
  sleep 1
done
states | sed 's/^/  /'

server=http://127.0.0.1:$port
cat <<TEXT

All are healthy. The API: $server   its documentation: $server/docs

Try next
  WORKFLOW_SERVER=$server scripts/quickstart.sh complex_dag   # one sample, before your eyes
  scripts/test_api.sh $server                                 # every sample and every refusal
  scripts/load_test.sh $server                                # throughput and latency
  ${compose[*]} up --detach --scale worker=5                  # more workers
  ${compose[*]} logs --follow worker
  scripts/init.sh --down                                      # stop it; data stays
TEXT
