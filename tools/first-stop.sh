#!/usr/bin/env bash
# How long it takes from a clone to the first answered STOP: clones this repository's HEAD into a folder of its own, starts the local host as the README says,
# texts STOP, and says when what happened. Nothing is left behind. What the machine has in its NuGet and npm caches is used, as on any developer's machine.
set -euo pipefail
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
folder=$(mktemp -d)
port=${1:-7291}
host=
end() {
  if [ -n "$host" ]; then
    # `dotnet run` has the host as its child, and hands no signal on.
    pkill -TERM -P "$host" 2>/dev/null || true
    wait "$host" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap end EXIT
begin=$(date +%s.%N)
since() { printf '%6.1f s  %s\n' "$(echo "$(date +%s.%N) - $begin" | bc)" "$1"; }
git clone --quiet "$repository" "$folder/optout"
since 'cloned'
cd "$folder/optout"
dotnet run --project src/OptOut.LocalHost -- --urls "http://127.0.0.1:$port" > "$folder/log" 2>&1 &
host=$!
until [ -s "$folder/log" ]; do sleep 0.1; done
since "first line: $(head -1 "$folder/log")"
until curl -s -o /dev/null "http://127.0.0.1:$port/api/health"; do
  kill -0 "$host" || { cat "$folder/log"; exit 1; }
  sleep 0.2
done
since 'listens'
answer=$(curl -s "http://127.0.0.1:$port/local/messages" -H 'content-type: application/json' -d '{"from": "+14155552671", "to": "+14155550100", "body": "Stop."}')
case $answer in
  *unsubscribed*) since 'the first STOP is confirmed' ;;
  *) echo "No confirmation: $answer"; exit 1 ;;
esac
