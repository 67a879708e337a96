#!/usr/bin/env bash
# Installs what is missing for building and running on Debian 12. Usage: install-deps.sh run|test
# Idempotent: asks dpkg once and leaves when nothing is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kind=${1:-run}

if ! command -v dpkg-query >/dev/null; then
    echo "Not Debian: install what installer/debian-packages.txt lists by your own means." >&2
    exit 0
fi
pattern='^\[run\] '
[ "$kind" = test ] && pattern='^\[(run|test)\] '
mapfile -t wanted < <(grep -E "$pattern" "$here/debian-packages.txt" | sed -E 's/^\[[a-z]+\] //')

# Node may come from elsewhere than Debian; a node new enough on PATH counts.
node_present=0
if command -v npm >/dev/null && command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]; then
    node_present=1
fi

installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/ installed$//p' || true)
missing=()
for package in "${wanted[@]}"; do
    case $package in nodejs | npm) [ $node_present = 1 ] && continue ;; esac
    grep -qx -- "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Missing packages and no sudo. As root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi

# Debian's server package opens a cluster of its own when first installed. We bring our own private one and
# want nothing listening: say so before the package looks.
if ! dpkg-query -W postgresql-common >/dev/null 2>&1 && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${missing[@]}"
