package dev.slipway.health;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Probe;
import dev.slipway.model.Container;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Asks by HTTP, by a TCP connection, or by a command inside the container; each attempt has a limit of its own. */
public final class Prober implements Probe {
    /** What one attempt may take. */
    public static final Duration ATTEMPT = Duration.ofSeconds(5);

    private final Containers containers;
    private final HttpCheck http;
    private final Duration attempt;

    public Prober(Containers containers) {
        this(containers, ATTEMPT);
    }

    Prober(Containers containers, Duration attempt) {
        this.containers = containers;
        this.attempt = attempt;
        this.http = new HttpCheck(attempt);
    }

    @Override
    public Answer inside(HealthSpec.Check check, Container container) throws InterruptedException {
        if (check instanceof HealthSpec.Check.Command command) {
            return run(command, container);
        }
        return container
                .address()
                .map(address -> new Asked(check, address, port(check)))
                .map(this::ask)
                .orElseGet(() -> new Asked(check, "", 0))
                .answer();
    }

    @Override
    public Answer outside(HealthSpec.Check check, Run.Port port) throws InterruptedException {
        if (port.hostPort().isEmpty()) {
            return new Answer(true, "the engine chooses the published port; it was not asked from outside");
        }
        var host = port.hostIp()
                .filter(ip -> !ip.equals("0.0.0.0"))
                .map(ip -> ip.equals("::") ? "::1" : ip)
                .orElse("127.0.0.1");
        var answer = ask(new Asked(check, host, port.hostPort().get())).answer();
        return answer.well()
                ? answer
                : new Answer(
                        false,
                        "from outside, by " + host + ":" + port.hostPort().get() + ", " + answer.said());
    }

    /** One question on its way. */
    private record Asked(HealthSpec.Check check, String host, int port, Answer answer) {
        Asked(HealthSpec.Check check, String host, int port) {
            this(
                    check,
                    host,
                    port,
                    new Answer(
                            false, check + ": the container has no address on this host; use health.command instead"));
        }
    }

    private Asked ask(Asked it) {
        var answer = switch (it.check()) {
            case HealthSpec.Check.Http check -> http.ask(check, it.host(), it.port());
            case HealthSpec.Check.Tcp check -> connect(check, it.host(), it.port());
            case HealthSpec.Check.Command check -> new Answer(true, check + " is asked inside only");
        };
        return new Asked(it.check(), it.host(), it.port(), answer);
    }

    private static int port(HealthSpec.Check check) {
        return switch (check) {
            case HealthSpec.Check.Http http -> http.port();
            case HealthSpec.Check.Tcp tcp -> tcp.port();
            case HealthSpec.Check.Command ignored -> 0;
        };
    }

    private Answer connect(HealthSpec.Check.Tcp check, String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(attempt.toMillis()));
            return new Answer(true, check + " accepted the connection");
        } catch (SocketTimeoutException e) {
            return new Answer(false, check + " did not answer within " + attempt.toSeconds() + " s");
        } catch (ConnectException e) {
            return new Answer(false, check + " refused the connection");
        } catch (IOException e) {
            return new Answer(false, check + ": " + e.getMessage());
        }
    }

    private Answer run(HealthSpec.Check.Command command, Container container) throws InterruptedException {
        try {
            var result = containers.exec(container.id(), command.argv(), attempt);
            return result.exitCode() == 0
                    ? new Answer(true, command + " exited with 0")
                    : new Answer(
                            false, command + " exited with " + result.exitCode() + HttpCheck.quoted(result.output()));
        } catch (DeployException e) {
            return new Answer(false, command + ": " + e.failure().what());
        }
    }
}
