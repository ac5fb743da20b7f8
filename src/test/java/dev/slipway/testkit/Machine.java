package dev.slipway.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where a test deploys to: a Docker engine, and a network in which its published ports are. */
public interface Machine {
    /** This machine, with the engine that everybody shares. */
    Machine HERE = new Here();

    /** As the configuration names it. */
    String engineUrl();

    /** Whether a server of the test's own, which listens on loopback, can be reached from there. */
    boolean sharesLoopback();

    /** What to run here so that the command runs there. */
    List<String> inside(List<String> command);

    /**
     * The body of one answer with status 200.
     *
     * @throws IOException for any other answer, or none
     */
    String get(int port, String path) throws IOException;

    /** Runs Docker's own command line, which must succeed, and returns what it printed. */
    default String docker(String... arguments) {
        return Command.run(Command.concat(List.of("docker", "--host", engineUrl()), List.of(arguments)), Map.of())
                .expecting(0)
                .out()
                .strip();
    }

    /** The engine and the network of the test itself. */
    record Here() implements Machine {
        @Override
        public String engineUrl() {
            return SharedEngine.url().toString();
        }

        @Override
        public boolean sharesLoopback() {
            return true;
        }

        @Override
        public List<String> inside(List<String> command) {
            return command;
        }

        @Override
        public String get(int port, String path) throws IOException {
            return Hammer.get(port, path);
        }
    }
}
