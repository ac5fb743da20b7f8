package dev.slipway.health;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Probe;
import dev.slipway.deploy.Reach;
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
    public Answer run(Check.Command command, Container container) throws InterruptedException {
        try {
            var result = commands.run(container.id(), command.argv(), timeout);
            return new Answer(
                    result.exitCode() == 0,
                    command + " exited with " + result.exitCode() + Quote.endOf(result.output()));
        } catch (DeployException e) {
            return new Answer(false, e.failure().what());
        }
    }

    @Override
    public Answer inside(Check.Networked check, Reach.Way way) throws InterruptedException {
        if (way.toAnotherMachine()) {
            return new Answer(
                    true,
                    check + " of a container on another machine, " + way.host().orElseThrow()
                            + ", is asked once its port is published");
        }
        if (way.address().isEmpty()) {
            return new Answer(
                    false, check + " cannot be asked: the container has no address of its own; use a command check");
        }
        var address = way.address().get();
        if (!way.isByTheHost()) {
            return ask(check, check.toString(), address, check.port());
        }
        var answer = ask(check, check + seenFromInside(address), address, check.port());
        return answer.well()
                ? answer
                : new Answer(false, answer.said() + "; an app that listens on 127.0.0.1 alone needs a command check");
    }

    @Override
    public Answer outside(Check.Networked check, Run.Port port, Reach.Way way) throws InterruptedException {
        if (port.hostPort().isEmpty()) {
            return notAsked(check, "no fixed host port");
        }
        var hostPort = port.hostPort().get();
        var hostIp = port.hostIp().orElse("");
        var name = check + " by the published port " + hostPort;
        if (way.isFromTheHost()) {
            return ask(check, name, onThisHost(hostIp), hostPort);
        }
        if (way.toAnotherMachine()) {
            var at = port.isOnEveryAddress() ? way.host().orElseThrow() : hostIp;
            return ask(check, name + " of " + at, at, hostPort);
        }
        if (!isEveryAddress(hostIp)) {
            return notAsked(check, "the port is bound to " + hostIp + ", which the agent's container does not see");
        }
        if (way.host().isEmpty()) {
            return notAsked(check, "the agent's container does not see the host");
        }
        return ask(check, name + seenFromInside(way.host().get()), way.host().get(), hostPort);
    }

    private static Answer notAsked(Check check, String why) {
        return new Answer(true, check + " is not asked from outside: " + why);
    }

    /** So that a person knows whose firewall to look at. */
    private static String seenFromInside(String host) {
        return " at " + host + " (the host, as the agent's container sees it)";
    }

    private static boolean isEveryAddress(String hostIp) {
        return hostIp.isEmpty() || hostIp.equals("0.0.0.0");
    }

    /** The address at which this host reaches a port that is bound to {@code hostIp}. */
    private static String onThisHost(String hostIp) {
        if (isEveryAddress(hostIp)) {
            return "127.0.0.1";
        }
        return hostIp.equals("::") ? "::1" : hostIp;
    }

    private Answer ask(Check.Networked check, String name, String host, int port) throws InterruptedException {
        return switch (check) {
            case Check.Http http -> new HttpQuestion(name, timeout).ask(host, port, http.path());
            case Check.Tcp ignored -> new TcpQuestion(name, timeout).ask(new InetSocketAddress(host, port));
        };
    }

    /** The one thing of {@link Containers} that is needed here. */
    interface Commands {
        Containers.ExecResult run(String id, List<String> argv, Duration timeout)
                throws DeployException, InterruptedException;
    }
}
