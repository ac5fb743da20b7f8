package dev.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateEngineIT {
    @TempDir
    Path folder;

    @Test
    void deploysInANetworkOfItsOwnAndTheAppComesBackWithTheEngine() throws Exception {
        try (var engine = PrivateEngine.start(Files.createDirectory(folder.resolve("e")));
                var host = TestHost.on(engine, folder, """
                        health: {http: ":8000/health", timeout: 10s, settle: 1s}
                        """)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());
            engine.stop();
            assertThrows(IOException.class, host::page);
            engine.startAgain();
            host.awaitPage("one");
            engine.kill9();
            engine.startAgain();
            host.awaitPage("one");
        }
    }
}
