package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Failure;
import dev.slipway.testkit.FarEngine;
import dev.slipway.testkit.TlsFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine on another machine, over TCP with mutual TLS. */
class FarEngineIT {
    @TempDir
    static Path folder;

    private static FarEngine far;
    private static TlsFiles strangers;

    @BeforeAll
    static void start() {
        far = FarEngine.start(folder.resolve("far"));
        strangers = TlsFiles.of(folder.resolve("strangers"), "other-ca");
        strangers.client("client");
    }

    @AfterAll
    static void stop() {
        far.close();
    }

    @Test
    void whoHasACertificateIsLetIn() throws Exception {
        try (var engine = engine(files("ca", far.tls(), far.tls()))) {
            assertEquals("20.10", engine.engineVersion().substring(0, 5));
            assertTrue(engine.isEncrypted());
            assertInstanceOf(Place.AnotherMachine.class, new Whereabouts(engine, folder).place());
        }
    }

    @Test
    void theFilesOfTheEnvironmentAreForTheEngineWithoutAName() throws Exception {
        var address = URI.create(far.tcpUrl());
        var env = Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", copied().toString());
        try (var engine = new DockerEngine(address, env, new SystemTime())) {
            engine.ping();
        }
        var named = new DockerHost(Optional.of("far"), address, Optional.empty(), Optional.empty());
        try (var engine = new DockerEngine(named, env, new SystemTime())) {
            var failure = failure(engine);
            assertTrue(failure.what().startsWith("could not agree on an API version on far: "), failure.what());
            assertTrue(failure.next().startsWith("it wants TLS: give ca_file"), failure.next());
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotLetIn() {
        try (var engine = engine(files("ca", far.tls(), strangers))) {
            var failure = failure(engine);
            // Which of the two depends on whether its word or its hanging up is seen first.
            assertTrue(
                    Stream.of("does not let us in (", "hung up without a word (")
                            .anyMatch(words -> failure.what().contains("far (" + far.tcpUrl() + ") " + words)),
                    failure.what());
            assertTrue(failure.next().contains("that the engine trusts (tlscacert)"), failure.next());
        }
    }

    @Test
    void anEngineThatAnotherAuthoritySignedIsNotBelieved() {
        try (var engine = engine(files("other-ca", strangers, far.tls()))) {
            var failure = failure(engine);
            assertTrue(
                    failure.what().contains("shows a certificate that no authority in ca_file has signed"),
                    failure.what());
        }
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        var nowhere = folder.resolve("nowhere.pem");
        var tls = new DockerHost.Tls(Optional.of(nowhere), Optional.empty());
        try (var engine = engine(tls)) {
            var failure = failure(engine);
            assertTrue(failure.what().endsWith("cannot be asked: there is no file " + nowhere), failure.what());
        }
    }

    private static Path copied() throws Exception {
        var folder = Files.createDirectory(FarEngineIT.folder.resolve("env"));
        Files.copy(far.tls().certificate("ca"), folder.resolve("ca.pem"));
        Files.copy(far.tls().certificate("client"), folder.resolve("cert.pem"));
        Files.copy(far.tls().key("client"), folder.resolve("key.pem"));
        return folder;
    }

    private static DockerHost.Tls files(String authority, TlsFiles believed, TlsFiles shown) {
        return new DockerHost.Tls(
                Optional.of(believed.certificate(authority)),
                Optional.of(new DockerHost.Tls.Pair(shown.certificate("client"), shown.key("client"))));
    }

    private static DockerEngine engine(DockerHost.Tls tls) {
        var host = new DockerHost(Optional.of("far"), URI.create(far.tcpUrl()), Optional.of(tls), Optional.empty());
        return new DockerEngine(host, Map.of(), new SystemTime());
    }

    private static Failure failure(DockerEngine engine) {
        var failure = assertThrows(DeployException.class, engine::ping).failure();
        assertEquals(Blame.HOST, failure.blame());
        return failure;
    }
}
