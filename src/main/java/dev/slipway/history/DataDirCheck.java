package dev.slipway.history;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        openToOthers().ifPresent(findings::add);
        if (Files.exists(history)) {
            // Reads it; what it finds wrong it throws.
            SqliteHistory.openReadOnly(history).close();
        }
        if (findings.isEmpty()) {
            findings.add(Finding.well(folder + (Files.exists(folder) ? " can be written to" : " can be made")));
        }
        return findings;
    }

    /** Slipway makes it for its user alone, but takes a folder that is there as it is. */
    private Optional<Finding> openToOthers() throws DeployException {
        try {
            var open = Files.exists(folder)
                    && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
            return open
                    ? Optional.of(Finding.risk(
                            folder + " can be entered by every user of this machine",
                            "build logs and history may tell what only its user should know",
                            "chmod 700 " + folder))
                    : Optional.empty();
        } catch (UnsupportedOperationException e) {
            return Optional.empty(); // A file system without such rights, as a NAS's share may be, has others' rules.
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST, "the rights of " + folder + " cannot be read: " + e, "look at its disk", e);
        }
    }
}
