package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The app that Slipway was made for: one container with two servers on two ports, an env file and a folder of logs, started by
 * hand long ago. Its entry is imported from the container that runs; from then on a push deploys it.
 */
class ImportedStoryIT {
    private static final String SECRET = "hunter2-of-the-story";
    /** Where Debian's Python has this name, {@code script/story} makes it. */
    private static final String PYTHON = "python:3.11-slim";

    @TempDir
    Path folder;

    @Test
    void anAppWithTwoPortsIsImportedFromItsContainerAndThenDeployedByAPush() throws Exception {
        play(BusyboxApp::files);
    }

    @Tag("story")
    @Test
    void soIsOneInPythonOnABaseImageOfItsOwnDockerfilesName() throws Exception {
        play(PythonApp::files);
    }

    /** The files of one version of the app. */
    @FunctionalInterface
    private interface Version {
        Map<String, String> files(String version);
    }

    private void play(Version app) throws Exception {
        try (var host = TestHost.with(folder, "");
                var byHand = ByHand.build(host, app.files("one"), folder.resolve("context"))) {
            host.repo().commit("Version one", app.files("one"));
            var api = FreePort.find();
            var logs = Files.createDirectories(folder.resolve("logs"));
            var env = Files.writeString(folder.resolve("app.env"), "TZ=Asia/Shanghai\nAPI_TOKEN=" + SECRET + "\n");
            startByHand(byHand, api, logs, env);
            awaitPages(host, api, "one");

            var imported = host.slipway(
                            "import",
                            host.name(),
                            "--git",
                            host.git().url(host.repo()),
                            "--env-file-out",
                            folder.resolve("imported.env").toString())
                    .expecting(0);
            assertFalse(imported.said().contains(SECRET), imported.said());
            ByHand.takeUp(host, imported.out(), "10s");
            host.slipway("config", "validate").expecting(0);

            host.startAgent();
            Await.until(
                    "Slipway runs it",
                    TestHost.PATIENCE,
                    host::labelledCommit,
                    host.repo().tip()::equals);
            awaitPages(host, api, "one");
            var pushed = host.repo().commit("Version two", app.files("two"));
            Await.until("the push is deployed", TestHost.PATIENCE, host::labelledCommit, pushed::equals);
            awaitPages(host, api, "two");

            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
            var variables = host.inspect("{{.Config.Env}}");
            assertTrue(variables.contains("API_TOKEN=" + SECRET), "the env file holds what the old container had");
            assertTrue(variables.contains("TZ=Asia/Shanghai"), variables);
            assertEquals(
                    List.of("one", "two"),
                    Files.readAllLines(logs.resolve("app.log")).stream()
                            .distinct()
                            .toList(),
                    "both versions wrote to the folder on the host");
            assertFalse(host.agentLog().contains(SECRET), "no secret is ever printed");
        }
    }

    private static void startByHand(ByHand byHand, int api, Path logs, Path env) {
        Command.docker(
                "run",
                "-d",
                "--name",
                byHand.host().name(),
                "--restart",
                "always",
                "-p",
                "127.0.0.1:" + byHand.host().port() + ":8000",
                "-p",
                "127.0.0.1:" + api + ":9000",
                "-v",
                logs + ":/app/logs",
                "--env-file",
                env.toString(),
                byHand.image());
    }

    private static void awaitPages(TestHost host, int api, String version) {
        host.awaitPage("web " + version);
        Await.until("the API answers", TestHost.PATIENCE, () -> Hammer.get(api, "/"), ("api " + version)::equals);
    }

    /** In the gate: the same shape, of the smallest parts. */
    private static final class BusyboxApp {
        static Map<String, String> files(String version) {
            return Map.of("Dockerfile", """
                    FROM %s
                    WORKDIR /app
                    COPY . /app/
                    EXPOSE 8000 9000
                    CMD ["sh", "start.sh"]
                    """.formatted(BaseImage.make()), "start.sh", """
                    trap 'exit 0' TERM
                    mkdir -p /www/web /www/api
                    printf 'web %1$s' >/www/web/index.html
                    printf 'api %1$s' >/www/api/index.html
                    echo '%1$s' >>/app/logs/app.log
                    httpd -f -p 8000 -h /www/web &
                    httpd -f -p 9000 -h /www/api &
                    while :; do sleep 1 & wait $!; done
                    """.formatted(version));
        }
    }

    /** Two processes that listen as Flask and FastAPI do, without anything to install. */
    private static final class PythonApp {
        static Map<String, String> files(String version) {
            return Map.of("Dockerfile", """
                    FROM %s
                    ENV PYTHONUNBUFFERED=1
                    WORKDIR /app
                    COPY . /app/
                    EXPOSE 8000 9000
                    CMD ["python3", "main.py"]
                    """.formatted(PYTHON), "serve.py", """
                    import http.server, sys

                    class Page(http.server.BaseHTTPRequestHandler):
                        def do_GET(self):
                            body = sys.argv[2].encode()
                            self.send_response(200)
                            self.send_header("Content-Length", str(len(body)))
                            self.end_headers()
                            self.wfile.write(body)

                    http.server.ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Page).serve_forever()
                    """, "main.py", """
                    import signal, subprocess, sys

                    with open("/app/logs/app.log", "a") as log:
                        log.write("%1$s\\n")
                    servers = [subprocess.Popen([sys.executable, "serve.py", port, page])
                               for port, page in (("8000", "web %1$s"), ("9000", "api %1$s"))]

                    def end(number, frame):
                        for server in servers:
                            server.terminate()
                        sys.exit(0)

                    signal.signal(signal.SIGTERM, end)
                    servers[0].wait()
                    """.formatted(version));
        }
    }
}
