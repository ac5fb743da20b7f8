package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks Docker's credential helpers, the programs {@code docker-credential-NAME}, which docker-java does not know of. */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    /** What a helper that was asked for another registry's credentials prints, by docker-credential-helpers. */
    private static final String NOT_FOUND = "credentials not found";

    private static final String IDENTITY_TOKEN = "<token>";

    private final String searchPath;
    private final Duration limit;

    /**
     * @param searchPath folders as in {@code $PATH}
     * @param limit how long a helper may take; one that waits for a person never ends
     */
    CredentialHelper(String searchPath, Duration limit) {
        this.searchPath = searchPath;
        this.limit = limit;
    }

    /**
     * Asks the helper.
     *
     * @param name such as {@code pass}, for {@code docker-credential-pass}
     * @return empty if it has none for this server
     * @throws DeployException HOST if the helper is not there, fails, or is not done in time
     */
    Optional<Credential> get(String name, String server) throws DeployException, InterruptedException {
        var program = "docker-credential-" + name;
        try {
            var process = new ProcessBuilder(find(name, program).toString(), "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return ask(process, program, server);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw failure(program, server, e.toString());
        }
    }

    private Optional<Credential> ask(Process process, String program, String server)
            throws IOException, DeployException, InterruptedException {
        try (var question = process.getOutputStream()) {
            question.write(server.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure(program, server, "no answer within " + limit.toSeconds() + " s");
        }
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.exitValue() == 0) {
            return read(answer, program, server);
        }
        if (answer.contains(NOT_FOUND)) {
            return Optional.empty();
        }
        // By its protocol a helper prints why it failed; what looks like credentials is not printed on.
        throw failure(
                program,
                server,
                "exit code " + process.exitValue() + (answer.isEmpty() || answer.startsWith("{") ? "" : ", " + answer));
    }

    private static Optional<Credential> read(String answer, String program, String server) throws DeployException {
        try {
            JsonNode json = Raw.JSON.readTree(answer);
            var username = json.path("Username").asText();
            var secret = json.path("Secret").asText();
            return secret.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Credential(
                            server, username.equals(IDENTITY_TOKEN) ? "" : username, new Secret(secret)));
        } catch (JsonProcessingException ignored) {
            // Jackson quotes what it could not read, which here is a secret.
            throw failure(program, server, "it did not answer in JSON");
        }
    }

    private Path find(String name, String program) throws DeployException {
        if (!NAME.matcher(name).matches()) {
            throw new DeployException(
                    Blame.HOST,
                    "'" + name + "' is no name of a credential helper",
                    "correct credsStore or credHelpers in Docker's config.json");
        }
        return Stream.of(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        program + ", which Docker's config.json names, is not on the PATH of Slipway",
                        "install it where Slipway's PATH finds it, or take it out of config.json"));
    }

    private static DeployException failure(String program, String server, String why) {
        return new DeployException(
                Blame.HOST,
                program + " did not give the credentials for " + server + ": " + why,
                "as the user that runs Slipway, try: echo " + server + " | " + program + " get");
    }
}
