package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Run.Mount;
import dev.slipway.model.RunKey;
import java.util.ArrayList;
import java.util.List;

/** What the container sees of disks. */
final class StorageRows {
    private static final int OCTAL = 8;

    private StorageRows() {}

    static Rows rows() {
        return new Rows()
                .row(RunKey.VOLUMES, (mounts, to) -> {
                    for (var mount : mounts) {
                        mount(mount, to);
                    }
                })
                .row(RunKey.VOLUMES_FROM, (containers, to) -> strings(to.host(), "VolumesFrom", containers))
                .row(RunKey.VOLUME_DRIVER, (driver, to) -> to.host().put("VolumeDriver", driver))
                .row(RunKey.TMPFS, StorageRows::tmpfs)
                .row(RunKey.READ_ONLY, (readOnly, to) -> to.host().put("ReadonlyRootfs", readOnly))
                .row(RunKey.STORAGE_OPT, (options, to) -> strings(to.host(), "StorageOpt", options))
                .row(RunKey.SHM_SIZE, (bytes, to) -> to.host().put("ShmSize", bytes));
    }

    /** Whether the engine refuses a bind whose source is not there, rather than make a folder of it. */
    static boolean mustExist(Mount mount) {
        return mount.kind() == Mount.Kind.BIND && "false".equals(mount.options().get("create_host_path"));
    }

    /**
     * The API's two ways to say a mount differ in what they can say: only the old one makes missing folders, relabels for
     * SELinux and heeds {@code volume_driver}; only the new one knows tmpfs and subpaths, and paths with a colon.
     */
    private static void mount(Mount mount, NewContainer to) throws DeployException {
        switch (mount.kind()) {
            case BIND -> {
                if (hasColon(mount) || (mustExist(mount) && !mount.options().containsKey("selinux"))) {
                    modern(mount, "bind", to);
                } else {
                    bind(mount, to);
                }
            }
            case VOLUME -> {
                if (mount.options().containsKey("subpath")) {
                    to.needs(45, "volumes.subpath", "26");
                    modern(mount, "volume", to);
                } else if (mount.source().isPresent()) {
                    bind(mount, to);
                } else if (mount.readOnly()) {
                    modern(mount, "volume", to);
                } else {
                    to.config().withObjectProperty("Volumes").putObject(mount.target());
                }
            }
            case TMPFS -> modern(mount, "tmpfs", to);
        }
    }

    private static boolean hasColon(Mount mount) {
        return mount.target().contains(":")
                || mount.source().filter(s -> s.contains(":")).isPresent();
    }

    private static void bind(Mount mount, NewContainer to) {
        var words = new ArrayList<String>();
        words.add(mount.readOnly() ? "ro" : "rw");
        mount.options().forEach((name, value) -> {
            switch (name) {
                case "propagation", "selinux" -> words.add(value);
                case "nocopy" -> {
                    if (value.equals("true")) {
                        words.add("nocopy");
                    }
                }
                default -> {
                    // create_host_path is what this form does anyway
                }
            }
        });
        to.host()
                .withArrayProperty("Binds")
                .add(mount.source().orElseThrow() + ":" + mount.target() + ":" + String.join(",", words));
    }

    private static void modern(Mount mount, String type, NewContainer to) {
        var json = to.host().withArrayProperty("Mounts").addObject();
        json.put("Type", type).put("Target", mount.target()).put("ReadOnly", mount.readOnly());
        mount.source().ifPresent(source -> json.put("Source", source));
        mount.options().forEach((name, value) -> option(name, value, json));
    }

    private static void option(String name, String value, ObjectNode mount) {
        switch (name) {
            case "propagation" -> mount.withObjectProperty("BindOptions").put("Propagation", value);
            case "nocopy" -> mount.withObjectProperty("VolumeOptions").put("NoCopy", value.equals("true"));
            case "subpath" -> mount.withObjectProperty("VolumeOptions").put("Subpath", value);
            case "size" -> mount.withObjectProperty("TmpfsOptions").put("SizeBytes", Long.parseLong(value));
            case "mode" -> mount.withObjectProperty("TmpfsOptions").put("Mode", Integer.parseInt(value, OCTAL));
            default -> {
                // create_host_path: this form never does
            }
        }
    }

    private static void tmpfs(List<String> paths, NewContainer to) {
        var json = to.host().putObject("Tmpfs");
        for (var path : paths) {
            var parts = path.split(":", 2);
            json.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }
}
