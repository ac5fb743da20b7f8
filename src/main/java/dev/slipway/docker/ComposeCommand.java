package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Runs Docker Compose: without a shell, with an environment of its own, for a limited time. What it says is told line by line,
 * without the secrets that it was given.
 */
final class ComposeCommand {
    /** Lines that are kept for who is to know why it failed. */
    static final int LAST_LINES = 20;

    /** Stands in every call for a project. */
    static final String PROJECT_NAME = "--project-name";

    private static final Duration GRACE = Duration.ofSeconds(5);
    /** What Compose's own log lines begin and end with. */
    private static final Pattern LOG_LINE = Pattern.compile("time=\"[^\"]*\" level=(\\w+) msg=\"(.*)\"");

    /** Of the agent's environment, what any program of Docker may need; everything else is the agent's own. */
    private static final Set<String> HANDED_ON = Set.of(
            "PATH", "HOME", "TMPDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    /** Those of this process; others that look like them are of one that was killed. */
    private static final Set<Long> OWN = ConcurrentHashMap.newKeySet();

    private final Path program;
    private final Path folder;
    private final Map<String, String> environment;
    private final SpokenSecrets secrets;

    /**
     * @param folder where it runs
     * @param environment all that it has
     * @param secrets what it may say, and is not to be read
     */
    ComposeCommand(Path program, Path folder, Map<String, String> environment, SpokenSecrets secrets) {
        this.program = program;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.secrets = secrets;
    }

    /** Takes all out of an environment that is not {@link #HANDED_ON}, or one of Docker's, and puts in what is in the other. */
    static void clean(Map<String, String> to, Map<String, String> from) {
        to.clear();
        from.forEach((name, value) -> {
            if (HANDED_ON.contains(name) || (name.startsWith("DOCKER_") && !name.equals("DOCKER_CONTEXT"))) {
                to.put(name, value);
            }
        });
        to.put("LC_ALL", "C.UTF-8");
    }

    /**
     * How it ended.
     *
     * @param out what it printed on its standard output, if that was asked for
     * @param last the last lines that it said, without empty ones
     */
    record Result(int exit, String out, List<String> last) {
        boolean isWell() {
            return exit == 0;
        }

        /** The last line, which tells why. */
        String why() {
            return last.isEmpty() ? "exit code " + exit : last.getLast();
        }
    }

    /** Runs it; everything that it says is told. */
    Result run(String what, List<String> arguments, Duration limit, Consumer<String> say)
            throws DeployException, InterruptedException {
        return run(what, arguments, limit, say, false);
    }

    /** Runs it for what it prints; what it says beside that is told. */
    Result ask(String what, List<String> arguments, Duration limit, Consumer<String> say)
            throws DeployException, InterruptedException {
        return run(what, arguments, limit, say, true);
    }

    private Result run(String what, List<String> arguments, Duration limit, Consumer<String> say, boolean asked)
            throws DeployException, InterruptedException {
        var argv = new ArrayList<String>();
        argv.add(program.toString());
        argv.addAll(arguments);
        var builder = new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(!asked);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            OWN.add(process.pid());
            try {
                process.getOutputStream().close();
                return follow(process, what, limit, say, asked);
            } finally {
                end(process);
                OWN.remove(process.pid());
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DeployException(
                    Blame.HOST, "could not " + what + ": " + e.getMessage(), ComposePlugin.INSTALL, e);
        }
    }

    private Result follow(Process process, String what, Duration limit, Consumer<String> say, boolean asked)
            throws DeployException, InterruptedException {
        var last = new ArrayDeque<String>();
        var out = new StringBuilder();
        var readers = new ArrayList<Thread>();
        if (asked) {
            readers.add(Thread.startVirtualThread(() -> out.append(all(process.getInputStream()))));
        }
        var spoken = asked ? process.getErrorStream() : process.getInputStream();
        readers.add(Thread.startVirtualThread(() -> tell(spoken, last, say)));
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            end(process);
            throw new DeployException(
                    Blame.HOST,
                    "could not " + what + " within " + limit.toSeconds() + " s",
                    "see what it waited for in the deployment's log, or raise compose.timeout or health.timeout");
        }
        for (var reader : readers) {
            // What it left behind may hold its output open.
            reader.join(GRACE.toMillis());
        }
        synchronized (last) {
            return new Result(process.exitValue(), out.toString(), List.copyOf(last));
        }
    }

    private void tell(InputStream from, Deque<String> last, Consumer<String> say) {
        try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var clean = clean(line);
                say.accept(clean);
                synchronized (last) {
                    if (!clean.isBlank()) {
                        last.addLast(clean.strip());
                    }
                    if (last.size() > LAST_LINES) {
                        last.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // It was ended while it spoke.
            say.accept("(its output broke off: " + e.getMessage() + ")");
        }
    }

    private String clean(String line) {
        var log = LOG_LINE.matcher(line);
        var clean = log.matches() ? log.group(1) + ": " + log.group(2).replace("\\\"", "\"") : line;
        return secrets.without(clean);
    }

    private static String all(InputStream from) {
        try (from) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static void end(Process process) throws InterruptedException {
        if (process.isAlive()) {
            end(process.toHandle());
        }
    }

    /** It and what it began; by SIGTERM, at which Compose has the engine let go of its builds. */
    private static void end(ProcessHandle process) throws InterruptedException {
        var children = process.descendants().toList();
        process.destroy();
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends those that an agent, which was killed, left to themselves: they would go on at the same project. */
    static void endStrays(Path folder) throws InterruptedException {
        var mark = folder + "/";
        var strays = ProcessHandle.allProcesses()
                .filter(process -> !OWN.contains(process.pid()))
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .filter(arguments -> arguments.contains(PROJECT_NAME)
                                && arguments.stream().anyMatch(each -> each.startsWith(mark)))
                        .isPresent())
                .toList();
        for (var stray : strays) {
            end(stray);
        }
    }
}
