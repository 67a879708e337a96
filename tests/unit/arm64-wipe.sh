#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# arm64-wipe.sh [FOLDER]: builds tst_wipe for ARM64 and runs it in QEMU, on an x86-64 Debian. Nothing of the system is
# changed: ARM64 packages are unpacked in FOLDER (default: a new one under /tmp), about 220 MB.
# Needs g++-aarch64-linux-gnu, qemu-user and Qt's moc (qt6-base-dev-tools). Exits with 77 where they are missing.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$(mktemp -d)}
moc=/usr/lib/qt6/libexec/moc
for program in aarch64-linux-gnu-g++ qemu-aarch64 $moc; do
    command -v "$program" >/dev/null || { echo "arm64-wipe: $program is missing" >&2; exit 77; }
done

root=$folder/root
if [ ! -d "$root/usr/include/aarch64-linux-gnu/qt6" ]; then
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$root"
    : >"$folder/apt/status"
    cat >"$folder/apt.conf" <<CONF
Dir::State "$folder/apt";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt/cache";
APT::Architecture "arm64";
APT::Architectures {"arm64";};
APT::Install-Recommends "false";
APT::Sandbox::User "root";
CONF
    export APT_CONFIG="$folder/apt.conf"
    apt-get -qq update
    apt-get -qq -y --download-only install libqt6core6 libqt6test6 libqt6concurrent6 libsodium-dev libsecp256k1-dev
    (cd "$folder/apt/cache/archives" && apt-get -qq download qt6-base-dev && for deb in *.deb; do dpkg -x "$deb" "$root"; done)
fi

out=$folder/build
mkdir -p "$out"
headers="services/net/call.h services/secrets/vaultstore.h"
for header in $headers; do
    "$moc" -I"$source" "$source/$header" -o "$out/moc_$(basename "$header" .h).cpp"
done
"$moc" -I"$source" "$source/tests/unit/tst_wipe.cpp" -o "$out/tst_wipe.moc"
libraries=$root/usr/lib/aarch64-linux-gnu
qt=$root/usr/include/aarch64-linux-gnu/qt6
cd "$source"
aarch64-linux-gnu-g++ -std=c++20 -O1 -Wall -Wextra -DQT_NO_KEYWORDS -DQT_NO_CAST_FROM_ASCII -fPIC \
    -I. -I"$out" -isystem "$qt" -isystem "$qt/QtCore" -isystem "$qt/QtTest" -isystem "$qt/QtConcurrent" \
    -isystem "$root/usr/include" -isystem "$root/usr/include/aarch64-linux-gnu" \
    tests/unit/tst_wipe.cpp tests/support/keytraces.cpp "$out"/moc_*.cpp \
    services/secrets/wipe.cpp services/secrets/vaultfile.cpp services/secrets/vaultstore.cpp services/secrets/privatefile.cpp \
    services/net/call.cpp services/x402/secretkey.cpp services/x402/signer.cpp services/x402/address.cpp services/x402/bytes.cpp \
    -Wl,-rpath-link,"$libraries:$root/lib/aarch64-linux-gnu" "$libraries/libQt6Core.so.6" "$libraries/libQt6Test.so.6" \
    "$libraries/libsodium.so.23" "$libraries/libsecp256k1.so.1" \
    -o "$out/tst_wipe"
qemu-aarch64 -L "$root" -E LD_LIBRARY_PATH="$libraries" "$out/tst_wipe"
