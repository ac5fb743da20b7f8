package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import java.time.Duration;

class FakeProjectsTest extends ProjectsContract {
    private final ManualTime time = new ManualTime();
    private final FakeProjects projects = new FakeProjects(new Effects(), time, commit -> false);

    @Override
    protected Projects projects() {
        return projects;
    }

    @Override
    protected App app() {
        return Harbor.composed().app();
    }

    @Override
    protected Source.Tree tree(Commit commit) {
        return new FakeSource.FakeTree(commit, "a commit");
    }

    @Override
    protected void pause() {
        time.pass(Duration.ofSeconds(1));
    }
}
