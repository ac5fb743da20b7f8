package dev.slipway;

import dev.slipway.config.Settings;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Room;
import dev.slipway.deploy.SideBySide;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The Docker hosts of the configuration, each made when it is first needed. One that was known when the process began, or came to
 * be later, stays as it was first read; whoever changes its address starts the agent again.
 */
final class EngineHosts implements AutoCloseable {
    /** Less than a monitor of {@code /readyz} is kept waiting, so that who does not answer can be named. */
    private static final Duration FOR_A_MONITOR = Duration.ofSeconds(4);

    private final Configuration started;
    private final Identity identity;
    private final Map<String, String> environment;
    private final Time time;
    private final Map<String, DockerHost> known = new ConcurrentHashMap<>();
    private final Map<Optional<String>, EngineHost> made = new ConcurrentHashMap<>();
    private volatile Settings settings;

    EngineHosts(Configuration started, Identity identity, Map<String, String> environment, Time time) {
        this.started = started;
        this.identity = identity;
        this.environment = environment;
        this.time = time;
        this.settings = started.settings();
        known.putAll(settings.hosts());
    }

    /** The configuration is this from now on. */
    void is(Configuration newer) {
        newer.settings().hosts().forEach(known::putIfAbsent);
        settings = newer.settings();
        made.values().forEach(this::tell);
    }

    /** The one of that name; of {@code docker.host} where there is none. */
    EngineHost of(Optional<String> name) {
        return made.computeIfAbsent(name, each -> {
            var host = each.isEmpty()
                    ? started.settings().dockerHost()
                    : Objects.requireNonNull(known.get(each.get()), each::get);
            var fresh = new EngineHost(host, started, identity, environment, time);
            tell(fresh);
            return fresh;
        });
    }

    private void tell(EngineHost host) {
        host.room().wants(settings.minFreeDisk());
        host.lease().pollingAs(settings.poll());
    }

    /** Those on which any app of the configuration in force runs. */
    List<EngineHost> used() {
        return settings.apps().stream().map(App::host).distinct().map(this::of).toList();
    }

    /** What a build that has begun may not use up of the disk of {@code data_dir}. */
    long reserve() {
        return settings.minFreeDisk() / 2;
    }

    /**
     * Asks whether the engines are there on which apps run.
     *
     * @throws DeployException naming those that are not
     */
    void ping() throws DeployException {
        var looks = used().stream()
                .map(host -> new SideBySide.Look<>(host.inWords(), () -> {
                    host.docker().ping();
                    return host;
                }))
                .toList();
        var missing = SideBySide.look(looks, FOR_A_MONITOR, time).stream()
                .flatMap(found -> found.missing().map(DeployException::failure).stream())
                .toList();
        if (!missing.isEmpty()) {
            throw new DeployException(Failure.of(
                    Blame.HOST,
                    missing.stream().map(Failure::what).collect(Collectors.joining("; ")),
                    missing.getFirst().next()));
        }
    }

    /** The disks that are too full for a build; those of a host that cannot be asked are not among them. */
    List<Room.Shortage> shortages() throws DeployException {
        var looks = used().stream()
                .map(host ->
                        new SideBySide.Look<>(host.inWords(), () -> host.room().shortages()))
                .toList();
        // That of data_dir is seen with each host.
        var shortages = new LinkedHashMap<Path, Room.Shortage>();
        for (var found : SideBySide.look(looks, time)) {
            found.value().stream().flatMap(List::stream).forEach(each -> shortages.putIfAbsent(each.folder(), each));
        }
        return List.copyOf(shortages.values());
    }

    @Override
    public void close() {
        made.values().forEach(EngineHost::close);
    }
}
