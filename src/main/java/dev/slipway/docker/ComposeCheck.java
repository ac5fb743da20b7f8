package dev.slipway.docker;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Ownership;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import java.util.ArrayList;
import java.util.List;

/** Whether Compose is there to run an app, and whether files of the repository can be mounted. */
final class ComposeCheck implements Check {
    private final App app;
    private final DockerProjects projects;
    private final DockerReach reach;
    private final MountedFromHere mounted;

    ComposeCheck(App app, DockerProjects projects, DockerReach reach, DockerEngine engine) {
        this.app = app;
        this.projects = projects;
        this.reach = reach;
        this.mounted = new MountedFromHere(engine);
    }

    @Override
    public String name() {
        return "run " + app.name();
    }

    @Override
    public List<Finding> look() throws DeployException, InterruptedException {
        Ownership.check(app, projects, reach);
        projects.preflight(app);
        var findings = new ArrayList<Finding>();
        findings.add(Finding.well(projects.describe() + " is here; its files are read when a commit is deployed"));
        mounted.objection(projects.home())
                .ifPresent(why -> findings.add(Finding.risk(
                        app.name() + ": Docker does not find data_dir where this process does: " + why,
                        "Compose files that mount files of the repository are refused; all others work",
                        "mount data_dir into the agent's container at the path that it has on the host")));
        return findings;
    }
}
