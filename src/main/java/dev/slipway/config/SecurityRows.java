package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** What the container may do to the host, and which of the host's name spaces it shares. */
final class SecurityRows {
    private static final Pattern PERMISSIONS = Pattern.compile("(?!.*(.).*\\1)[rwm]{1,3}");
    private static final Pattern CDI = Pattern.compile("[^/:]+/[^/:=]+=.+");
    private static final String ALL_PERMISSIONS = "rwm";
    private static final int MOST_PARTS = 3;

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(RunKey.PRIVILEGED, Scalars.flag(), "gives it all that root on the host may do"),
            RunRow.of(RunKey.CAP_ADD, new ListShape<>(Scalars.name()), "capabilities that it gets, such as NET_ADMIN"),
            RunRow.of(RunKey.CAP_DROP, new ListShape<>(Scalars.name()), "capabilities that it loses; ALL for all"),
            RunRow.of(RunKey.SECURITY_OPT, new ListShape<>(Scalars.name()), "such as no-new-privileges:true"),
            RunRow.of(
                    RunKey.DEVICES,
                    new ListShape<>(FormsShape.scalarOrMapping(
                            Scalars.parsed("text like /dev/x:/dev/x:rwm", SecurityRows::device), longDevice())),
                    "devices of the host: HOST[:CONTAINER[:PERMISSIONS]]"),
            RunRow.of(
                    RunKey.DEVICE_CGROUP_RULES,
                    new ListShape<>(Scalars.name()),
                    "rules of devices, such as \"c 1:3 mr\""),
            RunRow.of(RunKey.PID, namespace(), "host, or container:NAME"),
            RunRow.of(
                    RunKey.IPC,
                    namespace("none", "private", "shareable"),
                    "host, none, private, shareable or container:NAME"),
            RunRow.of(RunKey.UTS, word("host"), "host"),
            RunRow.of(RunKey.USERNS_MODE, word("host"), "host"),
            RunRow.of(RunKey.CGROUP, word("host", "private"), "host or private"),
            RunRow.of(RunKey.CGROUP_PARENT, Scalars.name(), "parent of its control group"),
            RunRow.of(RunKey.RUNTIME, Scalars.name(), "OCI runtime, such as runc or nvidia"),
            RunRow.of(
                    RunKey.SYSCTLS,
                    new PairsShape(PairsShape.Valueless.REFUSED),
                    "kernel settings of its name spaces, such as net.core.somaxconn"));

    private SecurityRows() {}

    private static Run.Device device(String text) throws Misfit {
        if (CDI.matcher(text).matches()) {
            throw new Misfit("devices by CDI name are not supported by this version; use gpus, or the device's path");
        }
        var parts = text.split(":", -1);
        if (parts.length > MOST_PARTS || !parts[0].startsWith("/")) {
            throw Misfit.mustBe("HOST[:CONTAINER[:PERMISSIONS]] with absolute paths, such as /dev/ttyUSB0");
        }
        // Docker takes HOST:PERMISSIONS too.
        boolean permissionsSecond =
                parts.length == 2 && PERMISSIONS.matcher(parts[1]).matches();
        var container = parts.length > 1 && !permissionsSecond ? parts[1] : parts[0];
        var permissions = permissionsSecond ? parts[1] : parts.length == MOST_PARTS ? parts[2] : ALL_PERMISSIONS;
        if (!container.startsWith("/") || !PERMISSIONS.matcher(permissions).matches()) {
            throw Misfit.mustBe("HOST[:CONTAINER[:PERMISSIONS]] with absolute paths and permissions out of r, w and m");
        }
        return new Run.Device(parts[0], container, permissions);
    }

    private static Shape<Run.Device> longDevice() {
        var source = Field.required("source", Scalars.name(), "path on the host");
        var target =
                Field.optional("target", Scalars.containerPath(), "path in the container; as on the host if left out");
        var permissions = Field.withDefault(
                "permissions",
                Scalars.matching("some of r, w and m", PERMISSIONS),
                ALL_PERMISSIONS,
                "read, write, mknod");
        return ObjectShape.of(
                List.of(source, target, permissions),
                f -> new Run.Device(f.get(source), f.find(target).orElse(f.get(source)), f.get(permissions)));
    }

    private static Shape<String> word(String... words) {
        var choices = new LinkedHashMap<String, String>();
        for (var word : words) {
            choices.put(word, word);
        }
        return Scalars.choice(choices);
    }

    /** A name space that may be the host's or another container's. */
    private static Shape<String> namespace(String... more) {
        var words = List.of(more);
        return Scalars.parsed("text", text -> {
            if (text.startsWith("service:")) {
                throw new Misfit("there are no services here; use container:NAME with the other container's name");
            }
            boolean known = text.equals("host") || words.contains(text);
            if (!known && !text.matches("container:[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
                throw Misfit.mustBe(
                        "host" + (more.length == 0 ? "" : ", " + String.join(", ", more)) + " or container:NAME");
            }
            return text;
        });
    }
}
