# Sourced by the scripts beside it that make a small app of their own.

# The settings of whoever runs this (signing, hooks) have no part in it.
git() { GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 command git "$@"; }

# Makes a base image of one static program, so that nothing is pulled from anywhere.
make_base_image() { # NAME FOLDER
  local image=$1 files=$2 name
  mkdir -p "$files/bin" "$files/tmp"
  chmod 1777 "$files/tmp"
  cp "$(command -v busybox)" "$files/bin/busybox"
  for name in sh cat date echo env grep httpd ls mkdir sleep wget; do ln -s busybox "$files/bin/$name"; done
  tar -C "$files" --owner=0 --group=0 -c . | docker import --change 'ENV PATH=/bin' - "$image" >/dev/null
}
