package dev.slipway.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * {@code slipway agent} in a container of its own, as users of Compose run it: with the engine's socket, and with its folder at
 * the same path as on the host. The image holds nothing but busybox; what Java needs is mounted from this machine.
 */
public final class AgentContainer implements AutoCloseable {
    private static final String SOCKET = SharedEngine.socket().toString();
    private static final List<String> LIBRARIES = List.of("/lib", "/lib64", "/usr/lib", "/etc/ssl");

    private final String name = "slipway-agent-" + UUID.randomUUID().toString().substring(0, 8);

    private AgentContainer() {}

    static AgentContainer start(List<String> command, Path folder) {
        var agent = new AgentContainer();
        Command.docker("network", "create", agent.name);
        var run = new ArrayList<>(List.of("docker", "run", "--detach", "--name", agent.name, "--network", agent.name));
        // SQLite unpacks its library to /tmp and loads it from there.
        run.addAll(List.of("--tmpfs", "/tmp:exec", "--tmpfs", "/root", "--env", "HOME=/root"));
        mount(run, SOCKET, "");
        mount(run, folder.toString(), "");
        LIBRARIES.stream().filter(path -> Files.exists(Path.of(path))).forEach(path -> mount(run, path, ":ro"));
        SlipwayProgram.parts().forEach(path -> mount(run, path, ":ro"));
        run.add(BaseImage.make());
        run.addAll(command);
        Command.run(run, Map.of()).expecting(0);
        return agent;
    }

    private static void mount(List<String> run, String path, String mode) {
        run.addAll(List.of("--volume", path + ":" + path + mode));
    }

    /** The network that it is on by its configuration. */
    public String ownNetwork() {
        return name;
    }

    /** Every network that it is on now. */
    public Set<String> networks() {
        var template = "{{range $name, $network := .NetworkSettings.Networks}}{{$name}} {{end}}";
        return Set.of(Command.docker("inspect", "--format", template, name).split(" "));
    }

    /** What it has said so far, on both streams. */
    public String log() {
        return Command.run(List.of("docker", "logs", name), Map.of()).said();
    }

    /** SIGKILL: it has no chance to tidy up. */
    public void kill9() {
        Command.docker("kill", name);
    }

    /** The same container again, with whatever it was attached to. */
    public void startAgain() {
        Command.docker("start", name);
    }

    @Override
    public void close() {
        Command.docker("rm", "--force", "--volumes", name);
        Command.docker("network", "rm", name);
    }
}
