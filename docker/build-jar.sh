#!/usr/bin/env bash
# Builds target/app.jar inside a Debian image, unless one is there that is as new as its sources.
set -euo pipefail
if [[ ${1:-} == -h ]]; then
  echo 'Usage: docker/build-jar.sh   (root, in a Debian image, with the sources in the current directory)'
  exit 0
fi
if [[ -f target/app.jar && -z $(find pom.xml src -type f -newer target/app.jar -print -quit) ]]; then
  echo 'Taking target/app.jar as it is.'
  exit 0
fi
echo 'Building target/app.jar, which takes some minutes …'
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends openjdk-17-jdk-headless maven >/dev/null
./mvnw -B -ntp -q -Dmaven.test.skip=true package
