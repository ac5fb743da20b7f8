package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.DockerHost;
import dev.slipway.model.SshSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerShapeTest {
    private static final String TWO = """
            docker:
              host: unix:///run/one.sock
              hosts:
                nas: {host: "tcp://nas.lan:2376", ca_file: tls/ca.pem, cert_file: tls/cert.pem, key_file: /tls/key.pem}
                pi: "tcp://pi.lan:2375"
            """;

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void hostsAreReadInTheirShortAndInTheirLongForm() {
        var settings = yard.read(TWO + Yard.APP + "    host: nas\n");
        assertEquals(DockerHost.at(URI.create("unix:///run/one.sock")), settings.dockerHost());
        assertEquals(List.of("nas", "pi"), List.copyOf(settings.hosts().keySet()));
        var tls = new DockerHost.Tls(
                Optional.of(folder.resolve("tls/ca.pem")),
                Optional.of(new DockerHost.Tls.Pair(folder.resolve("tls/cert.pem"), Path.of("/tls/key.pem"))));
        var nas = settings.hosts().get("nas");
        assertEquals(
                new DockerHost(
                        Optional.of("nas"), URI.create("tcp://nas.lan:2376"), Optional.of(tls), Optional.empty()),
                nas);
        assertEquals("nas (tcp://nas.lan:2376)", nas.toString());
        assertEquals("pi (tcp://pi.lan:2375)", settings.hosts().get("pi").toString());
        assertEquals(Optional.of("nas"), settings.apps().getFirst().host());
        assertEquals(List.of(nas), settings.used(), "an engine on which nothing runs is not asked");
    }

    @Test
    void overSshTheKeyAndTheKnownHostsAreInTheDataDirUnlessTheyAreNamed() {
        var settings = yard.read("""
                data_dir: /data
                docker:
                  host: ssh://me@one.lan
                  hosts:
                    pi: ssh://me@pi.lan:2222
                    nas: {host: "ssh://me@nas.lan", ssh_key_file: /keys/nas, known_hosts_file: hosts}
                """ + Yard.APP);
        assertEquals(
                new SshSpec(Path.of("/data/keys/docker"), Optional.empty(), Path.of("/data/known_hosts")),
                settings.dockerHost().ssh().orElseThrow());
        assertEquals(
                Path.of("/data/keys/docker-pi"),
                settings.hosts().get("pi").ssh().orElseThrow().keyFile());
        assertEquals(
                new SshSpec(Path.of("/keys/nas"), Optional.empty(), folder.resolve("hosts")),
                settings.hosts().get("nas").ssh().orElseThrow());
    }

    @Test
    void anAppWithoutAHostRunsAtThatOfAll() {
        var settings = yard.read(TWO + Yard.APP);
        assertEquals(List.of(settings.dockerHost()), settings.used());
        assertEquals(settings.dockerHost(), settings.hostOf(settings.apps().getFirst()));
    }

    @Test
    void aHostThatIsNotThereIsRefusedWithTheOneThatMayBeMeant() {
        assertEquals(
                List.of("10:11: apps.web.host: there is no host 'nsa' in docker.hosts; did you mean 'nas'?"),
                yard.problems(TWO + Yard.APP + "    host: nsa\n"));
        assertEquals(
                List.of(
                        "5:11: apps.web.host: there is no host 'nas': docker.hosts names none; add it there, or remove this"
                                + " key, and the app runs at docker.host"),
                yard.appProblems("host: nas"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{host: 'unix:///a', ca_file: b} | 'ca_file' is for tcp://; remove it",
                "{host: 'tcp://a:1', cert_file: b} | a certificate and its private key go together: give both cert_file and"
                        + " key_file, or none",
                "{host: 'tcp://a:1', key_file: b} | a certificate and its private key go together: give both cert_file and"
                        + " key_file, or none",
                "{host: 'ssh://me@a', ca_file: b} | 'ca_file' is for tcp://; remove it",
                "{host: 'tcp://a:1', ssh_key_file: b} | 'ssh_key_file' is for ssh://; remove it",
                "ssh://a | must be ssh://user@host or ssh://user@host:port, where that user may use Docker, not 'ssh://a'",
                "ssh://me:secret@a | a password does not belong into the address; over SSH, Slipway uses a key: ssh_key_file",
                "ssh://me@a/run/docker.sock | an ssh address has no path: the docker command there knows where its engine"
                        + " listens",
                "{ca_file: a} | key 'host' is missing",
                "tcp://a | must be unix:///path, tcp://host:port or ssh://user@host, not 'tcp://a'",
                "{host: 'tcp://a:1', tls: true} | unknown key 'tls'",
            })
    void whatDoesNotGoTogetherIsRefused(String host, String problem) {
        var problems = yard.problems("docker: {hosts: {nas: " + host + "}}\n" + Yard.APP);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains(problem), problems.toString());
    }

    @Test
    void whatOneEngineHasOnlyOnceAnotherMayHaveToo() {
        var both = """
                apps:
                  web:
                    git: {url: "https://example.com/web.git"}
                    run: {container_name: web, ports: ["80:80"]}
                  api:
                    host: nas
                    git: {url: "https://example.com/api.git"}
                    run: {container_name: web, ports: ["80:80"]}
                """;
        assertEquals(2, yard.read(TWO + both).apps().size());
        var one = yard.problems(
                TWO.replace("tcp://nas.lan:2376", "unix:///run/one.sock").replaceAll(", ca_file.*}", "}") + both);
        assertEquals(4, one.size(), "one engine by two names is one engine: " + one);
    }
}
