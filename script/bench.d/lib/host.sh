# Sourced: a host to measure on. A Git server, repositories with a small app, an agent, and the removal of all that.

# shellcheck source=script/fixtures.sh
source script/fixtures.sh

readonly RUN=$$ # in the name of everything that is made on the engine
readonly BASE=slipway-bench-base-$RUN:1
readonly PREFIX=slipway-bench-$RUN
PATH=$PATH:/usr/sbin

die() { printf 'bench: %s\n' "$*" >&2; exit 1; }

pick() { if [ "$quick" = yes ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi; } # QUICK WHOLE

# --- processes -----------------------------------------------------------------------------------------------------------

started=()

stop() { # PID
  local children
  children=$(pgrep -P "$1") || true # fcgiwrap's outlive it
  kill "$1" 2>/dev/null || return 0 # it has ended by itself
  # shellcheck disable=SC2086 # several words
  [ -z "$children" ] || kill $children 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

clean_up() {
  local status=$? pid ids
  trap - EXIT
  set +e
  for pid in "${started[@]}"; do stop "$pid"; done
  ids=$(docker ps -aq --filter "name=$PREFIX")
  # shellcheck disable=SC2086 # ids are several words
  [ -z "$ids" ] || docker rm -f -v $ids >/dev/null
  ids=$({ docker image ls -q "$PREFIX*"; docker image ls -q "slipway/$PREFIX*"; images_without_name; } | sort -u)
  # shellcheck disable=SC2086
  [ -z "$ids" ] || docker image rm -f $ids >/dev/null
  ! docker image inspect "$BASE" >/dev/null 2>&1 || docker image rm "$BASE" >/dev/null
  ids=$(docker network ls -q --filter "name=$PREFIX")
  # shellcheck disable=SC2086
  [ -z "$ids" ] || docker network rm $ids >/dev/null
  if [ "$status" -ne 0 ]; then
    [ -z "${figure_log:-}" ] || [ ! -f "$figure_log" ] || tail -n 20 "$figure_log" >&2
  fi
  rm -rf "$work"
  exit "$status"
}

# What builds have left on top of the base image: untagged images that begin with its layer.
images_without_name() {
  local layer id
  layer=$(docker image inspect --format '{{index .RootFS.Layers 0}}' "$BASE" 2>/dev/null) || return 0 # never made
  for id in $(docker image ls -q --filter dangling=true --filter "since=$BASE"); do
    [ "$(docker image inspect --format '{{index .RootFS.Layers 0}}' "$id" 2>/dev/null)" != "$layer" ] || printf '%s\n' "$id"
  done
}

microseconds() { printf '%s\n' "${EPOCHREALTIME/[.,]/}"; }

since() { awk -v a="$1" -v b="$(microseconds)" 'BEGIN { printf "%.3f\n", (b - a) / 1000 }'; } # MICROSECONDS: in ms

await() { # SECONDS WORDS COMMAND…: until it succeeds
  local end=$((SECONDS + $1)) words=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || die "waited in vain for $words"
    sleep 0.05
  done
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! port_answers "$port"; then printf '%s\n' "$port"; return; fi
  done
}

# --- Git -----------------------------------------------------------------------------------------------------------------

# nginx in front of git http-backend, as people have it: sets git_http and git_https, and takes what is in $work/git.
serve_git() {
  local port tls
  port=$(free_port) tls=$(free_port)
  git_http=http://127.0.0.1:$port git_https=https://127.0.0.1:$tls
  mkdir -p "$work/git" "$work/nginx"
  make_certificate
  cat >"$work/nginx/nginx.conf" <<NGINX
user $(id -un);
worker_processes 1;
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
events { worker_connections 256; }
http {
  # When a request came, to the ms, and what it asked for.
  log_format arrivals '\$msec \$request_time \$request_method \$uri';
  access_log $work/nginx/access.log arrivals;
  client_body_temp_path $work/nginx/body; proxy_temp_path $work/nginx/proxy; fastcgi_temp_path $work/nginx/fastcgi;
  uwsgi_temp_path $work/nginx/uwsgi; scgi_temp_path $work/nginx/scgi;
  client_max_body_size 0;
  server {
    listen 127.0.0.1:$port;
    listen 127.0.0.1:$tls ssl;
    ssl_certificate $work/tls/server.pem;
    ssl_certificate_key $work/tls/server.key;
    include $work/nginx/more*.conf;
    location / {
      fastcgi_pass unix:$work/nginx/fcgi.sock;
      fastcgi_buffering off;
      fastcgi_param SCRIPT_FILENAME $(git --exec-path)/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT $work/git;
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param GIT_CONFIG_GLOBAL /dev/null;
      fastcgi_param GIT_PROTOCOL \$http_git_protocol;
      fastcgi_param PATH_INFO \$uri;
      fastcgi_param QUERY_STRING \$query_string;
      fastcgi_param REQUEST_METHOD \$request_method;
      fastcgi_param CONTENT_TYPE \$content_type;
      fastcgi_param CONTENT_LENGTH \$content_length;
      fastcgi_param HTTP_CONTENT_ENCODING \$http_content_encoding;
      fastcgi_param REMOTE_ADDR \$remote_addr;
    }
  }
}
NGINX
  fcgiwrap -c 4 -s "unix:$work/nginx/fcgi.sock" >"$work/nginx/fcgiwrap.log" 2>&1 &
  started+=($!)
  nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" >"$work/nginx/log" 2>&1 &
  server=$!
  started+=("$server")
  await 20 "nginx" port_answers "$port"
}

# Has what that repository says of its branch be said of many, by nginx itself: else the server takes more than the agent does.
serve_still() { # REPOSITORY REGEX: of the paths
  local tip line
  tip=$(git -C "$work/git/$1.git" rev-parse main)
  line="$(printf '%04x' $((4 + 40 + 1 + 15 + 1)))$tip refs/heads/main"
  cat >"$work/nginx/more.conf" <<NGINX
location ~ ^$2/info/refs\$ {
  default_type application/x-git-upload-pack-advertisement;
  return 200 "$(curl -fsS -H 'Git-Protocol: version=2' "$git_http/$1.git/info/refs?service=git-upload-pack")";
}
location ~ ^$2/git-upload-pack\$ {
  default_type application/x-git-upload-pack-result;
  return 200 "$line
0000";
}
NGINX
  kill -HUP "$server"
  await 20 "nginx to take it up" said_still "${git_http}/$1.git"
}

said_still() { [ "$(curl -fsS -d unread "$1/git-upload-pack")" = "$line"$'\n0000' ]; } # URL

# Of a CA of our own, which native Git finds in $work/tls/ca.pem and a JVM by ${trusting[@]}.
make_certificate() {
  mkdir -p "$work/tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Slipway bench CA' \
    -keyout "$work/tls/ca.key" -out "$work/tls/ca.pem" 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=127.0.0.1' \
    -keyout "$work/tls/server.key" -out "$work/tls/server.csr" 2>/dev/null
  openssl x509 -req -in "$work/tls/server.csr" -CA "$work/tls/ca.pem" -CAkey "$work/tls/ca.key" -CAcreateserial -days 2 \
    -extfile <(echo 'subjectAltName=IP:127.0.0.1') -out "$work/tls/server.pem" 2>/dev/null
  "$jdk/bin/keytool" -importcert -noprompt -alias bench -file "$work/tls/ca.pem" -keystore "$work/tls/trust.p12" \
    -storetype PKCS12 -storepass changeit 2>/dev/null
  trusting=("-Djavax.net.ssl.trustStore=$work/tls/trust.p12" -Djavax.net.ssl.trustStorePassword=changeit)
}

make_repository() { # NAME: a bare one that is served, and a work tree in $work/NAME
  git init -q --bare -b main "$work/git/$1.git"
  git -C "$work/git/$1.git" config http.receivepack false
  git -C "$work/git/$1.git" config uploadpack.allowAnySHA1InWant true
  git init -q -b main "$work/$1"
  git -C "$work/$1" remote add origin "$work/git/$1.git"
}

push() { # NAME MESSAGE: commits what is in the work tree
  git -C "$work/$1" add -A
  git -C "$work/$1" -c user.name=Bench -c user.email=bench@example.com -c gc.auto=0 commit -q -m "$2"
  git -C "$work/$1" push -q origin main
}

# Tags of one commit, packed as a forge keeps them.
make_refs() { # NAME HOW-MANY
  local tip
  make_repository "$1"
  echo one >"$work/$1/file"
  push "$1" one
  tip=$(git -C "$work/git/$1.git" rev-parse main)
  seq -f "create refs/tags/v%.0f $tip" "$2" | git -C "$work/git/$1.git" update-ref --stdin
  git -C "$work/git/$1.git" pack-refs --all
}

# --- the app -------------------------------------------------------------------------------------------------------------

# A small web app with some version on its page; it ends as soon as it is told to. BOOT: seconds until it listens; or 'unwell'.
write_app() { # FOLDER VERSION [BOOT]
  local boot=${3:-0} well='echo well >/tmp/www/health'
  if [ "$boot" = unwell ]; then boot=0 well=':'; fi
  cat >"$1/Dockerfile" <<DOCKERFILE
FROM $BASE
COPY . /app
EXPOSE 8000
CMD ["sh", "/app/start.sh"]
DOCKERFILE
  cat >"$1/start.sh" <<START
trap 'exit 0' TERM
sleep $boot & wait \$!
mkdir -p /tmp/www
cp /app/version /tmp/www/index.html
$well
httpd -f -p 8000 -h /tmp/www & wait \$!
START
  printf '%s\n' "$2" >"$1/version"
  printf '.git\n' >"$1/.dockerignore"
}

base_image() { make_base_image "$BASE" "$work/base"; }

# --- Slipway -------------------------------------------------------------------------------------------------------------

slipway() { command "$dist/bin/slipway" --config "$work/slipway.yaml" "$@"; }

# What it says goes by a pipe, as to journald: a log on disk is not the agent's own writing.
start_agent() { # CONFIG NAME: sets agent, its process
  figure_log=$work/$2.log
  "$dist/bin/slipway" --config "$1" agent > >(cat >>"$figure_log") 2>&1 &
  agent=$!
  started+=("$agent")
}

# Has the agent that start_agent started last carry a command out, without a JVM's start in between being of any weight.
ask() {
  await 60 "the agent's socket" test -S "$work/data/agent.sock"
  program Ask "$work/data/agent.sock" 1 "$@"
}

readonly SECRET=only-for-this-measurement

# As GitHub tells of a push; hook is the webhook's port, and SECRET its secret.
nudge() { # REPOSITORY
  local body signature
  body='{"ref":"refs/heads/main","after":"'$(git -C "$work/$1" rev-parse HEAD)'","repository":{"clone_url":"'$git_http/$1.git'"}}'
  signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/.* //')
  curl -fsS -o /dev/null -H 'Content-Type: application/json' -H 'X-GitHub-Event: push' -H "X-Hub-Signature-256: sha256=$signature" \
    -H "X-GitHub-Delivery: $RANDOM-$RANDOM" -d "$body" "http://127.0.0.1:$hook/webhook"
}

# A Java program of src/bench on the class path of Slipway and JMH.
program() { # CLASS ARGUMENT…
  "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m --enable-native-access=ALL-UNNAMED \
    -cp "$classpath" "dev.slipway.bench.$1" "${@:2}"
}

# The peer of whole-process figures: the same runtime with the same flags and environment, another program.
export MALLOC_ARENA_MAX=1
runtime=("$dist/runtime/bin/java" "@$dist/jvm.options")

# --- visitors ------------------------------------------------------------------------------------------------------------

# One visitor of that port without a pause, from now on.
begin_visits() { # PORT
  coproc VISITOR { program Visitor "$1"; }
  visitor=$VISITOR_PID
  started+=("$visitor")
  # A subshell has no part in a coprocess's own descriptors.
  exec {visitor_out}<&"${VISITOR[0]}" {visitor_in}>&"${VISITOR[1]}"
  ask_visitor >/dev/null
}

ask_visitor() { # since it was asked last: prints OUTAGE ASKED FAILED
  local said
  echo >&"$visitor_in"
  read -r -t 30 said <&"$visitor_out" || die "the visitor says nothing"
  printf '%s\n' "$said"
}

end_visits() {
  stop "$visitor"
  exec {visitor_out}<&- {visitor_in}>&-
}

page() { curl -fsS --max-time 2 "http://127.0.0.1:$1/" 2>/dev/null; }

shows() { [ "$(page "$1")" = "$2" ]; } # PORT VERSION

# So many versions of the repository web, one after the other, while one visitor asks: notes NAME-asked, NAME-failed, NAME-longest.
visit_swaps() { # NAME PORT SWAPS
  local each said
  begin_visits "$2"
  for ((each = 1; each <= $3; each++)); do
    write_app "$work/web" "$1 $each"
    push web "$1 $each"
    ask poll
    await 30 "version $each" shows "$2" "$1 $each"
  done
  said=$(ask_visitor)
  end_visits
  note "$1-longest" "$(cut -d' ' -f1 <<<"$said")"
  note "$1-asked" "$(cut -d' ' -f2 <<<"$said")"
  note "$1-failed" "$(cut -d' ' -f3 <<<"$said")"
}
