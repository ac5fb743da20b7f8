package dev.slipway.docker;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Ownership;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.SwarmSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a swarm is there that can run an app, and whether visitors would reach its tasks. */
final class SwarmCheck implements Check {
    private final App app;
    private final DockerServices services;
    private final DockerEngine engine;
    private final Path proc;

    /** @param proc where the kernel tells of itself */
    SwarmCheck(App app, DockerServices services, DockerEngine engine, Path proc) {
        this.app = app;
        this.services = services;
        this.engine = engine;
        this.proc = proc;
    }

    @Override
    public String name() {
        return "run " + app.name();
    }

    @Override
    public List<Finding> look() throws DeployException {
        Ownership.check(app, services);
        services.preflight(app);
        var findings = new ArrayList<Finding>();
        findings.add(Finding.well("a manager of the swarm answers, and what the settings name is there"));
        if (engine.host().isSocket()) {
            findings.addAll(wayIn(app, proc));
        }
        return findings;
    }

    /** Of this machine, which stands for the other nodes; the module is loaded as soon as a swarm uses it. */
    static List<Finding> wayIn(App app, Path proc) {
        var run = app.run();
        var byVip = app.swarm().endpoint() == SwarmSpec.Endpoint.VIP
                && !run.get(RunKey.NETWORKS).orElse(List.of()).isEmpty();
        var byIngress = !run.get(RunKey.PORTS).orElse(List.of()).stream().allMatch(Run.Port::onItsNode);
        return (byVip || byIngress) && !Files.exists(proc.resolve("net/ip_vs"))
                ? List.of(Finding.risk(
                        app.name() + ": this machine's kernel has no IP_VS",
                        "a swarm needs it for ports of ingress and for endpoint_mode: vip; without it nobody reaches the tasks,"
                                + " though the swarm calls them running",
                        "modprobe ip_vs on every node; where there is no such module, use endpoint_mode: dnsrr, and mode: host for"
                                + " ports"))
                : List.of();
    }
}
