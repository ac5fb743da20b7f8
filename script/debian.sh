# shellcheck shell=bash
# Sourced by scripts that need packages of another Debian than this machine's.

# Downloads packages for amd64 and unpacks them into FOLDER/root, once. With an apt of its own, so that any user can, signatures are
# checked as ever, and this system's lists are not touched.
debian_packages() { # FOLDER SUITE PACKAGE…
  local folder=$1 suite=$2 mirror=${SLIPWAY_DEBIAN_MIRROR:-http://deb.debian.org} deb
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  shift 2
  [ ! -e "$folder/complete" ] || return 0
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null || [ ! -e "$keyring" ]; then
    printf 'Packages of Debian need apt-get, dpkg-deb and %s (debian-archive-keyring)\n' "$keyring" >&2
    return 1
  fi
  printf 'fetching %s of Debian %s\n' "$*" "$suite" >&2
  rm -rf "$folder"
  mkdir -p "$folder"/{lists/partial,cache/archives/partial,debs,root}
  printf 'deb [signed-by=%s] %s main\n' "$keyring" "$mirror/debian $suite" "$keyring" "$mirror/debian-security $suite-security" \
    >"$folder/sources.list"
  local -a apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$folder/lists"
    -o "Dir::Cache=$folder/cache" -o Dir::State::status=/dev/null -o APT::Architecture=amd64 -o APT::Architectures=amd64
    -o Acquire::Languages=none -o APT::Sandbox::User= -o Acquire::Retries=3)
  if ! "${apt[@]}" update >"$folder/log" 2>&1 || ! (cd "$folder/debs" && "${apt[@]}" download "$@" >>"$folder/log" 2>&1); then
    cat "$folder/log" >&2
    printf 'Debian %s cannot be had from %s; what apt-get said is above\n' "$suite" "$mirror" >&2
    return 1
  fi
  for deb in "$folder"/debs/*.deb; do dpkg-deb -x "$deb" "$folder/root"; done
  rm -rf "$folder"/{lists,cache}
  touch "$folder/complete"
}
