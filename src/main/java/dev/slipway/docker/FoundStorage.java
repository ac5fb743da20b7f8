package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The mounts of a container that exists, and what its file system is: the way back of {@link MountBody}. */
final class FoundStorage {
    private static final int MOST_PARTS = 3;
    private static final String ANONYMOUS = "[0-9a-f]{64}";
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private final JsonNode container;
    private final JsonNode host;
    private final FoundSettings found;
    private final List<Run.Mount> mounts = new ArrayList<>();

    FoundStorage(JsonNode container, FoundSettings found) {
        this.container = container;
        this.host = container.path("HostConfig");
        this.found = found;
    }

    void read() {
        FoundSettings.strings(host.path("Binds")).forEach(this::bind);
        host.path("Mounts").forEach(this::mount);
        anonymous();
        if (!mounts.isEmpty()) {
            found.set(RunKey.VOLUMES, List.copyOf(mounts));
        }
        found.list(RunKey.VOLUMES_FROM, host.path("VolumesFrom"));
        found.text(RunKey.VOLUME_DRIVER, host.path("VolumeDriver"));
        var tmpfs = FoundSettings.pairs(host.path("Tmpfs")).entrySet().stream()
                .map(each -> each.getKey() + (each.getValue().isEmpty() ? "" : ":" + each.getValue()))
                .toList();
        if (!tmpfs.isEmpty()) {
            found.set(RunKey.TMPFS, tmpfs);
        }
        found.flag(RunKey.READ_ONLY, host.path("ReadonlyRootfs"));
        found.map(RunKey.STORAGE_OPT, host.path("StorageOpt"));
    }

    /** {@code /srv/a:/a:ro,z}, or a volume's name in the place of the path. */
    private void bind(String text) {
        var parts = text.split(":", MOST_PARTS);
        if (parts.length == 1) {
            return; // An anonymous volume, which is among the mounts.
        }
        boolean path = parts[0].startsWith("/");
        var options = new TreeMap<String, String>();
        if (path) {
            options.put("create_host_path", "true");
        }
        boolean readOnly = false;
        for (var option : parts.length == MOST_PARTS ? parts[2].split(",", -1) : new String[0]) {
            if (option.equals("ro")) {
                readOnly = true;
            } else if (option.equals("z") || option.equals("Z")) {
                options.put("selinux", option);
            } else if (option.equals("nocopy")) {
                options.put("nocopy", "true");
            } else if (PROPAGATIONS.contains(option)) {
                options.put("propagation", option);
            } else if (!option.equals("rw") && !option.isEmpty()) {
                found.note(
                        "option " + option + " of the mount " + parts[1] + ": run does not take it; it was left out");
            }
        }
        var kind = path ? Run.Mount.Kind.BIND : Run.Mount.Kind.VOLUME;
        mounts.add(new Run.Mount(kind, Optional.of(parts[0]), parts[1], readOnly, options));
    }

    private void mount(JsonNode each) {
        var target = each.path("Target").asText();
        var options = new TreeMap<String, String>();
        switch (each.path("Type").asText()) {
            case "bind" -> {
                var bind = each.path("BindOptions");
                // A file is mounted in this form by Slipway itself, whatever was asked for.
                options.put(
                        "create_host_path",
                        String.valueOf(MountBody.isFile(target)
                                || bind.path("CreateMountpoint").asBoolean()));
                FoundSettings.find(bind.path("Propagation")).ifPresent(value -> options.put("propagation", value));
            }
            case "volume" -> {
                var volume = each.path("VolumeOptions");
                if (volume.path("NoCopy").asBoolean()) {
                    options.put("nocopy", "true");
                }
                FoundSettings.find(volume.path("Subpath")).ifPresent(value -> options.put("subpath", value));
            }
            case "tmpfs" -> {
                var tmpfs = each.path("TmpfsOptions");
                if (tmpfs.path("SizeBytes").asLong() > 0) {
                    options.put("size", tmpfs.path("SizeBytes").asText());
                }
                if (tmpfs.path("Mode").asInt() > 0) {
                    options.put("mode", Integer.toOctalString(tmpfs.path("Mode").asInt()));
                }
            }
            default -> {
                found.note("the mount " + target + " of type "
                        + each.path("Type").asText() + ": run does not take it; it was left out");
                return;
            }
        }
        var kind = Run.Mount.Kind.valueOf(each.path("Type").asText().toUpperCase(Locale.ROOT));
        var source = FoundSettings.find(each.path("Source"));
        if (kind == Run.Mount.Kind.VOLUME && source.isEmpty()) {
            return; // Anonymous, see below.
        }
        mounts.add(new Run.Mount(kind, source, target, each.path("ReadOnly").asBoolean(), options));
    }

    /** By its name an anonymous volume keeps what it holds; a new container would begin with an empty one. */
    private void anonymous() {
        boolean others = !host.path("VolumesFrom").isEmpty();
        var declared = new HashSet<String>();
        mounts.forEach(each -> declared.add(each.target()));
        for (var each : container.path("Mounts")) {
            var name = each.path("Name").asText();
            var target = each.path("Destination").asText();
            if (!others && name.matches(ANONYMOUS) && declared.add(target)) {
                mounts.add(new Run.Mount(
                        Run.Mount.Kind.VOLUME,
                        Optional.of(name),
                        target,
                        !each.path("RW").asBoolean(true),
                        new TreeMap<>()));
                found.note(target + " is an anonymous volume, named here so that what it holds stays: take it out of"
                        + " volumes if an empty one will do, or give it a name by copying it");
            }
        }
    }
}
