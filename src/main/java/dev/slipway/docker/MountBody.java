package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Mounts in the Engine API's two forms: Binds, which makes a missing folder on the host, and Mounts, which can say more and
 * refuses a source that is missing. A target that is evidently a file is mounted by the latter: the folder that Docker would make
 * in the place of a missing {@code conf.yml} is never what was meant.
 */
final class MountBody {
    private static final int OCTAL = 8;
    private static final Pattern FILE = Pattern.compile(
            ".+\\.(ya?ml|json|toml|ini|conf|cfg|xml|properties|env|txt|log|sh|pem|crt|key|sock)",
            Pattern.CASE_INSENSITIVE);

    private MountBody() {}

    static void write(ObjectNode host, List<Run.Mount> mounts) {
        for (var mount : mounts) {
            if (fitsBinds(mount)) {
                host.withArray("/Binds").add(bind(mount));
            } else {
                mount(host.withArray("/Mounts").addObject(), mount);
            }
        }
    }

    private static boolean fitsBinds(Run.Mount mount) {
        return switch (mount.kind()) {
            // Labels of SELinux exist in this form only.
            case BIND -> mount.options().containsKey("selinux") || mayBecomeAFolder(mount);
            case VOLUME -> mount.source().isPresent() && !mount.options().containsKey("subpath");
            case TMPFS -> false;
        };
    }

    private static boolean mayBecomeAFolder(Run.Mount mount) {
        return Boolean.parseBoolean(mount.options().getOrDefault("create_host_path", "true"))
                && !isFile(mount.target());
    }

    /** Whether a path in a container is evidently a file's. */
    static boolean isFile(String target) {
        return FILE.matcher(target).matches();
    }

    private static String bind(Run.Mount mount) {
        var options = new ArrayList<String>();
        options.add(mount.readOnly() ? "ro" : "rw");
        mount.options().forEach((name, value) -> {
            switch (name) {
                case "propagation", "selinux" -> options.add(value);
                case "nocopy" -> {
                    if (Boolean.parseBoolean(value)) {
                        options.add("nocopy");
                    }
                }
                default -> {
                    // The others have no place in this form; fitsBinds saw to it that they are not needed.
                }
            }
        });
        return mount.source().orElseThrow() + ":" + mount.target() + ":" + String.join(",", options);
    }

    static void mount(ObjectNode into, Run.Mount mount) {
        into.put("Type", mount.kind().name().toLowerCase(Locale.ROOT))
                .put("Target", mount.target())
                .put("ReadOnly", mount.readOnly());
        mount.source().ifPresent(source -> into.put("Source", source));
        mount.options().forEach((name, value) -> {
            switch (name) {
                case "propagation" -> into.withObject("/BindOptions").put("Propagation", value);
                case "nocopy" -> into.withObject("/VolumeOptions").put("NoCopy", Boolean.parseBoolean(value));
                case "subpath" -> into.withObject("/VolumeOptions").put("Subpath", value);
                case "size" -> into.withObject("/TmpfsOptions").put("SizeBytes", Long.parseLong(value));
                case "mode" -> into.withObject("/TmpfsOptions").put("Mode", Integer.parseInt(value, OCTAL));
                default -> {
                    // create_host_path decided upon the form; selinux labels exist in the other form only.
                }
            }
        });
    }
}
