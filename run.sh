#!/usr/bin/env bash
# Installs what is missing, builds, and opens Run402 Desktop on its embedded sandbox.
# Without a display: runs the guided tour under Xvfb and leaves screenshots in out/tour.
# Arguments are passed to the application.
set -euo pipefail
cd "$(dirname "$0")"

installer/install-deps.sh run
build=out/build/run
mkdir -p out
if [ ! -f "$build/build.ninja" ]; then
    echo "Configuring (log: out/configure.log)"
    cmake --preset dev -B "$build" -DRUN402_TESTS=OFF -DRUN402_PCH=ON >out/configure.log 2>&1 \
        || { cat out/configure.log >&2; rm -f "$build/build.ninja"; exit 1; }
fi
ninja -C "$build" run402-desktop run402-sandbox

app=$build/bin/run402-desktop
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
    exec "$app" "$@"
fi
case " $* " in
    *" --help "* | *" -h "* | *" --version "* | *" -v "*) QT_QPA_PLATFORM=offscreen exec "$app" "$@" ;;
esac

echo "No display: running the guided tour under Xvfb."
rm -rf out/tour
code=0
installer/headless.sh "$app" --tour out/tour "$@" || code=$?
echo
echo "Screenshots:"
find out/tour -name '*.png' | sort
exit "$code"
