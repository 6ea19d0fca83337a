#!/usr/bin/env bash
# Stops the Request Tracker that start.sh started in a folder, and nothing else.
#
#   stop.sh FOLDER            keeps the data
#   stop.sh FOLDER --purge    removes the folder
set -u
folder=${1:?folder}
pid=$(cat "$folder/pid" 2>/dev/null || true)
# The number may by now be another program's: only the server we know is ended, with its group.
if [ -n "$pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q rt-server; then
  kill -TERM -- "-$pid" 2>/dev/null
  for _ in $(seq 50); do
    kill -0 -- "-$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$pid" 2>/dev/null
fi
rm -f "$folder/pid" "$folder/env"
if [ "${2:-}" = --purge ] && [ -e "$folder/etc/RT_SiteConfig.pm" ]; then rm -rf "$folder"; fi
exit 0
