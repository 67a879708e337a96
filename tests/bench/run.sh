#!/usr/bin/env bash
# Runs every bench-* executable of a folder and joins their JSON lists into one file.
# Usage: run.sh BIN_DIR OUT_FILE
set -euo pipefail
bin=$1 out=$2
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
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
