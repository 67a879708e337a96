#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# with-keyring.sh [--no-keyring] COMMAND…: runs a command with a D-Bus session and an unlocked
# gnome-keyring of its own, in folders of its own. RUN402_TEST_KEYRING_PID is the keyring's process.
# --no-keyring: a session bus on which nothing keeps secrets.
# Exits with 77 (skipped) where the programs are missing.
set -eu
keyring=1
if [ "${1-}" = --no-keyring ]; then keyring=0; shift; fi
for program in dbus-daemon gnome-keyring-daemon; do
    command -v "$program" >/dev/null || { echo "with-keyring: $program is missing" >&2; exit 77; }
done

home=$(mktemp -d)
bus=
ring=
finish() {
    for pid in $ring $bus; do kill -CONT "$pid" 2>/dev/null || :; kill "$pid" 2>/dev/null || :; done
    rm -rf "$home"
}
trap finish EXIT INT TERM
mkdir -m 700 "$home/run"
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" \
    XDG_RUNTIME_DIR="$home/run"
unset DISPLAY WAYLAND_DISPLAY GNOME_KEYRING_CONTROL XDG_CURRENT_DESKTOP DESKTOP_SESSION KDE_FULL_SESSION 2>/dev/null || :

# Our own configuration: without service folders nothing is started behind our back.
cat >"$home/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=$home/run/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
CONF
dbus-daemon --config-file="$home/bus.conf" --nofork --nopidfile >/dev/null 2>&1 &
bus=$!
export DBUS_SESSION_BUS_ADDRESS="unix:path=$home/run/bus"
n=0
until [ -S "$home/run/bus" ]; do
    n=$((n + 1)); [ $n -lt 100 ] || { echo "with-keyring: no bus" >&2; exit 1; }
    sleep 0.05
done
if [ $keyring = 1 ]; then
    printf %s 'test keyring' >"$home/password"
    gnome-keyring-daemon --foreground --components=secrets --unlock <"$home/password" >/dev/null 2>&1 &
    ring=$!
    n=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
        string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do
        n=$((n + 1)); [ $n -lt 100 ] || { echo "with-keyring: no keyring" >&2; exit 1; }
        sleep 0.05
    done
    export RUN402_TEST_KEYRING_PID="$ring"
fi
"$@"
