package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.util.Optional;

/** A deployment's log that may still grow, line by line, each once. */
public interface LogLines extends AutoCloseable {
    /** Hands over each line that has been completed since the last call. */
    void newLines(Line each) throws IOException;

    /** Hands over what is left, for a log that grows no more. */
    void rest(Line each) throws IOException;

    /** The terminal phase that the deployment is in; empty while it is under way. */
    Optional<String> end() throws DeployException;

    @Override
    void close() throws IOException;

    /** Takes a line, which holds no control characters. */
    interface Line {
        void take(String line) throws IOException;
    }
}
