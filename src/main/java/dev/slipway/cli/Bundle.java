package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.config.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What a bug report needs, as a zip archive of what ordinary commands print, with all that may be secret taken out of it. */
final class Bundle {
    private static final int DEPLOYMENTS = 20;
    private static final int LOGS = 3;

    private final Context context;
    private final Optional<Path> config;

    Bundle(Context context, Optional<Path> config) {
        this.context = context;
        this.config = config;
    }

    /**
     * Writes it, for its owner only.
     *
     * @throws IOException if the file exists, or the disk refuses
     */
    void write(Path file) throws IOException {
        var secrets = context.backend().doctorTools().secrets(config);
        var redaction = new Redaction(secrets.orElse(Set.of()));
        var only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, only);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE))) {
            add(zip, "versions.txt", redaction.of(versions()));
            add(zip, "doctor.json", redaction.of(said("doctor", "--json")));
            add(zip, "config.yaml", redaction.of(said("config", "show")));
            add(zip, "status.json", redaction.of(said("status", "--json")));
            var history = said("history", "--json", "-n", String.valueOf(DEPLOYMENTS));
            add(zip, "history.json", redaction.of(history));
            add(zip, "deliveries.json", redaction.of(said("history", "--deliveries", "--json")));
            if (secrets.isEmpty()) {
                add(
                        zip,
                        "logs-left-out.txt",
                        "The configuration cannot be read here, so nobody knows what in the logs is secret.\n");
                return;
            }
            for (var id : newest(history)) {
                add(zip, "log-" + id + ".txt", redaction.of(said("logs", id)));
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** Both streams of a command, as its user would see them. */
    private String said(String... command) {
        var terminal = new Recorder();
        var arguments = new ArrayList<String>();
        config.ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
        arguments.addAll(List.of(command));
        var code = CommandLineInterface.run(
                new Context(terminal, context.backend(), context.time(), context.environment(), context.agent()),
                arguments);
        return String.join("\n", terminal.lines) + "\n" + (code == 0 ? "" : "(exit code " + code + ")\n");
    }

    private static String versions() {
        return "slipway " + Version.number() + "\njava " + System.getProperty("java.vendor") + " "
                + System.getProperty("java.version") + "\nos " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + "\n";
    }

    private static List<String> newest(String history) {
        JsonNode root;
        try {
            root = Json.tree(history);
        } catch (JsonProcessingException e) {
            root = MissingNode.getInstance(); // It says why there is none.
        }
        var ids = new ArrayList<String>();
        root.path("deployments").forEach(each -> ids.add(each.path("id").asText()));
        return ids.subList(0, Math.min(LOGS, ids.size()));
    }

    private static final class Recorder implements Terminal {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void out(String line) {
            lines.add(line);
        }

        @Override
        public void err(String line) {
            lines.add(line);
        }

        @Override
        public Style style() {
            return Style.PLAIN;
        }
    }
}
