#!/bin/sh
# Kills a container at random moments of its boot and afterwards starts it undisturbed: it must be whole each time.
# usage: kill-boots.sh CHECKOUT [TIMES]; needs a built distribution
set -eu
checkout=$1
times=${2:-10}
base=$(mktemp -d)
trap '"$checkout/dharmic" stop --base "$base" >/dev/null; rm -rf "$base"' EXIT
sed 's/^sshPort.*/sshPort = 0/' "$checkout/etc/org.apache.karaf.shell.cfg" >"$base/shell.cfg"
mkdir "$base/etc"
mv "$base/shell.cfg" "$base/etc/org.apache.karaf.shell.cfg"

round=1
while [ "$round" -le "$times" ]; do
    rm -f "$base/data/cache/cache.ok"
    "$checkout/dharmic" start --foreground --base "$base" >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v r="$round" 'BEGIN { srand(r); printf "%.2f", 0.3 + rand() * 2.2 }')"
    kill -9 "$pid" 2>/dev/null || :
    wait "$pid" 2>/dev/null || :
    "$checkout/dharmic" start --base "$base" >"$base/start.txt" || { cat "$base/start.txt"; exit 1; }
    if grep -q 'not running' "$base/start.txt"; then
        cat "$base/start.txt"
        exit 1
    fi
    # Mail is taken before ssh and shell are up; the marker follows when every line runs.
    left=100
    until [ -f "$base/data/cache/cache.ok" ]; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || { echo "round $round: no cache.ok"; exit 1; }
        sleep 0.1
    done
    "$checkout/dharmic" stop --base "$base" >/dev/null
    echo "round $round: whole"
    round=$((round + 1))
done
