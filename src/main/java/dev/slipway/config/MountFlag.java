package dev.slipway.config;

import dev.slipway.config.RunFlag.Use;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code --mount type=bind,source=/a,target=/b,readonly} as the long form of {@code volumes}. */
final class MountFlag {
    private MountFlag() {}

    static void take(Use use) throws Misfit {
        var mount = new LinkedHashMap<String, Object>();
        mount.put("type", "volume");
        for (var field : CsvFields.read(use.value()).entrySet()) {
            put(mount, field.getKey(), field.getValue().getLast());
        }
        if (mount.get("type").equals("bind")) {
            // Unlike -v, --mount refuses a folder of the host that is missing.
            EntryDraft.map(mount, "bind").put("create_host_path", false);
        }
        use.draft().add(use.origin(), "volumes", mount);
    }

    private static void put(Map<String, Object> mount, String key, String value) throws Misfit {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "type" -> mount.put("type", value.toLowerCase(Locale.ROOT));
            case "source", "src" -> mount.put("source", value);
            case "target", "dst", "destination" -> mount.put("target", value);
            case "readonly", "ro" -> {
                if (isTrue(value)) {
                    mount.put("read_only", true);
                }
            }
            case "consistency" -> mount.put("consistency", value);
            case "bind-propagation" -> EntryDraft.map(mount, "bind").put("propagation", value);
            case "volume-nocopy" -> EntryDraft.map(mount, "volume").put("nocopy", isTrue(value));
            case "volume-subpath" -> EntryDraft.map(mount, "volume").put("subpath", value);
            case "tmpfs-size" -> EntryDraft.map(mount, "tmpfs").put("size", value);
            case "tmpfs-mode" -> EntryDraft.map(mount, "tmpfs").put("mode", value);
            case "volume-driver", "volume-opt", "volume-label" ->
                throw new Misfit("run does not make such volumes; make it with docker volume create --driver … --opt …"
                        + " --label …, and name it in volumes");
            default ->
                throw new Misfit("run does not know '" + key + "' of a mount; write the mount without it into volumes");
        }
    }

    private static boolean isTrue(String value) {
        return value.isEmpty() || value.equals("1") || value.equalsIgnoreCase("true");
    }
}
