package dev.slipway.webhook;

import dev.slipway.deploy.DeployException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that each begin with a listener of their own. */
abstract class HookCase {
    Hookshot hook;

    @BeforeEach
    void listen() throws DeployException {
        hook = Hookshot.listening();
    }

    @AfterEach
    void close() {
        hook.close();
    }
}
