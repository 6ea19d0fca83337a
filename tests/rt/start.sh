#!/usr/bin/env bash
# Starts a Request Tracker 5 on loopback for tests, with data of its own in a folder.
#
#   start.sh FOLDER PORT            fresh data where the folder has none
#   start.sh FOLDER PORT --restore  the data as they were right after seeding
#
# Nothing of the system is touched but apt, when the packages are missing and we are root.
# FOLDER/env says how to reach it. Exit codes: 3 cannot be installed, 4 did not start.
set -euo pipefail

folder=${1:?folder} port=${2:?port} mode=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
base=http://127.0.0.1:$port
say() { printf 'rt: %s\n' "$*" >&2; }
fail() { say "$2"; exit "$1"; }

installed() { [ -x /usr/sbin/rt-setup-database-5 ] && [ -x /usr/share/request-tracker5/libexec/rt-server ]; }

install_packages() {
  [ "$(id -u)" = 0 ] || fail 3 "Request Tracker is not installed, and only root could install it"
  command -v apt-get >/dev/null || fail 3 "Request Tracker is not installed, and there is no apt-get"
  local log=$folder/apt.log guard=/usr/sbin/policy-rc.d added=
  export DEBIAN_FRONTEND=noninteractive
  # Packages that bring services must not start them here.
  if [ ! -e $guard ]; then printf '#!/bin/sh\nexit 101\n' >$guard && chmod 755 $guard && added=1; fi
  # The two small ones spare us a database server and a mail server.
  { apt-get -q update && apt-get -qy -o DPkg::Lock::Timeout=300 --no-install-recommends install \
      request-tracker5 rt5-standalone rt5-db-sqlite rt5-clients dbconfig-no-thanks msmtp-mta; } \
    </dev/null >"$log" 2>&1 || true
  [ -z "$added" ] || rm -f $guard
  installed || { tail -n 15 "$log" >&2; fail 3 "the packages could not be installed"; }
}

drop=()
[ "$(id -u)" != 0 ] || drop=(setpriv --reuid=www-data --regid=www-data --clear-groups)
own() { if [ "$(id -u)" = 0 ]; then chown -R www-data:www-data "$@"; fi; }
answers() {
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  printf 'GET /REST/2.0/rt HTTP/1.0\r\nAuthorization: token %s\r\n\r\n' "$1" >&3
  read -r -t 20 line <&3 || true
  exec 3>&-
  [[ $line == *" 200 "* ]]
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
chmod 755 "$folder"
installed || install_packages
"$here/stop.sh" "$folder"

mkdir -p "$folder"/etc/none "$folder"/var/{mason,session}
sed -e "s#@FOLDER@#$folder#g" -e "s#@PORT@#$port#g" "$here/site.pm" >"$folder/etc/RT_SiteConfig.pm"
export RT_SITE_CONFIG=$folder/etc/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=$folder/etc/none
export HOME=$folder LC_ALL=C.UTF-8 AGENT_PASSWORD=agent-$port-password
cp "$here"/*.pl "$folder/etc/"
own "$folder"
cd "$folder"

if [ "$mode" = --restore ] && [ -s seed.sqlite ]; then
  rm -f var/rt.sqlite* var/*.mbox
  cp seed.sqlite var/rt.sqlite
  own var/rt.sqlite
elif [ ! -s seed.sqlite ]; then
  rm -f var/rt.sqlite*
  (umask 077 && printf 'root-%s-password\n' "$port" >etc/root-password)
  own etc/root-password
  "${drop[@]}" /usr/sbin/rt-setup-database-5 --action init --skip-create \
    --root-password-file "$folder/etc/root-password" </dev/null >var/setup.log 2>&1 ||
    { tail -n 15 var/setup.log >&2; fail 4 "the database could not be made"; }
  "${drop[@]}" perl etc/seed.pl >tokens 2>var/seed.log || { tail -n 15 var/seed.log >&2; fail 4 "seeding failed"; }
  cp var/rt.sqlite seed.sqlite
fi

{
  printf 'URL=%s\nPASSWORD=%s\n' "$base" "$AGENT_PASSWORD"
  cat tokens
} >env.new
setsid "${drop[@]}" \
  /usr/share/request-tracker5/libexec/rt-server --host 127.0.0.1 --port "$port" \
  --max-workers 3 --max-keepalive-reqs 1 </dev/null >>var/server.log 2>&1 &
echo $! >pid
token=$(sed -n 's/^TOKEN_ROOT=//p' tokens)
for _ in $(seq 150); do
  if answers "$token"; then
    mv env.new env
    exit 0
  fi
  kill -0 "$(cat pid)" 2>/dev/null || break
  sleep 0.2
done
tail -n 15 var/server.log >&2
fail 4 "it did not answer on port $port"
