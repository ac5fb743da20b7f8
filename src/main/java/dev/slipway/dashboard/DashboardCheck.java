package dev.slipway.dashboard;

import dev.slipway.deploy.Check;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.Finding;
import dev.slipway.model.ListenHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the dashboard answers where an agent runs, and whether its address is free where none does. */
public final class DashboardCheck implements Check {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DashboardSpec spec;
    private final boolean listening;

    /** @param listening whether an agent runs, which alone listens */
    public DashboardCheck(DashboardSpec spec, boolean listening) {
        this.spec = spec;
        this.listening = listening;
    }

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        var findings = new ArrayList<Finding>();
        findings.add(listening ? answer() : address());
        if (!ListenHost.inUrl(spec.host()).matches("127\\..*|\\[::1]|localhost") || isEverywhere()) {
            findings.add(Finding.note(
                    "it listens at " + spec.listen() + ", beyond loopback",
                    "whoever reaches that address sees apps, commits and logs",
                    "listen: 127.0.0.1:" + spec.port()
                            + ", unless a firewall, a proxy or a container's own network is before it"));
        }
        return findings;
    }

    private boolean isEverywhere() {
        return spec.host().isEmpty()
                || spec.host().equals("0.0.0.0")
                || spec.host().equals("::");
    }

    private Finding answer() throws InterruptedException {
        var url = "http://" + ListenHost.inUrl(spec.host()) + ":" + spec.port() + "/healthz";
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(PATIENCE)
                .build()) {
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            var response = client.send(request, BodyHandlers.discarding());
            return response.headers().firstValue("X-Slipway").isPresent()
                    ? Finding.well("it answers at " + spec.listen())
                    : Finding.wrong(
                            "something that is not Slipway answers at " + spec.listen(),
                            "nobody can look at the dashboard; polling goes on",
                            whoHasThePort());
        } catch (IOException e) {
            return Finding.wrong(
                    "nobody answers at " + spec.listen() + ", though an agent runs: " + e,
                    "nobody can look at the dashboard; polling goes on",
                    "slipway status tells why the agent does not listen; " + whoHasThePort());
        }
    }

    private Finding address() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                    spec.host().isEmpty()
                            ? new InetSocketAddress(spec.port())
                            : new InetSocketAddress(spec.host(), spec.port()));
            return Finding.well("its address " + spec.listen() + " is free for the agent");
        } catch (IOException e) {
            return Finding.wrong(
                    "the address " + spec.listen() + " cannot be had: " + e.getMessage(),
                    "nobody will be able to look at the dashboard; polling goes on",
                    whoHasThePort());
        }
    }

    private String whoHasThePort() {
        return "ss -ltnp 'sport = :" + spec.port() + "' shows who has the port; end that, or change dashboard.listen";
    }
}
