#!/usr/bin/env bash
# Runs a program as on a person's desktop, without one: virtual display, D-Bus session of its own, an unlocked
# keychain that starts empty, and private folders that vanish afterwards. Usage: headless.sh PROGRAM [ARGS…]
set -euo pipefail

home=$(mktemp -d "${TMPDIR:-/tmp}/run402-headless.XXXXXX")
trap 'rm -rf "$home"' EXIT
chmod 711 "$home" # the sandbox runs its database as another user when started by root
mkdir -p "$home/config" "$home/data" "$home/cache" "$home/state"
mkdir -m 700 "$home/runtime"

# Caches that only cost time stay shared; everything a program writes about itself is private.
export npm_config_cache=${npm_config_cache:-${HOME:-/tmp}/.npm}
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
export XDG_STATE_HOME=$home/state XDG_RUNTIME_DIR=$home/runtime
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-xcb} LIBGL_ALWAYS_SOFTWARE=1
export QTWEBENGINE_CHROMIUM_FLAGS="${QTWEBENGINE_CHROMIUM_FLAGS:-} --disable-gpu"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL

xvfb-run -a -s "-screen 0 1440x900x24 -nolisten tcp" dbus-run-session -- bash -c '
    eval "$(printf "headless" | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)" || true
    "$@"
' headless "$@"
