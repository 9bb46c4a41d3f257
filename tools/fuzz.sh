#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every fuzz target of a build for some seconds, starting from tests/corpus/<target>.
#
#   tools/fuzz.sh BUILD SECONDS [JOBS]
#
# What it finds is left in BUILD/corpus/<target> (grown corpus) and BUILD/crashes (reproducers).
# A crasher belongs into tests/corpus/<target>, where it is replayed by every test run for ever.
set -euo pipefail
build=$1 seconds=$2 jobs=${3:-1}
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$build/crashes"

fuzz_one() {
  local program=$1 target
  target=$(basename "$program"); target=${target#fuzz_}
  mkdir -p "$build/corpus/$target"
  local log=$build/corpus/$target.log
  if "$program" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
       -artifact_prefix="$build/crashes/$target-" \
       "$build/corpus/$target" "$root/tests/corpus/$target" >"$log" 2>&1; then
    echo "ok    $target: $(grep -o 'number_of_executed_units: *[0-9]*' "$log" | tr -dc 0-9) runs"
  else
    echo "FOUND $target: see $log"
    tail -n 15 "$log"
    return 1
  fi
}
export -f fuzz_one
export build seconds root
find "$build/src" -type f -executable -name 'fuzz_*' | sort |
  xargs -r -P "$jobs" -I{} bash -c 'fuzz_one {}'
