#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Start, lock, kill -9, recovery, reset and clean stop of the sandbox server.
#   sandbox_lifecycle.sh SANDBOX_BINARY
set -u
binary=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/run402-lifecycle.XXXXXX")
chmod 711 "$work" # started by root, the server runs its database as another user
data=$work/data
pids=()
finish() {
    for p in "${pids[@]}"; do kill -TERM "$p" 2>/dev/null; done
    wait "${pids[@]}" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT

fail() { echo "FAIL: $*"; exit 1; }

# start NAME [OPTION...]: sets pid and url once the server says it is ready
start() {
    local name=$1; shift
    rm -f "$work/$name.in" && mkfifo "$work/$name.in"
    : > "$work/$name.out"
    "$binary" --port 0 --data "$data" "$@" < "$work/$name.in" > "$work/$name.out" 2>&1 &
    pid=$!
    pids+=("$pid")
    exec {input}> "$work/$name.in"
    timeout 60 tail -n +1 -f --pid=$pid "$work/$name.out" | grep -m1 -q '"event"' || fail "$name: no answer"
    grep -q '"ready"' "$work/$name.out" || fail "$name: $(cat "$work/$name.out")"
    url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/$name.out")
}
postmaster() { pgrep -P "$pid" -x postgres; }
balance() {
    curl -s "$url/rpc/84532" -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[{\"to\":\"0x036CbD53842c5426634e7929541eC2318f3dCF7e\",\"data\":\"0x70a08231000000000000000000000000${1#0x}\"},\"latest\"]}" | sed -n 's/.*"result":"0x0*\([0-9a-f]*\)".*/\1/p'
}
drip() { curl -s -o /dev/null -w '%{http_code}' "$url/faucet/v1" -H 'Content-Type: application/json' -d "{\"address\":\"$1\"}"; }

start first
echo "ok started"

second=$("$binary" --port 0 --data "$data" 2>&1) && fail "a second server on the same folder was accepted"
[[ $second == *'"event":"error"'*'already uses'* ]] || fail "second server said: $second"
echo "ok a second server on the folder is refused"

port=${url##*:}
third=$("$binary" --port "$port" --data "$work/other" 2>&1) && fail "a taken port was accepted"
[[ $third == *'"port.taken"'* ]] || fail "taken port said: $third"
echo "ok a taken port is reported"

# money acknowledged before kill -9 must be there afterwards
: > "$work/acknowledged"
( for i in $(seq 1 400); do
      address=$(printf '0x%040x' "$i")
      [ "$(drip "$address")" = 200 ] && echo "$address" >> "$work/acknowledged"
  done ) &
writer=$!
tail -f --pid=$writer "$work/acknowledged" | sed '60q' > /dev/null
kill -9 "$pid"
kill "$writer" 2>/dev/null
wait "$writer" 2>/dev/null
kill_count=$(wc -l < "$work/acknowledged")
[ "$kill_count" -ge 60 ] || fail "only $kill_count drips before the kill"
start again
while read -r address; do
    [ "$(balance "$address")" = 3d090 ] || fail "$address lost its money"
done < "$work/acknowledged"
echo "ok $kill_count acknowledged writes survive kill -9, restarted at once"

database=$(postmaster)
kill -TERM "$pid"
wait "$pid"; code=$?
[ $code = 0 ] || fail "SIGTERM gave exit code $code"
kill -0 "$database" 2>/dev/null && fail "a database process is left"
echo "ok SIGTERM stops server and database"

start eof --exit-on-stdin-eof
[ "$(balance 0x0000000000000000000000000000000000000001)" = 3d090 ] || fail "data lost after a clean stop"
exec {input}>&-
wait "$pid" || fail "closing standard input: exit code $?"
echo "ok closing standard input stops it"

sleep 600 &
parent=$!; pids+=("$parent")
start parent --parent-pid "$parent"
kill "$parent"
wait "$pid" || fail "end of the parent: exit code $?"
echo "ok the end of the parent stops it"

start reset --reset
[ -z "$(balance 0x0000000000000000000000000000000000000001)" ] || fail "--reset kept data"
[ -n "$(curl -s "$url/health" | grep healthy)" ] || fail "not healthy after --reset"
database=$(postmaster)
kill -9 "$database"
for _ in $(seq 100); do
    curl -s "$url/health" | grep -q '"healthy"' && [ "$(postmaster)" != "$database" ] && break
    sleep 0.1
done
curl -s "$url/health" | grep -q '"healthy"' || fail "not healthy after the database was killed"
echo "ok a killed database is started again"
database=$(postmaster)
kill -INT "$pid"
wait "$pid" || fail "SIGINT: exit code $?"
kill -0 "$database" 2>/dev/null && fail "a database process is left"

# the marketplace is filled in the background; killed in the middle of it, the next start completes it
starters=$(find "$(dirname "$0")/../../resources/starters" -mindepth 2 -maxdepth 2 -name starter.json | wc -l)
offered() { curl -s "$url/apps/v1" | grep -o '"id":"ver_[^"]*"' | sort; }
await_offered() { for _ in $(seq 600); do [ "$(offered | wc -l)" -ge "$1" ] && return; sleep 0.1; done; fail "the market has $(offered | wc -l) of $1 starters"; }
start unseeded --reset --no-starters
[ -z "$(offered)" ] || fail "--no-starters offers something"
kill -TERM "$pid"; wait "$pid"
start seeding
await_offered 1
kill -9 "$pid"; wait "$pid" 2>/dev/null
start completing
await_offered "$starters"
ids=$(offered)
kill -TERM "$pid"; wait "$pid" || fail "stopped while seeding: exit code $?"
start seeded
sleep 1
[ "$(offered)" = "$ids" ] || fail "what is installed was installed again"
owned=$(curl -s "$url/wallets/v1/0x0000000000000000000000000000000000000402/projects" | grep -o '"id":"prj_' | wc -l)
[ "$owned" = "$starters" ] || fail "$owned projects for $starters starters"
kill -TERM "$pid"; wait "$pid"
echo "ok $starters starters, once each, after a kill in the middle"
echo "ok all"
