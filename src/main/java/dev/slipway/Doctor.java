package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import dev.slipway.cli.DoctorTools;
import dev.slipway.config.ConfigFile;
import dev.slipway.config.ConfigFindings;
import dev.slipway.config.InvalidConfigException;
import dev.slipway.config.SecretFiles;
import dev.slipway.config.Settings;
import dev.slipway.dashboard.DashboardCheck;
import dev.slipway.deploy.Check;
import dev.slipway.deploy.Checkup;
import dev.slipway.deploy.Time;
import dev.slipway.docker.DockerChecks;
import dev.slipway.docker.DockerEngine;
import dev.slipway.docker.DockerRoom;
import dev.slipway.git.GitChecks;
import dev.slipway.git.JGitSource;
import dev.slipway.history.DataDirCheck;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Finding;
import dev.slipway.model.Polling;
import dev.slipway.schedule.ZoneCheck;
import dev.slipway.webhook.SelfTest;
import dev.slipway.webhook.WebhookChecks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects the checks of every part to one examination of this machine. */
record Doctor(Map<String, String> environment, Time time) implements DoctorTools {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);
    private static final String DEFAULT_ENGINE = "unix:///var/run/docker.sock";
    private static final Duration GIT = Duration.ofSeconds(30);

    /** With a configuration that is not valid, it takes those looks that need none. */
    @Override
    public List<Checkup.Section> examine(Optional<Path> option, boolean byAgent) throws InterruptedException {
        var sections = new ArrayList<Checkup.Section>();
        try {
            var file = ConfigFile.locate(option, environment);
            var configuration =
                    new Configuration(file, Configuration.reader(environment).load(file));
            sections.add(new Checkup.Section("config", ConfigFindings.of(file, configuration.loaded())));
            sections.addAll(examine(configuration, byAgent));
        } catch (InvalidConfigException e) {
            sections.add(new Checkup.Section("config", ConfigFindings.of(e)));
            sections.addAll(examineWithout());
        }
        return sections;
    }

    @Override
    public Optional<Set<String>> secrets(Optional<Path> option) {
        try {
            var file = ConfigFile.locate(option, environment);
            return Optional.of(new SecretFiles(Configuration.reader(environment).load(file), environment).values());
        } catch (InvalidConfigException e) {
            return Optional.empty();
        }
    }

    private List<Checkup.Section> examine(Configuration configuration, boolean byAgent) throws InterruptedException {
        var settings = configuration.settings();
        var dataDir = configuration.dataDir();
        var running = byAgent || dataDir.isHeldByAgent();
        var secrets = new SecretFiles(configuration.loaded(), environment);
        var engines = new ArrayList<DockerEngine>();
        try {
            for (var host : all(settings)) {
                engines.add(new DockerEngine(host, environment, time));
            }
            var source = new JGitSource(dataDir.clones(), new JGitSource.Limits(GIT, GIT), () -> 0);
            var checks = new ArrayList<Check>();
            checks.add(Check.of("secrets", secrets::findings));
            checks.add(Check.of("agent", () -> List.of(agent(running))));
            ArchiveCheck.of(Path.of("/proc/self")).ifPresent(checks::add);
            checks.add(new DataDirCheck(settings.dataDir(), dataDir.history()));
            checks.add(new ZoneCheck(settings.poll(), settings.apps(), time));
            var used = settings.used().size();
            checks.add(DockerChecks.room(
                    new DockerRoom(engines.getFirst(), existing(settings.dataDir()), settings.minFreeDisk())));
            engines.stream().limit(used).forEach(engine -> checks.addAll(of(engine, settings)));
            engines.stream().skip(used).forEach(engine -> checks.add(DockerChecks.unused(engine, settings.apps())));
            checks.addAll(GitChecks.of(source, settings.apps(), secrets.holding(), time));
            settings.dashboard().ifPresent(spec -> checks.add(new DashboardCheck(spec, running)));
            settings.webhook()
                    .ifPresent(spec -> checks.addAll(
                            WebhookChecks.of(spec, new SelfTest(spec, CommandLineInterface.version(), time), running)));
            return new Checkup(time).of(checks);
        } finally {
            engines.forEach(DockerEngine::close);
        }
    }

    private List<Check> of(DockerEngine engine, Settings settings) {
        var name = engine.host().name();
        var here =
                settings.apps().stream().filter(app -> app.host().equals(name)).toList();
        // One engine may have two names.
        var others = settings.apps().stream()
                .filter(app ->
                        !settings.hostOf(app).address().equals(engine.host().address()))
                .toList();
        return DockerChecks.of(engine, here, others, settings.dataDir(), environment);
    }

    /** The Docker hosts of the configuration: first those on which any app runs, then others, at other addresses. */
    private static List<DockerHost> all(Settings settings) {
        var all = new ArrayList<>(settings.used());
        Stream.concat(Stream.of(settings.dockerHost()), settings.hosts().values().stream())
                .filter(host -> all.stream().noneMatch(each -> each.address().equals(host.address())))
                .forEach(all::add);
        return all;
    }

    private List<Checkup.Section> examineWithout() throws InterruptedException {
        var host = environment.getOrDefault("DOCKER_HOST", DEFAULT_ENGINE);
        try (var docker = new DockerEngine(URI.create(host), environment, time)) {
            return new Checkup(time)
                    .of(List.of(
                            new ZoneCheck(new Polling.Every(Duration.ofMinutes(1)), List.of(), time),
                            DockerChecks.engine(docker)));
        } catch (IllegalArgumentException e) {
            LOG.debug("Docker at {} was not looked at", host, e);
            return List.of();
        }
    }

    private static Finding agent(boolean running) {
        return running
                ? Finding.well("an agent is running")
                : Finding.note(
                        "no agent is running",
                        "nobody looks at the branches, unless slipway poll is called by cron or a task scheduler",
                        (Files.isDirectory(Path.of("/run/systemd/system")) ? "systemctl start slipway, or " : "")
                                + "slipway agent");
    }

    /** A data_dir that is not there yet will be made on the disk of the folder that is. */
    private static Path existing(Path folder) {
        var found = folder;
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }
}
