#!/usr/bin/env bash
# Makes the pictures of the user guide and of the README out of a tour's screenshots: cropped, small, few colours.
# Usage: installer/guide-pictures.sh [TOUR_FOLDER]. Needs ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/.."
tour=${1:-out/tour}
pictures=resources/guide/pictures
screens=resources/screens
largest=$((120 * 1024))
mkdir -p "$pictures" "$screens"

# shot STEP THEME: the one screenshot of a step.
shot() {
    local found=("$tour"/[0-9]*-"$1-$2".png)
    [ -f "${found[0]}" ] || { echo "No picture of the step $1 in $tour" >&2; exit 1; }
    echo "${found[0]}"
}

# small FROM TO CROP WIDTH: fewer colours until it is small enough.
small() {
    local colours
    for colours in 160 96 64 40 24; do
        convert "$1" -crop "$3" +repage -filter Lanczos -resize "$4x" +dither -colors "$colours" -strip \
            -define png:compression-level=9 -define png:compression-filter=0 "PNG8:$2"
        [ "$(stat -c %s "$2")" -le "$largest" ] && return
    done
    echo "$2 stays larger than $largest bytes" >&2
    exit 1
}

# picture NAME STEP [CROP]: both themes. Without a crop: the document with its tabs and inspector, without tree and bars.
picture() {
    local crop=${3:-1196x797+244+48} width
    width=$((${crop%%x*} < 1000 ? ${crop%%x*} : 1000)) # never larger than it was on screen
    small "$(shot "$2" light)" "$pictures/$1.png" "$crop" "$width"
    small "$(shot "$2" dark)" "$pictures/$1-dark.png" "$crop" "$width"
}

whole=1440x900+0+0
picture start welcome $whole
picture window overview-live $whole
picture overview overview-live
picture projects projects
picture sql sql
picture table table
picture rules rules-change
picture rest rest
picture auth auth
picture storage storage
picture functions functions
picture logs logs
picture secrets secrets
picture deploy address
picture history history
picture preview preview
picture market market-app
picture starters starters
picture wallet wallet-spent
picture payments payment 680x720+380+95
picture ledger ledger
picture agents agents $whole
picture topup topup 560x760+440+75
picture images images
picture activity requests
picture status status
picture contact contact
picture settings settings

for name in overview:overview-live sql:sql functions:functions deploy:address rules:rules-change; do
    small "$(shot "${name#*:}" light)" "$screens/${name%%:*}.png" $whole 1200
    small "$(shot "${name#*:}" dark)" "$screens/${name%%:*}-dark.png" $whole 1200
done
du -sh "$pictures" "$screens"
