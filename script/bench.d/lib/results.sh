# Sourced: what becomes of samples. A figure notes samples by name, and compares one name with another; each comparison is one
# line of target/bench/FIGURE.tsv, of which docs/BENCHMARKS.md is made.

readonly OUT=$PWD/target/bench
readonly DOCUMENT=docs/BENCHMARKS.md

# --- while a figure is measured: $figure and $work are set ---------------------------------------------------------------

note() { # NAME VALUE
  [[ $2 =~ ^[0-9.e+-]+$ ]] || { printf 'bench: not a number for %s: %s\n' "$1" "$2" >&2; exit 1; }
  printf '%s\n' "$2" >>"$work/$1.samples"
}

# Prints median, least and greatest of some samples.
spread() { # NAME
  LC_ALL=C sort -g "$work/$1.samples" | awk '
    { v[NR] = $1 }
    END { if (NR == 0) exit 1; m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; printf "%.9g\t%.9g\t%.9g\n", m, v[1], v[NR] }'
}

# A row: ours beside a peer's, by medians. The target is one of
#   ratio<=N ratio>=N   ours by the peer's      ours<=N   ours alone      more<=N   ours less the peer's
# or nothing, for a row that only tells; without a peer, that and its name are '-'.
compare() { # LABEL UNIT OURS PEER PEER-IN-WORDS [TARGET]
  local label=$1 unit=$2 peer=$4 words=$5 target=${6:-} theirs=$'-\t-\t-' ours
  ours=$(spread "$3")
  [ "$peer" = - ] || theirs=$(spread "$peer")
  printf '%s\t%s\t%s\t%s\t%s\n' "$label" "$unit" "$ours" "$words" "$theirs" | awk -F'\t' -v OFS='\t' -v target="$target" '
    { ours = $3; theirs = $7
      ratio = theirs == "-" || theirs == 0 ? "-" : sprintf("%.3g", ours / theirs)
      verdict = "-"
      if (target != "") {
        kind = substr(target, 1, 5); limit = substr(target, match(target, /[0-9]/)) + 0
        value = kind == "ratio" ? (theirs == 0 ? 0 : ours / theirs) : kind == "more<" ? ours - theirs : ours
        if (kind == "ratio" && theirs == "-") { print "a ratio needs a peer" >"/dev/stderr"; exit 1 }
        # As it is shown: a difference that no reader sees is no miss.
        shown = sprintf("%.3g", value) + 0
        verdict = (target ~ />=/ ? shown >= limit : shown <= limit) ? "met" : "missed"
      }
      print $0, ratio, target == "" ? "-" : target, verdict }' >>"$OUT/$figure.tsv.new"
}

# --- afterwards ----------------------------------------------------------------------------------------------------------

# The rows of a figure in words, for whoever watches.
show_figure() { # NAME
  local file=$OUT/$1.tsv
  awk -F'\t' '
    function short(n) { return n == "-" ? n : sprintf(n >= 1000 ? "%.0f" : "%.3g", n) }
    /^#/ { if ($1 == "#title") printf "\n%s\n", $2; next }
    { printf "  %-52s %s %s (%s to %s)", $1, short($3), $2, short($4), short($5)
      if ($7 != "-") printf ", %s: %s (%s to %s), ratio %s", $6, short($7), short($8), short($9), $10
      if ($11 != "-") printf ", target %s: %s", $11, ($12 == "missed" ? "MISSED" : $12)
      print "" }' "$file"
}

missed() { # NAME…
  local name status=1
  for name in "$@"; do
    if [ -f "$OUT/$name.tsv" ] && grep -v '^#' "$OUT/$name.tsv" | cut -f12 | grep -qx missed; then
      printf 'missed: %s\n' "$name" >&2
      status=0
    fi
  done
  return "$status"
}

fact() { sed -n "s/^#$2\t//p" "$OUT/$1.tsv" | head -n 1; } # FIGURE KEY

# What a reader must know of a machine to make anything of its numbers.
machine_facts() {
  printf '| %s | %s |\n' \
    processor "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores" \
    memory "$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)" \
    kernel "$(uname -sr)" \
    Docker "$(docker version --format '{{.Server.Version}}'), storage $(docker info --format '{{.Driver}}'), $(userland_proxy)" \
    Git "$(git version | cut -d' ' -f3)" \
    Java "$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$(find_jdk25)/release")"
}

userland_proxy() { if pgrep -f docker-proxy >/dev/null; then echo 'userland proxy on'; else echo 'userland proxy unknown'; fi; }

rows() { # NAME
  awk -F'\t' '
    function short(n) { return n == "-" ? n : sprintf(n >= 1000 ? "%.0f" : "%.3g", n) }
    function range(m, a, b) { return a == b ? short(m) : short(m) " (" short(a) "–" short(b) ")" }
    function target(t) { gsub(/<=/, " ≤ ", t); gsub(/>=/, " ≥ ", t); sub(/^ours/, "Slipway", t); sub(/^more/, "difference", t); return t }
    BEGIN { print "| | unit | Slipway | peer | ratio | target | |"; print "|---|---|---|---|---|---|---|" }
    /^#/ { next }
    { printf "| %s | %s | %s | %s | %s | %s | %s |\n", $1, $2, range($3, $4, $5), $7 == "-" ? "" : $6 ": " range($7, $8, $9),
        $10 == "-" ? "" : $10, $11 == "-" ? "" : target($11), $12 == "-" ? "" : $12 == "missed" ? "**missed**" : $12 }' "$OUT/$1.tsv"
}

write_document() {
  local name
  {
    cat <<'WORDS'
# Benchmarks

`script/bench` wrote this page; what stands under a table is kept in `script/bench.d/NAME.md`. Each row is a median with its least
and greatest value, beside a peer that was measured in the same run, turn by turn with Slipway. Read the ratios: milliseconds are
this machine's, which was not idle. What is measured is the tarball of `script/dist`.

WORDS
    printf '| the machine | |\n|---|---|\n'
    machine_facts
    for name in $(figures); do
      [ -f "$OUT/$name.tsv" ] || { printf '\n## `%s`\n\nCould not be measured in the last run.\n' "$name"; continue; }
      printf '\n## %s\n\n%s\n\n' "$(fact "$name" title)" "$(fact "$name" about)"
      rows "$name"
      printf '\n`script/bench %s%s`, commit %s, %s, load average %s.\n' \
        "$([ "$(fact "$name" quick)" != yes ] || echo '--quick ')" "$name" "$(fact "$name" commit)" "$(fact "$name" date)" "$(fact "$name" load)"
      [ ! -f "script/bench.d/$name.md" ] || { echo; cat "script/bench.d/$name.md"; }
    done
  } >"$DOCUMENT.new"
  mv "$DOCUMENT.new" "$DOCUMENT"
  printf '\n%s is written\n' "$DOCUMENT"
}
