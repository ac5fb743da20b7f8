package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.PathFilter;
import dev.slipway.model.Polling;
import dev.slipway.model.PullSpec;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.SignatureSpec;
import dev.slipway.model.SshSpec;
import dev.slipway.model.SwapMode;
import dev.slipway.model.TagFilter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void smallestFileGetsEveryDefault() {
        var settings = yard.read(Yard.APP);
        assertEquals(Path.of("/var/lib/slipway"), settings.dataDir());
        assertEquals(new Polling.Every(Duration.ofSeconds(60)), settings.poll());
        assertEquals(
                URI.create("unix:///var/run/docker.sock"), settings.dockerHost().address());
        var app = settings.apps().getFirst();
        assertEquals("web", app.name());
        assertEquals(
                new GitSpec("https://example.com/web.git", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                app.git());
        assertEquals(
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                app.build());
        assertEquals(RunSpec.EMPTY, app.run());
        assertEquals(new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)), app.health());
        assertEquals(new DeployPolicy(Optional.empty(), 5, List.of(), false), app.policy());
    }

    @Test
    void anImageThatCiBuildsTakesThePlaceOfABuild() {
        var image = "    image: {pull: 'ghcr.io/me/web:prod-{short}', timeout: 5m}\n";

        var build = yard.read(Yard.APP + image).apps().getFirst().build();

        assertEquals(Optional.of(new PullSpec("ghcr.io/me/web:prod-{short}", Duration.ofMinutes(5))), build.pull());
        assertEquals(
                List.of(
                        "5:12: apps.web.image: choose: image takes what CI has built, build builds here; remove one of the"
                                + " two"),
                yard.problems(Yard.APP + image + "    build: {target: runtime}\n"));
    }

    @Test
    void whatIsPushedIsTaggedWithTheCommitUnlessItsNameSaysOtherwise() {
        var commit = new Commit("0123456789".repeat(4));
        for (var each : Map.of(
                        "localhost:5000/me/web",
                        "localhost:5000/me/web:" + commit.sha(),
                        "r.example/web:v-{short}",
                        "r.example/web:v-0123456")
                .entrySet()) {
            var build = yard.read(Yard.APP + "    build: {push: '" + each.getKey() + "'}\n")
                    .apps()
                    .getFirst()
                    .build();
            assertEquals(each.getValue(), build.push().orElseThrow().reference(commit));
        }
    }

    @Test
    void everyKeyOutsideRunIsRead() {
        yard.file("token", "s3cr3t-value\r\n");
        var settings = yard.read("""
                data_dir: ./data
                poll: 0 0/5 * * * ?
                docker: {host: tcp://127.0.0.1:2375}
                apps:
                  web:
                    git:
                      url: file:///srv/git/web.git
                      branch: release/1.x
                      username: me
                      token_file: ./token
                      require_signature: false
                    build:
                      context: backend
                      dockerfile: docker/Dockerfile
                      args: [A=1, B=two=three]
                      target: runtime
                      no_cache: true
                      image: registry.local:5000/team/web:prod
                      timeout: 1h30m
                      builder: buildkit
                    health: {tcp: 8000, timeout: 5m, settle: 1500ms}
                    swap: stop-first
                    keep: 3
                    windows: ["02:00-05:00", "22:30-24:00"]
                    adopt: true
                """);
        assertEquals(folder.resolve("data"), settings.dataDir());
        assertEquals(new Polling.Cron("0 0/5 * * * ?"), settings.poll());
        assertEquals(URI.create("tcp://127.0.0.1:2375"), settings.dockerHost().address());
        var app = settings.apps().getFirst();
        assertEquals(
                new GitSpec("file:///srv/git/web.git", "release/1.x", "me", Optional.of(new Secret("s3cr3t-value"))),
                app.git());
        assertEquals(
                new BuildSpec(
                        "backend",
                        "docker/Dockerfile",
                        Map.of("A", "1", "B", "two=three"),
                        Optional.of("runtime"),
                        new BuildSpec.Options(true, Duration.ofMinutes(90), BuildSpec.Builder.BUILDKIT),
                        Optional.of("registry.local:5000/team/web:prod")),
                app.build());
        assertEquals(
                new HealthSpec(
                        Optional.of(new HealthSpec.Check.Tcp(8000)), Duration.ofMinutes(5), Duration.ofMillis(1500)),
                app.health());
        assertEquals(
                new DeployPolicy(
                        Optional.of(SwapMode.STOP_FIRST),
                        3,
                        List.of(
                                new DeployPolicy.Window(LocalTime.of(2, 0), LocalTime.of(5, 0)),
                                new DeployPolicy.Window(LocalTime.of(22, 30), LocalTime.MIDNIGHT)),
                        true),
                app.policy());
    }

    @Test
    void dockerHostComesFromTheEnvironmentWhereTheFileHasNone() {
        yard.with("DOCKER_HOST", "tcp://10.0.0.1:2375");
        assertEquals(
                URI.create("tcp://10.0.0.1:2375"),
                yard.read(Yard.APP).dockerHost().address());
    }

    @Test
    void appsKeepTheOrderOfTheFile() {
        var names = yard.read("""
                        apps:
                          zebra: {git: {url: /srv/z.git}}
                          ant: {git: {url: /srv/a.git}}
                          "0": {git: {url: /srv/0.git}}
                        """).apps().stream().map(app -> app.name()).toList();
        assertEquals(List.of("zebra", "ant", "0"), names);
    }

    @Test
    void tenProblemsAreReportedInOnePassInTheOrderOfTheFile() {
        var problems = yard.problems("""
                pol: 60s
                data_dir: /data
                webhook: {listen: "0.0.0.0:9000"}
                apps:
                  Web:
                    git: {url: "ssh://example.com/web.git"}
                  api:
                    git: {branch: "a..b"}
                    build: {timeout: 30}
                    run:
                      portz: ["80:80"]
                      restart: sometimes
                      ports: ["70000:80"]
                    keep: 0
                    swap: gates
                """);
        assertEquals(
                List.of(
                        "1:1: unknown key 'pol'; did you mean 'poll'?",
                        "3:10: webhook: needs 'secret_file' or 'secret': without one, anybody could wake Slipway",
                        "5:3: apps: 'Web' must be an app's name: a-z, 0-9, _ . -, beginning with a letter or a digit, at most"
                                + " 63 characters",
                        "6:16: apps.Web.git.url: an ssh URL must name the user, which at most forges is git: ssh://git@...",
                        "8:10: apps.api.git: key 'url' is missing",
                        "8:19: apps.api.git.branch: must be a name that a Git branch can have, not 'a..b'",
                        "9:22: apps.api.build.timeout: must be a duration such as 30s or 1h30m (30 needs a unit: h, m, s or"
                                + " ms), not '30'",
                        "11:7: unknown key 'portz' in apps.api.run; did you mean 'ports'?",
                        "12:16: apps.api.run.restart: must be no, always, unless-stopped, on-failure or on-failure:TIMES, not"
                                + " 'sometimes'",
                        "13:15: apps.api.run.ports: must be ports from 1 to 65535, not '70000:80'",
                        "14:11: apps.api.keep: must be a whole number from 1 to 1000, not '0'",
                        "15:11: apps.api.swap: must be one of trial, warm, start-first, gate, stop-first, not 'gates'; did you"
                                + " mean 'gate'?"),
                problems);
    }

    @Test
    void problemsCarryTheFileAsItWasNamed() {
        var thrown = assertThrows(
                InvalidConfigException.class,
                () -> new ConfigReader(Map.of(), ignored -> Optional.empty()).read(Path.of("not", "there.yaml")));
        assertEquals("not/there.yaml:1:1: there is no such file", thrown.getMessage());
        assertEquals(List.of(new Problem("not/there.yaml", 1, 1, "there is no such file")), thrown.problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing but a comment", "apps:", "apps: {}"})
    void fileWithoutAppsIsRefused(String yaml) {
        var problem = yard.problems(yaml).getFirst();
        assertTrue(
                problem.contains("'apps' is missing") || problem.contains("apps: must hold at least one app"), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "poll: 9s        | 1:7: poll: must be from 10s to 24h, or a cron expression, not '9s'",
                "poll: 25h       | 1:7: poll: must be from 10s to 24h, or a cron expression, not '25h'",
                "poll: often     | 1:7: poll: must be a duration such as 30s or 1h30m, not 'often'",
                "poll: 0 0 1 1 * * | 1:7: poll: is no cron expression that Quartz understands: day of week and day of month are"
                        + " both given",
                "poll:           | 1:6: poll: has no value; give it one (text) or remove the key",
                "docker: {host: /var/run/docker.sock} | 1:16: docker.host: must be unix:///path, tcp://host:port or ssh://user@host, not"
                        + " '/var/run/docker.sock'",
                "data_dir: [a]   | 1:11: data_dir: must be text, not a list",
                "dashboard: {listen: 8484} | 1:21: dashboard.listen: must be host:port such as 127.0.0.1:8484, [::1]:8484 or"
                        + " :8484, not '8484'",
                "heartbeat: x    | 1:12: heartbeat: must be an http(s) URL with a host, without # in it",
                "services: {}    | 1:1: key 'services' is not supported: this is no Compose file: write the app under apps, and"
                        + " the service's keys into its run",
            })
    void problemAtTheTopHasItsPlaceAndWords(String line, String problem) {
        assertEquals(List.of(problem), yard.problems(line + "\n" + Yard.APP));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: web:1 | 5:12: apps.web.image: must be a mapping, not 'web:1'",
                "image: {pull: web:latest} | 5:19: apps.web.image.pull: must be a name with {sha} or {short} in it, so that each"
                        + " commit has an image of its own, not 'web:latest'",
                "image: {pull: 'web:{tag}'} | 5:19: apps.web.image.pull: must be an image name such as docker.io/me/app:{sha}, not"
                        + " 'web:{tag}'",
                "build: {push: me} | 5:19: apps.web.build.push: must be an image name with its registry, such as"
                        + " registry.example.com/me/app, not 'me'",
                "build: {push: 'r.example/Me'} | 5:19: apps.web.build.push: must be an image name with its registry, such as"
                        + " registry.example.com/me/app, not 'r.example/Me'",
                "build: {push: 'r.example/me:latest'} | 5:19: apps.web.build.push: must be a name without a tag, or with {sha} or"
                        + " {short} in its tag, so that each commit has an image of its own, not 'r.example/me:latest'",
                "build: {push: 'r.example/{sha}'} | 5:19: apps.web.build.push: must be a name without a tag, or with {sha} or"
                        + " {short} in its tag, so that each commit has an image of its own, not 'r.example/{sha}'",
                "drift: x     | 5:12: apps.web.drift: must be one of report, repair, not 'x'",
                "target: x    | 5:13: apps.web.target: must be one of engine, swarm, not 'x'",
                "deploy: {}   | 5:5: key 'deploy' in apps.web is not supported: it belongs into run, as in Compose",
                "ports: []    | 5:5: key 'ports' in apps.web is not supported: it belongs into run",
                "swap: trail  | 5:11: apps.web.swap: must be one of trial, warm, start-first, gate, stop-first, not 'trail'; did you"
                        + " mean 'trial'?",
                "keep: many   | 5:11: apps.web.keep: must be a whole number from 1 to 1000, not 'many'",
                "adopt: yes   | 5:12: apps.web.adopt: must be true or false, without quotes, not 'yes'",
                "build: .     | 5:12: apps.web.build: must be a mapping, not '.'",
                "build: {context: ../up} | 5:22: apps.web.build.context: must be a path inside the repository, relative to its"
                        + " root, not '../up'",
                "build: {image: Web:1} | 5:20: apps.web.build.image: must be an image name such as app:prod, in lower case, not"
                        + " 'Web:1'",
                "build: {builder: kaniko} | 5:22: apps.web.build.builder: must be one of auto, classic, buildkit, not 'kaniko'",
                "build: {secrets: []} | 5:22: apps.web.build.secrets: must be a mapping, not a list",
                "build: {ssh: []} | 5:13: key 'ssh' in apps.web.build is not supported: builds get no SSH agent; give a deploy"
                        + " key among secrets",
                "windows: [2-5] | 5:15: apps.web.windows: must be a stretch of the day such as 02:00-05:00, not '2-5'",
                "windows: ['00:00-24:00'] | 5:15: apps.web.windows: '00:00-24:00' is the whole day or none of it; leave windows"
                        + " out to deploy at any time",
                "windows: ['24:00-02:00'] | 5:15: apps.web.windows: must be a stretch of the day such as 02:00-05:00, not"
                        + " '24:00-02:00'",
                "windows: 02:00-05:00 | 5:14: apps.web.windows: must be a list, not '02:00-05:00'",
            })
    void problemOfAnAppHasItsPlaceAndWords(String line, String problem) {
        assertEquals(List.of(problem), yard.appProblems(line));
    }

    @Test
    void tagsAreFollowedInThePlaceOfABranch() {
        var git = yard.read(Yard.APP + "      tag: v*").apps().getFirst().git();
        assertEquals(Optional.of(new TagFilter(List.of("v*"))), git.tag());
        var several = yard.read(Yard.APP + "      tag: [\"v*\", \"v*-rc.*\"]")
                .apps()
                .getFirst()
                .git();
        assertEquals(Optional.of(new TagFilter(List.of("v*", "v*-rc.*"))), several.tag());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tag: refs/tags/v*     | 5:12: apps.web.git.tag: 'refs/tags/v*' must be a pattern of short names, without"
                        + " refs/tags/",
                "tag: 'v *'            | 5:12: apps.web.git.tag: 'v *' must be a pattern that a Git tag can match, such as v*",
                "tag: []               | 5:12: apps.web.git.tag: must name at least one pattern, such as v*; leave it out to"
                        + " follow a branch",
            })
    void whatIsNoPatternOfTagsIsRefused(String line, String problem) {
        assertEquals(List.of(problem), yard.problems(Yard.APP + "      " + line));
    }

    @Test
    void aBranchAndTagsTogetherAreRefused() {
        assertEquals(
                List.of("6:12: apps.web.git.tag: give either branch or tag, not both"),
                yard.problems(Yard.APP + "      branch: main\n      tag: v*"));
    }

    @Test
    void pathsAreTakenAsPatternsFromTheRootOfTheRepository() {
        var git = yard.read(Yard.APP + "      paths: ['backend/**', '!backend/docs', Dockerfile]")
                .apps()
                .getFirst()
                .git();
        assertEquals(new PathFilter(List.of("backend/**", "!backend/docs", "Dockerfile")), git.paths());
    }

    @Test
    void anSshUrlHasItsKeyAndItsKnownHostsInDataDirUnlessTheyAreGiven() {
        var app = "data_dir: /data\napps:\n  web:\n    git:\n      url: git@example.com:web.git\n";
        assertEquals(
                Optional.of(new SshSpec(Path.of("/data/keys/web"), Optional.empty(), Path.of("/data/known_hosts"))),
                yard.read(app).apps().getFirst().git().ssh());
        var given = app + "      ssh_key_file: /k\n      ssh_key_passphrase: sesame\n      known_hosts_file: /h\n";
        assertEquals(
                Optional.of(new SshSpec(Path.of("/k"), Optional.of(new Secret("sesame")), Path.of("/h"))),
                yard.read(given).apps().getFirst().git().ssh());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paths: ['/a'] | '/a' must be a path from the repository's root, without a leading / or ./ and without ..",
                "paths: ['!docs'] | takes away only, so nothing would ever be deployed; begin with what deploys",
                "paths: [] | must name at least one path; leave it out to deploy every commit",
            })
    void pathsThatWouldDeployNothingAreRefused(String line, String problem) {
        var problems = yard.problems(Yard.APP + "      " + line);
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().contains(problem), problems.getFirst());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "git@example.com:web.git| token: sesame| 'token' is for http(s) URLs; over SSH the server goes by the key",
                "https://example.com/web.git| ssh_key_file: /k| 'ssh_key_file' is for SSH URLs",
                "https://example.com/web.git| known_hosts_file: /k| 'known_hosts_file' is for SSH URLs",
            })
    void aKeyOfAnotherWayIsRefused(String url, String line, String words) {
        var problems = yard.problems("apps:\n  web:\n    git:\n      url: " + url + "\n      " + line);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains(words), problems.toString());
    }

    @Test
    void requiringSignaturesWantsTheKeysThatMaySign() {
        var app = Yard.APP + "      require_signature: true\n";
        assertEquals(
                List.of(
                        "5:26: apps.web.git.require_signature: name the keys that may sign, in allowed_signers_file (SSH) or"
                                + " openpgp_keys_file, or nothing is ever deployed"),
                yard.problems(app));
        assertEquals(
                Optional.of(new SignatureSpec(Optional.of(Path.of("/k.asc")), Optional.of(Path.of("/s")))),
                yard.read(app + "      openpgp_keys_file: /k.asc\n      allowed_signers_file: /s")
                        .apps()
                        .getFirst()
                        .git()
                        .signatures());
    }

    @Test
    void keysThatMaySignAreNoProtectionUnlessSignaturesAreRequired() {
        assertEquals(
                List.of("5:29: apps.web.git.allowed_signers_file: is of no effect without require_signature: true"),
                yard.problems(Yard.APP + "      allowed_signers_file: /s"));
        var off = Yard.APP + "      require_signature: false\n      allowed_signers_file: /s";
        assertEquals(Optional.empty(), yard.read(off).apps().getFirst().git().signatures());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/web.git",
                "http://nas.local:3000/me/web",
                "file:///srv/git/web.git",
                "/srv/git/web.git",
                "git@example.com:me/web.git",
                "ssh://git@example.com:2222/me/web.git",
            })
    void repositoryMayBeReachedBy(String url) {
        assertEquals(url, yard.read(app(url)).apps().getFirst().git().url());
    }

    @ParameterizedTest
    @CsvSource({
        "ssh://example.com/web.git, must name the user",
        "ssh://git:sesame@example.com/web.git, a password does not belong into the URL",
        "ssh://git@example.com, 'must name a user, a host and a path'",
        "git+ssh://git@example.com/web.git, write ssh:// at its beginning",
        "git://example.com/web.git, must be an http(s)",
        "./web, must be an http(s), ssh or file URL",
        "https:///web.git, names no host",
        "https://example.com/a b.git, at character 22",
        "file://web.git, a file URL must hold an absolute path",
    })
    void repositoryMayNotBeReachedBy(String url, String words) {
        var problem = yard.problems(app(url)).getFirst();
        assertTrue(problem.startsWith("3:16: apps.web.git.url: "), problem);
        assertTrue(problem.contains(words), problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:hunter2@example.com/web.git",
                "https://hunter2@example.com/web.git",
                "https://me:${TOKEN}@example.com/web.git",
                "https://me:hun%ter2@example.com/web.git",
                "https://me:hunter2@exa_mple.com/web.git",
            })
    void credentialsInTheUrlAreRefusedAndNeverPrinted(String url) {
        yard.with("TOKEN", "hunter2");
        var problem = yard.problems(app(url)).getFirst();
        assertFalse(problem.contains("hunter2") || problem.contains("hun%ter2"), problem);
        assertTrue(problem.contains("token_file") || problem.contains("must be"), problem);
    }

    @Test
    void numbersAndFlagsMayComeFromTheEnvironment() {
        yard.with("KEEP", "7").with("ADOPT", "true");
        var policy = yard.app("keep: ${KEEP}\nadopt: \"${ADOPT}\"").policy();
        assertEquals(7, policy.keep());
        assertTrue(policy.adopt());
    }

    @Test
    void relativePathsStartAtTheFilesFolder() {
        yard.with("HOME", "/home/me");
        var run = yard.app("run: {env_file: ./web.env, volumes: ['./logs:/logs', '~/x:/x', '../up:/up']}")
                .run();
        assertEquals(
                folder.resolve("web.env").toString(),
                run.get(RunKey.ENV_FILE).orElseThrow().getFirst().path());
        assertEquals(
                List.of(
                        folder.resolve("logs").toString(),
                        "/home/me/x",
                        folder.resolveSibling("up").toString()),
                run.get(RunKey.VOLUMES).orElseThrow().stream()
                        .map(mount -> mount.source().orElseThrow())
                        .toList());
    }

    @Test
    void homeThatIsNotKnownIsAnError() {
        assertEquals(
                List.of(
                        "6:17: apps.web.run.env_file: '~' needs the environment variable HOME, which is not set; write the"
                                + " whole path"),
                yard.appProblems("run:\n  env_file: ~/x"));
    }

    @Test
    void exampleOfTheDistributionHasNoProblems() throws Exception {
        var settings = new ConfigReader(Map.of(), ignored -> Optional.empty()).read(Path.of("config/slipway.yaml"));
        var app = settings.apps().getFirst();
        assertEquals("xiaole-ai", app.name());
        assertEquals(2, app.run().get(RunKey.PORTS).orElseThrow().size());
    }

    @Test
    void webhookOfTheExampleHasNoProblemsOnceItIsUncommented() throws Exception {
        var lines = Files.readString(Path.of("config/slipway.yaml")).lines().toList();
        var begin = lines.indexOf("# webhook:");
        var section = lines.subList(begin, begin + 4).stream()
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        var webhook = yard.with("WEBHOOK_SECRET", "hunter2")
                .read(section + "\n"
                        + lines.stream().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n")))
                .webhook()
                .orElseThrow();
        assertEquals("0.0.0.0:9001", webhook.listen());
        assertTrue(webhook.publicUrl().isPresent());
    }

    private static String app(String url) {
        return "apps:\n  web:\n    git: {url: '" + url + "'}\n";
    }
}
