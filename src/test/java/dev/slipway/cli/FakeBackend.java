package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.ExistingContainer;
import dev.slipway.model.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Opens one session, and remembers for what. */
final class FakeBackend implements Backend {
    final List<String> opened = new ArrayList<>();
    private final Path socket;
    private final Session session;
    final FakeWebhookTools tools = new FakeWebhookTools();
    final FakeDoctor doctor = new FakeDoctor();
    final FakeGitTools git = new FakeGitTools();
    final FakeNotifyTools notify = new FakeNotifyTools();
    private boolean held;
    /** Asked each time that no agent answers. */
    Callable<Boolean> starting = () -> false;

    FakeBackend(Path socket, Session session) {
        this.socket = socket;
        this.session = session;
    }

    /** Another process has the lock. */
    void held() {
        held = true;
    }

    @Override
    public AgentDoor door(Optional<Path> config) {
        return new AgentDoor() {
            @Override
            public Path socket() {
                return socket;
            }

            @Override
            public boolean isHeldByAgent() {
                try {
                    return starting.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    @Override
    public Optional<Path> plainSocket(Optional<Path> config) {
        return Optional.of(socket).filter(Files::exists);
    }

    @Override
    public Optional<String> cronProblem(String expression) {
        return Optional.empty();
    }

    @Override
    public ExistingContainer existing(Optional<Path> config, String name) throws DeployException {
        return new ExistingContainer(name, name + ":1", Optional.empty(), RunSpec.EMPTY, List.of());
    }

    @Override
    public WebhookTools webhookTools() {
        return tools;
    }

    @Override
    public GitTools gitTools() {
        return git;
    }

    @Override
    public NotifyTools notifyTools() {
        return notify;
    }

    @Override
    public DoctorTools doctorTools() {
        return doctor;
    }

    @Override
    public Session look(Optional<Path> config) throws DeployException {
        opened.add("look");
        return session;
    }

    @Override
    public Session act(Optional<Path> config, String command) throws BusyException {
        if (held) {
            throw new BusyException(Path.of("/data"), "pid 4711, slipway agent, since 2026-11-24T08:15:00Z");
        }
        opened.add("act: " + command);
        return session;
    }

    @Override
    public void agent(Optional<Path> config) {
        opened.add("agent");
    }
}
