package dev.slipway.history;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether {@code data_dir} can be written to, and its history be read. */
public final class DataDirCheck implements Check {
    private final Path folder;
    private final Path history;

    /** @param history the file in it, which need not exist yet */
    public DataDirCheck(Path folder, Path history) {
        this.folder = folder;
        this.history = history;
    }

    @Override
    public String name() {
        return "data_dir";
    }

    @Override
    public List<Finding> look() throws DeployException {
        var existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return List.of(Finding.wrong(
                    existing + " cannot be written to by user " + System.getProperty("user.name"),
                    "history, clones and logs have no place, so the agent does not start",
                    "chown " + System.getProperty("user.name") + " " + existing
                            + ", or set data_dir to a folder of that user, or run slipway as the agent's user"));
        }
        var findings = new ArrayList<Finding>();
        for (var aside : HistoryFile.setAside(history)) {
            findings.add(Finding.risk(
                    "an earlier history was damaged and lies in " + aside,
                    "pauses and pins of before are forgotten; the disk may be failing",
                    "look at the disk (dmesg, smartctl), then mv " + aside + " elsewhere"));
        }
        if (Files.exists(history)) {
            // Reads it; what it finds wrong it throws.
            SqliteHistory.openReadOnly(history).close();
        }
        if (findings.isEmpty()) {
            findings.add(Finding.well(folder + (Files.exists(folder) ? " can be written to" : " can be made")));
        }
        return findings;
    }
}
