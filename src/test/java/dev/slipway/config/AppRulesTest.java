package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.GateSpec;
import dev.slipway.model.HealthSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several keys, or several apps, must be to each other. */
class AppRulesTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "':8000/health', 8000, /health",
        "':8000', 8000, /",
        "':8000?deep=1', 8000, /?deep=1",
        "':8000/a?b=c&d=%20', 8000, /a?b=c&d=%20",
        "'http://127.0.0.1:9000/health', 8000, /health",
        "'http://localhost:9000/health?x=1', 8000, /health?x=1",
        "'http://0.0.0.0:9000', 8000, /",
        "'http://[::1]:9000/', 8000, /",
        "'http://localhost/', 80, /",
        "'http://192.168.1.5:9001/', 8001, /",
        "'http://web:8000/own', 8000, /own",
    })
    void healthUrlIsReadAsTheContainersOwnPort(String http, int port, String path) {
        var app = yard.app(
                "run: {ports: ['9000:8000', '192.168.1.5:9001:8001', '80:80', '9000:9/udp']}\nhealth: {http: \"" + http
                        + "\"}");
        assertEquals(
                Optional.of(new HealthSpec.Check.Http(port, path)), app.health().check());
    }

    @Test
    void healthUrlWithHostNetworkIsTheContainersOwnPort() {
        var app = yard.app("run: {network_mode: host}\nhealth: {http: 'http://127.0.0.1:8000/'}");
        assertEquals(
                Optional.of(new HealthSpec.Check.Http(8000, "/")), app.health().check());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "http://127.0.0.1:8000/health ~ asks port 8000 of the host, which this container does not publish (it publishes"
                        + " 9000:8000); write \":PORT/health\" with the container's own port",
                "http://example.com/x ~ asks example.com, which is not this container; write \":PORT/x\" with the container's own"
                        + " port",
                "https://127.0.0.1:9000/ ~ https is not asked of a container, whose certificate is for another name; use the plain"
                        + " port (\":PORT/path\"), tcp: PORT, or a command",
                "http://me:hunter2@127.0.0.1:9000/ ~ credentials are not sent to a health check; ask a path that needs none, or"
                        + " use a command",
                "/health ~ must be \":PORT/path\" with the container's own port, such as \":8000/health\"",
                "8000 ~ must be \":PORT/path\" with the container's own port, such as \":8000/health\"",
                ":0/ ~ must be a port from 1 to 65535 and a path, not ':0/'",
                ":8000health ~ must be \":PORT/path\" with the container's own port, such as \":8000/health\"",
                ":8000/a b ~ must be \":PORT/path\" with the container's own port, such as \":8000/health\"",
            })
    void healthUrlThatAsksSomethingElseIsRefused(String http, String reason) {
        assertEquals(
                List.of("6:20: apps.web.health.http: " + reason),
                yard.appProblems("run: {ports: ['9000:8000']}\nhealth: {http: '" + http + "'}"));
    }

    @Test
    void healthUrlThatNamesAPublishedPortNeedsOne() {
        var problem =
                yard.appProblems("health: {http: 'http://localhost:8000/'}").getFirst();
        assertTrue(problem.contains("does not publish (it publishes none)"), problem);
    }

    @Test
    void healthCommandMayBeALineOrAList() {
        assertEquals(
                Optional.of(new HealthSpec.Check.Command(List.of("/bin/sh", "-c", "test -f /ok && true"))),
                yard.app("health: {command: test -f /ok && true}").health().check());
        assertEquals(
                Optional.of(new HealthSpec.Check.Command(List.of("wget", "-qO-", "http://127.0.0.1:8000/"))),
                yard.app("health: {command: [wget, -qO-, 'http://127.0.0.1:8000/']}")
                        .health()
                        .check());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "health: {tcp: 80, http: ':80/'} ~ 5:19: apps.web.health.tcp: 'http' is given as well; keep one of http, tcp and"
                        + " command",
                "health: {command: []} ~ 5:23: apps.web.health.command: must name a command",
                "health: {tcp: 0} ~ 5:19: apps.web.health.tcp: must be a whole number from 1 to 65535, not '0'",
                "health: {timeout: 0s} ~ 5:23: apps.web.health.timeout: must be from 1s to 1h, not '0s'",
                "health: {settle: 2h} ~ 5:22: apps.web.health.settle: must be from 0s to 1h, not '2h'",
                "health: {interval: 2h} ~ 5:14: unknown key 'interval' in apps.web.health",
            })
    void healthIsRefusedWithAReason(String line, String problem) {
        assertEquals(List.of(problem), yard.appProblems(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trial", "warm", "start-first", "gate"})
    void hostNetworkAllowsStopFirstOnly(String mode) {
        assertEquals(
                List.of("6:11: apps.web.swap: " + mode
                        + " runs the old and the new container side by side, which network_mode:"
                        + " host does not allow, since both would want the same ports; use stop-first"),
                yard.appProblems("run: {network_mode: host}\nswap: " + mode));
        assertEquals(
                "stop-first",
                yard.app("run: {network_mode: host}\nswap: stop-first")
                        .policy()
                        .swap()
                        .orElseThrow()
                        .key());
    }

    @ParameterizedTest
    @CsvSource({"container:x, warm", "none, warm", "container:x, trial", "container:x, start-first", "none, gate"})
    void networkThatCannotMoveRefusesTheMode(String network, String mode) {
        var problem = yard.appProblems("run: {network_mode: '" + network + "'}\nswap: " + mode)
                .getFirst();
        assertTrue(problem.startsWith("6:11: apps.web.swap: " + mode + " "), problem);
        assertTrue(problem.contains(network) && problem.contains("stop-first"), problem);
    }

    @Test
    void startFirstWithAFixedHostPortIsRefused() {
        assertEquals(
                List.of(
                        "6:11: apps.web.swap: start-first runs the old and the new container side by side, but only one of them"
                                + " can hold host port 8000; use trial, warm or gate, or publish no fixed host port"),
                yard.appProblems("run: {ports: ['8000:80']}\nswap: start-first"));
        assertTrue(yard.app("run: {ports: ['80']}\nswap: start-first")
                .policy()
                .swap()
                .isPresent());
    }

    @Test
    void aGateHasAPinnedImageAndTheHealthChecksPortForHttpByDefault() {
        var app = yard.app("run: {ports: ['80:8000', '81:8001']}\nhealth: {http: ':8000/'}\nswap: gate");
        assertEquals(
                Optional.of(new GateSpec(GateSpec.DEFAULT_IMAGE, List.of(8000), GateSpec.DEFAULT_DRAIN)), app.gate());
        var written =
                yard.app("run: {ports: ['80:8000', '81:8001']}\nhealth: {http: ':8000/'}\nswap: gate\ngate: {image:"
                        + " 'registry.example:5000/haproxy:3.2.22', http: [8001], drain: 1m}");
        assertEquals(
                Optional.of(new GateSpec("registry.example:5000/haproxy:3.2.22", List.of(8001), Duration.ofMinutes(1))),
                written.gate());
        assertEquals(
                List.of(),
                yard.app("run: {ports: ['80:8000']}\nhealth: {http: ':8000/'}\nswap: gate\ngate: {http: []}")
                        .gate()
                        .orElseThrow()
                        .http());
        assertEquals(Optional.empty(), yard.app("run: {ports: ['80:8000']}").gate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "run: {ports: ['53:53/udp']} ~ gate leads TCP alone, and run.ports publishes port 53/udp; use trial or warm",
                "run: {restart: always} ~ gate holds published ports, and run.ports publishes none; use start-first",
                "run: {ports: ['80:80'], mac_address: '02:42:ac:11:00:02'} ~ gate runs the old and the new container side by side,"
                        + " and two cannot share a fixed address; use stop-first",
            })
    void aGateThatCannotWorkIsRefused(String run, String reason) {
        assertEquals(List.of("6:11: apps.web.swap: " + reason), yard.appProblems(run + "\nswap: gate"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "swap: gate@gate: {image: haproxy} ~ apps.web.gate.image: must be an image name with a version",
                "swap: gate@gate: {image: haproxy:latest} ~ apps.web.gate.image: must be an image name with a version",
                "swap: gate@gate: {http: [80]} ~ apps.web.gate: http: run.ports publishes no port 80 of the container",
                "swap: gate@gate: {drain: 0s} ~ apps.web.gate.drain: must be from 1s to 1h",
                "swap: trial@gate: {drain: 5s} ~ apps.web.gate: is for swap: gate alone; write that too, or remove this",
                "gate: {drain: 5s} ~ apps.web.gate: is for swap: gate alone; write that too, or remove this",
            })
    void aGatesSettingsAreRefusedWithAReason(String lines, String reason) {
        var problems = yard.appProblems("run: {ports: ['80:8000']}\n" + lines.replace('@', '\n'));
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains(reason), problems.toString());
    }

    @Test
    void aGatesNameIsClaimedToo() {
        var problems =
                yard.problems("apps:\n  one:\n    git: {url: /srv/one.git}\n    run: {ports: ['80:80']}\n    swap:"
                        + " gate\n  one.gate:\n    git: {url: /srv/two.git}\n");
        assertTrue(problems.getFirst().contains("would both have a container named one.gate;"), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "['80:80']; ['80:80']",
                "['80:80']; ['127.0.0.1:80:1']",
                "['0.0.0.0:80:80']; ['10.0.0.1:80:80']",
                "['10.0.0.1:80:80']; ['10.0.0.1:80:80']",
                "['79-81:1-3']; ['80:1']",
            })
    void appsThatWantOneHostPortAreBothNamed(String first, String second) {
        var problems = two("ports: " + first, "ports: " + second);
        assertEquals(
                List.of("2:3: apps: 'one' and 'two' both publish host port 80/tcp; give one of them another"),
                problems);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "['80:80']; ['81:80']",
                "['80:80']; ['80:80/udp']",
                "['127.0.0.1:80:80']; ['10.0.0.1:80:80']",
                "['80']; ['80']",
            })
    void appsMayPublishWhatDoesNotCollide(String first, String second) {
        assertEquals(
                2,
                yard.read(twoApps("ports: " + first, "ports: " + second)).apps().size());
    }

    @Test
    void appThatPublishesAPortTwiceIsNamed() {
        assertTrue(
                two("ports: ['80:80', '80:81']", "{}").getFirst().contains("'one' publishes host port 80/tcp twice"));
    }

    @ParameterizedTest
    @CsvSource({"one, one", "same, same", "two, two", "two.next, two.next"})
    void appsThatWantOneContainerNameAreBothNamed(String name, String claimed) {
        var problems = two("container_name: " + name, name.startsWith("two") ? "{}" : "container_name: " + name);
        assertTrue(
                problems.getFirst()
                        .startsWith("2:3: apps: 'one' and 'two' would both have a container named " + claimed + ";"),
                problems.toString());
    }

    private List<String> two(String first, String second) {
        return yard.problems(twoApps(first, second));
    }

    private static String twoApps(String first, String second) {
        return "apps:\n  one:\n    git: {url: /srv/one.git}\n    run: {" + inner(first)
                + "}\n  two:\n    git: {url: /srv/two.git}\n    run: {" + inner(second) + "}\n";
    }

    private static String inner(String line) {
        return line.equals("{}") ? "" : line;
    }
}
