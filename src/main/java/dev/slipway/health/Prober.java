package dev.slipway.health;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Probe;
import dev.slipway.model.Container;
import dev.slipway.model.HealthSpec.Check;
import dev.slipway.model.Run;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Asks over the network, by a fresh connection each time, or by a command in the container; whatever goes wrong is an answer
 * that it is not well. No question takes longer than the timeout.
 */
public final class Prober implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final Commands commands;
    private final Duration timeout;

    /** With a timeout of five seconds. */
    public Prober(Containers containers) {
        this(containers, DEFAULT_TIMEOUT);
    }

    /**
     * With a timeout of one's own.
     *
     * @param timeout of one question, from connecting to the answer's head
     */
    public Prober(Containers containers, Duration timeout) {
        this(containers::exec, timeout);
    }

    Prober(Commands commands, Duration timeout) {
        this.commands = commands;
        this.timeout = timeout;
    }

    @Override
    public Answer inside(Check check, Container container) throws InterruptedException {
        return switch (check) {
            case Check.Command command -> ask(command, container);
            case Check.Http http -> {
                var address = container.address();
                yield address.isPresent()
                        ? http(http.toString(), address.get(), http.port(), http.path())
                        : unreachable(http);
            }
            case Check.Tcp tcp -> {
                var address = container.address();
                yield address.isPresent() ? tcp(tcp.toString(), address.get(), tcp.port()) : unreachable(tcp);
            }
        };
    }

    @Override
    public Answer outside(Check check, Run.Port port) throws InterruptedException {
        if (port.hostPort().isEmpty()) {
            return new Answer(true, check + " is not asked from outside: no fixed host port");
        }
        var host = reachable(port.hostIp().orElse(""));
        var hostPort = port.hostPort().get();
        var name = check + " by the published port " + hostPort;
        return switch (check) {
            case Check.Http http -> http(name, host, hostPort, http.path());
            case Check.Tcp ignored -> tcp(name, host, hostPort);
            case Check.Command command -> new Answer(true, command + " is not asked from outside");
        };
    }

    /** The address at which this host reaches a port that is bound to {@code hostIp}. */
    private static String reachable(String hostIp) {
        return switch (hostIp) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> hostIp;
        };
    }

    private Answer http(String name, String host, int port, String path) throws InterruptedException {
        return new HttpQuestion(name, timeout).ask(host, port, path);
    }

    private Answer tcp(String name, String host, int port) throws InterruptedException {
        return new TcpQuestion(name, timeout).ask(new InetSocketAddress(host, port));
    }

    private Answer ask(Check.Command command, Container container) throws InterruptedException {
        try {
            var result = commands.run(container.id(), command.argv(), timeout);
            return new Answer(
                    result.exitCode() == 0,
                    command + " exited with " + result.exitCode() + Quote.endOf(result.output()));
        } catch (DeployException e) {
            return new Answer(false, e.failure().what());
        }
    }

    private static Answer unreachable(Check check) {
        return new Answer(
                false, check + " cannot be asked: the container has no address on this host; use a command check");
    }

    /** The one thing of {@link Containers} that is needed here. */
    interface Commands {
        Containers.ExecResult run(String id, List<String> argv, Duration timeout)
                throws DeployException, InterruptedException;
    }
}
