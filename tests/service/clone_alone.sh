#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A clone by itself, with nothing beside it: everything the build names is committed, the vectors come along, and
# tests that need the recorded transcripts say that they were skipped.
#   clone_alone.sh SOURCE_DIR TST_FIXTURES SANDBOX_BINARY
set -euo pipefail
source=$1 fixtures_test=$2 sandbox=$3
git -C "$source" rev-parse --git-dir >/dev/null 2>&1 || { echo "skipped: not a git working copy"; exit 77; }

work=$(mktemp -d "${TMPDIR:-/tmp}/run402-clone.XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() { echo "FAIL: $*"; exit 1; }

git -c safe.directory='*' clone -q --no-local "$source" "$work/clone"
cd "$work/clone"
cmake --preset ci >"$work/configure.log" 2>&1 || { cat "$work/configure.log"; fail "the clone does not configure"; }
echo "ok configures"
ls tests/vectors/*.json >/dev/null || fail "no vectors in the clone"
python3 tests/lint/lint.py "$PWD" >/dev/null || fail "lint finds something in the clone"
echo "ok vectors and lint"

unset RUN402_FIXTURES_DIR RUN402_REPLAY_DIR
code=0
node tests/service/replay.mjs "$sandbox" >"$work/replay.log" || code=$?
[ $code = 77 ] || fail "the replay without transcripts ended with $code instead of 77"
grep -q '^skipped: ' "$work/replay.log" || fail "the replay does not say that it skipped"
RUN402_FIXTURES_DIR=$work/nothing QT_QPA_PLATFORM=offscreen "$fixtures_test" >"$work/fixtures.log" || fail "tst_fixtures fails without transcripts"
grep -q '^SKIP .*no transcripts here' "$work/fixtures.log" || fail "tst_fixtures does not say that it skipped"
echo "ok transcripts are reported as skipped"
