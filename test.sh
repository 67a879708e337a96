#!/usr/bin/env bash
# Installs, builds and runs every test headless.
#   ./test.sh               everything, sanitizer build included
#   ./test.sh --label L     one CTest label of the normal build (unit, model, conformance, service, gui, webengine, lint)
#   ./test.sh --bench       every benchmark in Release; writes out/bench.json
#   ./test.sh --faults      10,000 seeded runs of the paid path (every test run makes 500); SECURITY.md has the record
#   ./test.sh --no-asan     everything but the sanitizer build
set -euo pipefail
cd "$(dirname "$0")"

label='' bench=0 asan=1 faults=0
while [ $# -gt 0 ]; do
    case $1 in
        --label) label=${2:?--label needs a name}; shift 2 ;;
        --bench) bench=1; shift ;;
        --faults) faults=1; shift ;;
        --no-asan) asan=0; shift ;;
        *) echo "usage: ./test.sh [--label L] [--bench] [--faults] [--no-asan]" >&2; exit 2 ;;
    esac
done
case $label in
    '' | unit | model | conformance | service | gui | webengine | lint) ;;
    *) echo "No label '$label'" >&2; exit 2 ;;
esac

installer/install-deps.sh test
mkdir -p out
jobs=$(nproc)

configure() { # preset
    [ -f "out/build/$1/build.ninja" ] && return
    cmake --preset "$1" >"out/configure-$1.log" 2>&1 || { cat "out/configure-$1.log" >&2; exit 1; }
}

run_tests() { # preset, further arguments for ctest
    local preset=$1
    shift
    # Whether the window ever waits is measured on a machine that others may share: a failure must happen three times. The
    # first one is printed all the same.
    installer/headless.sh ctest --test-dir "out/build/$preset" --output-on-failure --repeat until-pass:3 -j "$jobs" \
        --no-tests=error "$@"
}

if [ $bench = 1 ]; then
    configure release
    ninja -C out/build/release benchmarks
    installer/headless.sh tests/bench/run.sh out/build/release/bin out/bench.json
    exit
fi

configure ci
if [ $faults = 1 ]; then
    ninja -C out/build/ci tst_paidruns
    # Qt Test ends a test function after five minutes otherwise.
    QTEST_FUNCTION_TIMEOUT=7200000 RUN402_RUNS=10000 out/build/ci/tests/tst_paidruns
    exit
fi
if [ -n "$label" ]; then
    ninja -C out/build/ci "tests-$label"
    run_tests ci -L "^$label\$"
    exit
fi
ninja -C out/build/ci
run_tests ci

if [ $asan = 1 ]; then
    echo "Sanitizer build: unit, model, conformance and service tests"
    configure asan
    ninja -C out/build/asan tests-unit tests-model tests-conformance tests-service
    # Leaks are not looked for: Qt, glib and libpq keep memory until the process ends.
    export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=0
    run_tests asan -L '^(unit|model|conformance|service)$'
fi
