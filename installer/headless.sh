#!/usr/bin/env bash
# Runs a program as on a person's desktop, without one: virtual display, D-Bus session of its own, an unlocked
# keychain that starts empty, and private folders that vanish afterwards. Usage: headless.sh PROGRAM [ARGS…]
# Ends with the program's exit code; interrupted or terminated, it ends the program first.
set -euo pipefail

home=$(mktemp -d "${TMPDIR:-/tmp}/run402-headless.XXXXXX")
session='' display=''
finish() {
    trap '' INT TERM
    [ -n "$session" ] && kill -TERM -- "-$session" 2>/dev/null || true
    [ -n "$display" ] && kill "$display" 2>/dev/null || true
    wait 2>/dev/null || true
    # What has just been told to end may still be writing its last file.
    for _ in 1 2 3 4 5; do rm -rf "$home" 2>/dev/null && break; sleep 0.2; done
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 711 "$home" # the sandbox runs its database as another user when started by root
mkdir -p "$home/config" "$home/data" "$home/cache" "$home/state"
mkdir -m 700 "$home/runtime"

# Caches that only cost time stay shared; everything a program writes about itself is private.
export npm_config_cache=${npm_config_cache:-${HOME:-/tmp}/.npm}
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
export XDG_STATE_HOME=$home/state XDG_RUNTIME_DIR=$home/runtime
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-xcb} LIBGL_ALWAYS_SOFTWARE=1
export QTWEBENGINE_CHROMIUM_FLAGS="${QTWEBENGINE_CHROMIUM_FLAGS:-} --disable-gpu"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL XAUTHORITY

# The server picks a free number by itself and says which once it listens.
mkfifo "$home/number"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -noreset 3>"$home/number" 2>"$home/xvfb.log" &
display=$!
read -r number <"$home/number" || { cat "$home/xvfb.log" >&2; echo "No virtual display" >&2; exit 1; }
export DISPLAY=:$number

set -m # a process group of its own, to end all of it
dbus-run-session -- bash -c '
    eval "$(printf headless | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)" || true
    exec "$@"
' headless "$@" <&0 &
session=$!
set +m
code=0
wait "$session" || code=$?
exit "$code"
