# Sourced by the scripts beside it.

# Prints the home of a JDK (not a bare JRE) of version 25; fails if none is here.
find_jdk25() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25*; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}
