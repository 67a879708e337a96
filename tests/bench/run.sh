#!/usr/bin/env bash
# Runs every bench-* executable of a folder and joins their JSON lists into one file.
# Usage: run.sh BIN_DIR OUT_FILE
set -euo pipefail
bin=$1 out=$2
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

# npm's client for the same headers, where node is; kept beside the build, never in the sources.
here=$(cd "$(dirname "$0")" && pwd)
npm=$here/../../out/npm
if command -v npm >/dev/null && [ -x "$bin/bench-x402" ]; then
    mkdir -p "$npm" && cp "$here/x402_npm.mjs" "$npm/"
    [ -d "$npm/node_modules/viem" ] || npm install --prefix "$npm" --no-save --no-audit --no-fund --legacy-peer-deps \
        @x402/core@2.27.0 @x402/evm@2.27.0 viem@2.57.20 >/dev/null || echo "without npm's client: it cannot be installed" >&2
    if [ -d "$npm/node_modules/viem" ]; then
        "$bin/bench-x402" --headers >"$npm/headers.txt"
        export RUN402_NPM_BENCH="node '$npm/x402_npm.mjs' '$npm/headers.txt'"
    fi
fi
for bench in "$bin"/bench-*; do
    [ -x "$bench" ] || continue
    echo "== $(basename "$bench")"
    "$bench" >"$parts/$(basename "$bench").json"
done
python3 - "$parts" "$out" <<'PY'
import glob, json, sys
rows = []
for name in sorted(glob.glob(sys.argv[1] + "/*.json")):
    rows += json.load(open(name))
json.dump(rows, open(sys.argv[2], "w"), indent=1)
for r in rows:
    ratio = f"{r['ratio']:.2f}" if r.get("ratio") is not None else "-"
    print(f"{r['name']:<44} {r['value']:>12.3f} {r['unit']:<8} reference {r['reference']}: {r['reference_value']:.3f}, ratio {ratio}")
PY
echo "Results: $out"
