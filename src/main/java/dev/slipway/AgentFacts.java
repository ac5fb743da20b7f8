package dev.slipway;

import dev.slipway.cli.Documents;
import dev.slipway.cli.LogTail;
import dev.slipway.dashboard.Facts;
import dev.slipway.dashboard.LogLines;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/** What the agent's dashboard tells: the same documents as the command line, and the log files as they are. */
record AgentFacts(Assembly assembly, Documents documents, HostFacts hostFacts) implements Facts {
    @Override
    public String status() throws DeployException {
        return documents.status();
    }

    @Override
    public Optional<String> app(String name) throws DeployException {
        return documents.app(name);
    }

    @Override
    public Optional<String> deployments(String app, int limit) throws DeployException {
        return documents.deployments(app, limit);
    }

    @Override
    public Optional<String> deployment(long id) throws DeployException {
        return documents.deployment(id);
    }

    @Override
    public String host() {
        return hostFacts.document();
    }

    @Override
    public Optional<String> log(long id) throws DeployException {
        var file = assembly.logFile(id);
        try {
            // Not readString: the last character of a log that grows may be there by half.
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DeployException(Blame.HOST, "the log " + file + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    @Override
    public Optional<LogLines> lines(long id) throws DeployException {
        var file = assembly.logFile(id);
        try {
            return Optional.of(new Followed(assembly, id, new LogTail(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DeployException(Blame.HOST, "the log " + file + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    private record Followed(Assembly assembly, long id, LogTail tail) implements LogLines {
        @Override
        public void newLines(Line each) throws IOException {
            tail.newLines(each::take);
        }

        @Override
        public void rest(Line each) throws IOException {
            tail.rest(each::take);
        }

        /** A log without its deployment is one of a history that was lost. */
        @Override
        public Optional<String> end() throws DeployException {
            var deployment = assembly.operations().history().find(id);
            return deployment.isEmpty()
                    ? Optional.of("unknown")
                    : deployment
                            .map(Deployment::phase)
                            .filter(Phase::isTerminal)
                            .map(phase -> phase.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void close() throws IOException {
            tail.close();
        }
    }
}
