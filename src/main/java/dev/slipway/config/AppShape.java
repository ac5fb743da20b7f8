package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.PullSpec;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of one app. */
final class AppShape {
    private static final int MOST_KEPT = 1000;

    private static final Field<Target> TARGET = Field.withDefault(
            "target",
            Scalars.choice(targets()),
            "engine",
            "what runs the app: engine, the Docker engine of its host, or swarm, the swarm that this manages");
    private static final Field<String> HOST = Field.optional(
            "host",
            Scalars.name(),
            "name of the Docker host that the app is pinned to, one of docker.hosts; see HOSTS.md");
    private static final Field<GitSpec> GIT = Field.required("git", GitShape.SHAPE, "where commits come from");
    private static final Field<BuildSpec> BUILD =
            Field.withDefault("build", BuildShape.SHAPE, "", "how a commit becomes an image");
    private static final Field<PullSpec> IMAGE = Field.optional(
            "image", ImageShape.SHAPE, "instead of build: the image of each commit that CI builds and pushes");
    private static final Field<ComposeShape.Draft> COMPOSE = Field.optional(
            "compose",
            ComposeShape.SHAPE,
            "instead of build, image, run and swap: the Compose file in the repository, by which docker compose runs the app's"
                    + " services");
    private static final Field<RunSpec> RUN =
            Field.withDefault("run", RunShape.SHAPE, "", "how the container is run: Compose's own service keys");
    private static final Field<HealthShape.Draft> HEALTH = Field.withDefault(
            "health",
            HealthShape.SHAPE,
            "",
            "what counts as well, beside the image's own HEALTHCHECK; at most one of http, tcp and command");
    private static final Field<SwapMode> SWAP = Field.optional(
            "swap",
            Scalars.choice(byKey()),
            "how the old container makes room: trial (default with published ports), warm, start-first (default without), gate"
                    + " or stop-first");
    private static final Field<GateShape.Draft> GATE = Field.optional(
            "gate", GateShape.SHAPE, "with swap: gate, the proxy container that holds the published ports");
    private static final Field<Long> KEEP =
            Field.withDefault("keep", Scalars.integer(1, MOST_KEPT), "5", "images kept for rollback");
    private static final Field<List<DeployPolicy.Window>> WINDOWS = Field.optional(
            "windows",
            new ListShape<>(Scalars.parsed("a stretch of the day such as 02:00-05:00", WindowSyntax::parse)),
            "deployments begin only inside one of these stretches of local time, such as \"02:00-05:00\"");
    private static final Field<Boolean> ADOPT = Field.withDefault(
            "adopt",
            Scalars.flag(),
            "false",
            "whether a container that Slipway did not make, but that bears this app's container name, may be replaced");

    private static final Field<DeployPolicy.Drift> DRIFT = Field.withDefault(
            "drift",
            Scalars.choice(drifts()),
            "report",
            "what is done when the running container was changed by hand (docker cp, docker update): report says so,"
                    + " repair deploys the same commit anew");

    private static final Field<ReportShape.Draft> REPORT = Field.optional(
            "report",
            ReportShape.SHAPE,
            "shows at GitHub, Gitea or Forgejo what became of each commit; see NOTIFICATIONS.md");

    static final Shape<App> SHAPE = ObjectShape.of(
                    List.of(
                            TARGET, HOST, GIT, BUILD, IMAGE, COMPOSE, RUN, HEALTH, SWAP, GATE, KEEP, WINDOWS, ADOPT,
                            DRIFT, REPORT),
                    AppShape::build)
            .checked(AppShape::check)
            .refusing(refused());

    private AppShape() {}

    private static App build(Fields f) {
        var policy = new DeployPolicy(
                f.find(SWAP),
                Math.toIntExact(f.get(KEEP)),
                f.find(WINDOWS).orElse(List.of()),
                f.get(ADOPT),
                f.get(DRIFT),
                GateShape.gate(
                        f.find(SWAP), f.find(GATE), f.get(RUN), f.get(HEALTH).asked()));
        var app = new App(
                f.in().key(),
                f.get(GIT),
                f.find(IMAGE).map(f.get(BUILD)::pulling).orElseGet(() -> f.get(BUILD)),
                f.get(RUN),
                f.get(HEALTH).asked(),
                policy,
                f.find(REPORT).map(draft -> draft.spec(f.get(GIT))),
                f.get(TARGET),
                Optional.empty(),
                f.find(HOST));
        return f.find(COMPOSE)
                .map(draft -> app.composed(draft.spec(app.name())))
                .orElse(app);
    }

    private static void check(Fields f) {
        if (!App.NAME.matcher(f.in().key()).matches()) {
            f.spoil(); // reported by the mapping of apps
        }
        f.find(GIT)
                .flatMap(git -> f.find(REPORT).flatMap(draft -> draft.objection(git)))
                .ifPresent(objection -> f.refuse(REPORT, objection));
        if (f.isGiven(COMPOSE)) {
            checkForCompose(f);
            return;
        }
        if (f.isGiven(IMAGE) && f.isGiven(BUILD)) {
            f.refuse(IMAGE, "choose: image takes what CI has built, build builds here; remove one of the two");
        }
        var run = f.find(RUN);
        if (run.isEmpty()) {
            return;
        }
        if (f.find(TARGET).filter(Target.SWARM::equals).isPresent()) {
            checkForSwarm(f, run.get());
            return;
        }
        SwarmRules.checkForEngine((path, message) -> f.refuseWithin(within(RUN, path), message));
        f.find(SWAP)
                .flatMap(mode -> SwapRules.objection(mode, run.get()))
                .ifPresent(objection -> f.refuse(SWAP, objection));
        f.find(GATE)
                .flatMap(gate -> GateShape.objection(f.find(SWAP), gate, run.get()))
                .ifPresent(objection -> f.refuse(GATE, objection));
        f.find(HEALTH).flatMap(HealthShape.Draft::url).ifPresent(url -> {
            var containerName = run.get().get(RunKey.CONTAINER_NAME).orElse(f.in().key());
            try {
                var check = url.resolve(containerName, run.get());
                f.replace(HEALTH, f.get(HEALTH).asking(check));
                if (url.host().isPresent()) {
                    f.in().problems()
                            .note(
                                    url.at(),
                                    f.in().path()
                                            + ".health.http: is asked of the container itself, at its own port, as "
                                            + "\":" + check.port() + check.path()
                                            + "\": the published port would be answered by the old one");
                }
            } catch (Misfit misfit) {
                f.spoil();
                f.in().problems().report(url.at(), f.in().path() + ".health.http: " + misfit.getMessage());
            }
        });
    }

    private static void checkForCompose(Fields f) {
        if (f.isGiven(HOST)) {
            f.refuse(HOST, "compose runs its projects at docker.host alone; remove host");
        }
        f.find(COMPOSE)
                .flatMap(draft -> draft.objection(f.in().key()))
                .ifPresent(objection -> f.refuse(COMPOSE, objection));
        for (var field : List.of(BUILD, IMAGE, RUN, SWAP, GATE, TARGET)) {
            f.refuseWithin(
                    List.of(field.name()),
                    "with compose, the Compose file says how the app's services are built and run; remove one of the two");
        }
        for (var check : List.of("http", "tcp", "command")) {
            f.refuseWithin(
                    List.of(HEALTH.name(), check),
                    "it would not say which service it asks; write it as healthcheck of a service in the Compose file, or as"
                            + " HEALTHCHECK in its Dockerfile");
        }
    }

    private static void checkForSwarm(Fields f, RunSpec run) {
        if (!SwarmRules.isName(f.in().key())) {
            f.refuse(
                    TARGET,
                    "a service cannot be called " + f.in().key()
                            + "; with target: swarm, an app's name has letters, digits,"
                            + " - and _, and ends in a letter or digit");
        }
        if (!f.isGiven(IMAGE)
                && f.find(BUILD).filter(build -> build.push().isEmpty()).isPresent()) {
            f.refuse(
                    TARGET,
                    "every node pulls the image from a registry: add build.push, or take what CI has pushed with image.pull");
        }
        f.refuseWithin(
                List.of(SWAP.name()),
                "a swarm replaces the tasks itself; use run.deploy.update_config (order, parallelism)");
        for (var check : List.of("http", "tcp", "command")) {
            f.refuseWithin(
                    List.of(HEALTH.name(), check),
                    "tasks of a swarm run on nodes that Slipway does not reach; write it as run.healthcheck, or as HEALTHCHECK"
                            + " in the Dockerfile, which the swarm heeds on each node");
        }
        SwarmRules.checkForSwarm(run, (path, message) -> f.refuseWithin(within(RUN, path), message));
    }

    private static List<String> within(Field<?> field, List<String> path) {
        var whole = new ArrayList<String>();
        whole.add(field.name());
        whole.addAll(path);
        return whole;
    }

    private static Map<String, Target> targets() {
        var targets = new LinkedHashMap<String, Target>();
        targets.put("engine", Target.ENGINE);
        targets.put("swarm", Target.SWARM);
        return targets;
    }

    private static Map<String, String> refused() {
        var refused = new LinkedHashMap<String, String>();
        refused.put("deploy", "it belongs into run, as in Compose");
        refused.put("notify", "it stands beside apps, not in one; move it there, and list this app in its apps");
        refused.put("webhook", "it is one for all apps, beside apps; move it there");
        refused.put("poll", "it stands at the top of the file and is for all apps");
        refused.put("branch", "it belongs into git");
        refused.put("url", "it belongs into git");
        for (var key :
                List.of("ports", "volumes", "environment", "env_file", "restart", "container_name", "networks")) {
            refused.put(key, "it belongs into run");
        }
        return refused;
    }

    private static Map<String, DeployPolicy.Drift> drifts() {
        var drifts = new LinkedHashMap<String, DeployPolicy.Drift>();
        drifts.put("report", DeployPolicy.Drift.REPORT);
        drifts.put("repair", DeployPolicy.Drift.REPAIR);
        return drifts;
    }

    private static Map<String, SwapMode> byKey() {
        var modes = new LinkedHashMap<String, SwapMode>();
        for (var mode : SwapMode.values()) {
            if (mode != SwapMode.ROLLING && mode != SwapMode.COMPOSE) { // which no container does
                modes.put(mode.key(), mode);
            }
        }
        return modes;
    }
}
