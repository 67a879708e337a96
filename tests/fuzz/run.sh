#!/usr/bin/env bash
# Fuzzes every target, two at a time, at the lowest priority. Needs clang.
#   tests/fuzz/run.sh [MINUTES] [TARGET…]   default: 10 minutes each, all targets
# New inputs stay in out/fuzz/TARGET. A finding is out/fuzz/TARGET-crash-…: mend it and commit the file under
# tests/fuzz/corpus/TARGET with a name that says what it was.
set -euo pipefail
cd "$(dirname "$0")/../.."

minutes=${1:-10}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(x402 mpp siwx abi jsonrpc jwt clifiles)

[ -f out/build/fuzz/build.ninja ] || cmake --preset fuzz
ninja -C out/build/fuzz "${targets[@]/#/fuzz_}"

fuzz() { # target
    mkdir -p "out/fuzz/$1"
    # Leaks are not looked for: Qt keeps memory until the process ends.
    if nice -n 19 "out/build/fuzz/fuzz/fuzz_$1" -max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=2048 \
        -max_len=16384 -detect_leaks=0 -print_final_stats=1 -artifact_prefix="out/fuzz/$1-" \
        "out/fuzz/$1" "tests/fuzz/corpus/$1" >"out/fuzz/$1.log" 2>&1; then
        echo "$1: nothing found in $minutes minutes, $(sed -n 's/^stat::number_of_executed_units: *//p' "out/fuzz/$1.log") inputs"
    else
        echo "$1: FINDING, see out/fuzz/$1.log" >&2
        return 1
    fi
}

failed=0 running=()
for target in "${targets[@]}"; do
    if [ ${#running[@]} -eq 2 ]; then
        wait "${running[0]}" || failed=1
        running=("${running[@]:1}")
    fi
    fuzz "$target" &
    running+=($!)
done
for pid in "${running[@]}"; do
    wait "$pid" || failed=1
done
exit $failed
