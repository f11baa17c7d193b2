#!/usr/bin/env bash
# Runs a main class of the test tree, such as the simulation.
set -euo pipefail

if (($# == 0)) || [[ $1 == -h ]]; then
  cat <<'TEXT'
Usage: scripts/test_main.sh [JVM OPTION...] CLASS [ARGUMENT...]

Runs a main class of the test tree; scripts/simulate, scripts/chaos and scripts/rebuild_bench call it. Builds the jar and
the test classes first where they are missing or older than the sources.

  -h  this text

Needs a JDK 17 or newer and Maven (see mvnw). Exits as the class does, or with 2 when none was named.
TEXT
  exit $((2 * ($# == 0)))
fi

here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || {
  echo 'A JDK 17 or newer is needed; install one, or set JAVA_HOME.' >&2
  exit 1
}

classpath=target/test-classpath.txt
built=target/test-classes.built
if [[ ! -f $built || ! -f target/app.jar || -n $(find src pom.xml -newer "$built" -print -quit) ]]; then
  echo 'Building target/app.jar and the test classes …' >&2
  started=$(mktemp)
  ./mvnw -q -B -ntp -DskipTests package >&2
  touch -r "$started" "$built"
  rm -f "$started"
fi
if [[ ! -f $classpath || pom.xml -nt $classpath ]]; then
  ./mvnw -q -B -ntp dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath" >&2
fi

root=$PWD
cd "$here"
exec "$java" -Dapp.jar="$root/target/app.jar" -Dproject.dir="$root" \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "$root/target/test-classes:$root/target/classes:$(<"$root/$classpath")" "$@"
