package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.ExistingContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An app's entry made from what is there already: valid as it stands, with a comment on all that could not be known. */
public final class ImportedEntry {
    private static final int WIDTH = 118;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final String UNKNOWN_URL = "https://git.example.com/" + ShellLine.UNKNOWN + "/";

    private final String app;
    private final Origin origin;
    private final EntryDraft draft;
    private final Options options;
    private final ImportedEnvironment environment;

    /**
     * What the user said beside naming the container or the line.
     *
     * @param gitUrl the repository
     * @param envFile where the environment is to be written
     */
    public record Options(Optional<String> gitUrl, Optional<Path> envFile) {
        /**
         * With the URL checked.
         *
         * @throws NotUnderstood if the repository's URL is none that Slipway takes
         */
        public static Options of(Optional<String> gitUrl, Optional<Path> envFile) throws NotUnderstood {
            try {
                if (gitUrl.isPresent()) {
                    GitShape.checkUrl(gitUrl.get());
                }
                return new Options(gitUrl, envFile);
            } catch (Misfit e) {
                throw new NotUnderstood("the URL of --git: " + e.message("what was given"));
            }
        }
    }

    /**
     * What it was made of.
     *
     * @param exists whether it is a container that is there
     * @param source the repository that the image says it came from
     */
    record Origin(String about, String image, boolean exists, Optional<String> source) {}

    private ImportedEntry(String app, Origin origin, EntryDraft draft, Options options) {
        this.app = app;
        this.origin = origin;
        this.draft = draft;
        this.options = options;
        this.environment = new ImportedEnvironment(draft, options.envFile().isPresent());
    }

    /**
     * From a line such as {@code docker run -d --name web -p 80:80 web:prod}.
     *
     * @throws NotUnderstood if it is no such line, or one that Docker itself would refuse
     */
    public static ImportedEntry ofCommandLine(String line, Options options) throws NotUnderstood {
        try {
            var read = RunCommand.read(line);
            var name = String.valueOf(read.draft().run().getOrDefault("container_name", nameOf(read.image())));
            return new ImportedEntry(
                    appName(name),
                    new Origin("a docker run line", read.image(), false, Optional.empty()),
                    read.draft(),
                    options);
        } catch (Misfit e) {
            throw new NotUnderstood("the line " + e.getMessage());
        }
    }

    /** From a container that is there. */
    public static ImportedEntry ofContainer(ExistingContainer container, Options options) {
        var draft = new EntryDraft(text -> text.replace("$", "$$"));
        var name = appName(container.name());
        if (!name.equals(container.name())) {
            draft.put("its name", "container_name", container.name());
        }
        RunTree.of(container.run()).forEach((key, value) -> draft.put(key, key, value));
        container.notes().forEach(draft::note);
        return new ImportedEntry(
                name,
                new Origin(
                        "the container " + container.name(),
                        container.image(),
                        true,
                        container.source().filter(GitShape::isUrl)),
                draft,
                options);
    }

    /** What was given is nothing that an entry could be made of. Its message completes "slipway import: " and holds no secret. */
    public static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1L;

        NotUnderstood(String message) {
            super(message);
        }
    }

    /** {@code registry.example.com:5000/me/web:prod} is web. */
    private static String nameOf(String image) {
        return image.replaceFirst("^.*/", "").replaceFirst("[:@].*$", "");
    }

    /** A container's name may have capitals, and begin with a capital or end in what an app's name may not. */
    private static String appName(String name) {
        var fit = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-").replaceFirst("^[^a-z0-9]+", "");
        var cut = fit.length() > 63 ? fit.substring(0, 63) : fit;
        return App.NAME.matcher(cut).matches() ? cut : "app";
    }

    /** The name of the app. */
    public String app() {
        return app;
    }

    /** The content of the env file that the entry names, by the rules of {@code env_format} there; empty if it needs none. */
    public Optional<String> environmentFile() {
        return environment.file();
    }

    /** The entry as YAML, beginning with {@code apps:}; it holds nothing that looks secret. */
    public String yaml() {
        var lines = new ArrayList<String>();
        lines.add(
                "# Made by slipway import from " + origin.about() + ". Look through it, then: slipway config validate");
        lines.add("apps:");
        lines.add("  " + quotedIfNeeded(app) + ":");
        git(lines);
        image(lines);
        comment(lines, 4, draft.notes().isEmpty() ? "" : "Of what was there, this needs a look:");
        draft.notes().forEach(note -> item(lines, 4, note));
        run(lines);
        comment(
                lines,
                4,
                "What counts as well: without a check, and without a HEALTHCHECK in the image, it only has to stay up."
                        + " Better name a page that answers 200 when all is well:");
        comment(lines, 4, "health: {http: \":" + aPort() + "/health\"}");
        adopt(lines);
        return String.join("\n", lines) + "\n";
    }

    private static String quotedIfNeeded(String name) {
        return name.matches("[a-z][a-z0-9_.-]*") && !name.matches("true|false|null|yes|no|on|off|y|n")
                ? name
                : "\"" + name + "\"";
    }

    private void git(List<String> lines) {
        var url = options.gitUrl().or(origin::source);
        if (url.isEmpty()) {
            comment(
                    lines,
                    4,
                    "The repository that the image is built from is not known here: put its URL and branch. A private one"
                            + " needs token_file: /path/of/a/file/with/the/token");
        } else if (options.gitUrl().isEmpty()) {
            comment(lines, 4, "By the image's label org.opencontainers.image.source; put the branch that is meant.");
        }
        var git = new LinkedHashMap<String, Object>();
        git.put("url", url.orElse(UNKNOWN_URL + app + ".git"));
        git.put("branch", "main");
        lines.add("    git: " + new YamlWriter(text -> text.replace("$", "$$")).flow(git));
    }

    private void image(List<String> lines) {
        comment(
                lines,
                4,
                "It ran the image " + Masking.text(origin.image()) + "; Slipway builds its own from the repository's"
                        + " Dockerfile, as slipway/" + app + ":COMMIT. Have a Dockerfile there, or name it:");
        comment(lines, 4, "build: {dockerfile: docker/Dockerfile}");
    }

    private void run(List<String> lines) {
        var run = new LinkedHashMap<String, Object>(draft.run());
        if (app.equals(run.get("container_name"))) {
            run.remove("container_name");
        }
        var masked = new MaskedRun(app);
        environment.applyTo(run, path().toString());
        if (run.isEmpty()) {
            return;
        }
        lines.add("    run:");
        run.forEach((key, value) -> {
            if (key.equals("env_file") && environment.file().isPresent()) {
                comment(lines, 6, environmentWords());
            }
            lines.addAll(draft.writer().entry(key, masked.of(key, value), 6));
        });
        masked.notes().forEach(note -> comment(lines, 6, note));
    }

    private String environmentWords() {
        var names = String.join(", ", environment.names());
        return options.envFile().isPresent()
                ? "Holds " + names + "; readable by its owner alone."
                : "Holds " + names
                        + ". Their values are not printed, since some look secret. To have that file written,"
                        + " readable by its owner alone, give the same command --env-file-out " + path() + ".";
    }

    private Path path() {
        return options.envFile().map(Path::toAbsolutePath).orElseGet(() -> Path.of("/etc/slipway/" + app + ".env"));
    }

    private String aPort() {
        return draft.run().get("ports") instanceof List<?> ports && !ports.isEmpty()
                ? String.valueOf(ports.getFirst()).replaceFirst("/.*$", "").replaceFirst("^.*:", "")
                : "8000";
    }

    private void adopt(List<String> lines) {
        if (origin.exists()) {
            comment(
                    lines,
                    4,
                    "The container was not made by Slipway, which touches none of those. This lets the first deployment"
                            + " replace it; should the new one not be well, it is put back.");
            lines.add("    adopt: true");
        } else {
            comment(
                    lines,
                    4,
                    "If a container of this name runs already, made by that line: this lets the first deployment replace"
                            + " it. Without it, Slipway touches no container that it did not make.");
            comment(lines, 4, "adopt: true");
        }
    }

    private static void item(List<String> lines, int indent, String text) {
        var wrapped = new ArrayList<String>();
        comment(wrapped, indent, "- " + text);
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(i == 0 ? wrapped.get(i) : wrapped.get(i).replaceFirst("# ", "#   "));
        }
    }

    private static void comment(List<String> lines, int indent, String text) {
        var begin = " ".repeat(indent) + "# ";
        var line = new StringBuilder(begin);
        for (var word : WHITE_SPACE.splitAsStream(text.strip()).toList()) {
            if (line.length() > begin.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(begin);
            }
            line.append(line.length() > begin.length() ? " " : "").append(word);
        }
        if (line.length() > begin.length()) {
            lines.add(line.toString());
        }
    }
}
