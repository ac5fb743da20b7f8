package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Mounts and the container's own file system. */
final class StorageRows {
    private static final Pattern OCTAL = Pattern.compile("(?:0o?)?[0-7]{1,4}");
    private static final Map<String, Run.Mount.Kind> KINDS = kinds();

    private static final Field<Run.Mount.Kind> TYPE =
            Field.required("type", Scalars.choice(KINDS), "bind (a path of the host), volume or tmpfs");
    private static final Field<String> SOURCE = Field.optional(
            "source", Scalars.name(), "path on the host, relative to this file's folder; or the volume's name");
    private static final Field<String> TARGET =
            Field.required("target", Scalars.containerPath(), "path in the container");
    private static final Field<Boolean> READ_ONLY =
            Field.withDefault("read_only", Scalars.flag(), "false", "whether the container may only read");
    private static final Field<Map<String, String>> BIND =
            Field.optional("bind", bindOptions(), "for type bind: propagation, create_host_path, selinux");
    private static final Field<Map<String, String>> VOLUME =
            Field.optional("volume", volumeOptions(), "for type volume: nocopy, subpath");
    private static final Field<Map<String, String>> TMPFS =
            Field.optional("tmpfs", tmpfsOptions(), "for type tmpfs: size, mode");

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(
                    RunKey.VOLUMES,
                    new ListShape<>(FormsShape.scalarOrMapping(Scalars.name().then(VolumeSyntax::parse), longMount())),
                    "mounts: [SOURCE:]TARGET[:OPTIONS], or the long form; paths are relative to this file's folder"),
            RunRow.of(
                    RunKey.VOLUMES_FROM,
                    new ListShape<>(Scalars.name().then((text, in) -> volumesFrom(text))),
                    "containers whose mounts it shares: NAME, NAME:ro or NAME:rw"),
            RunRow.of(RunKey.VOLUME_DRIVER, Scalars.name(), "driver of volumes that the engine creates for it"),
            RunRow.of(
                    RunKey.TMPFS,
                    NetworkRows.textOrList(Scalars.containerPath()),
                    "file systems in memory: /path or /path:options such as /run:size=64m"),
            RunRow.of(RunKey.READ_ONLY, Scalars.flag(), "makes its own file system read-only"),
            RunRow.of(
                    RunKey.STORAGE_OPT,
                    new PairsShape(PairsShape.Valueless.REFUSED),
                    "options of the storage driver, such as size"),
            RunRow.of(RunKey.SHM_SIZE, Scalars.bytes(), "size of /dev/shm"));

    private StorageRows() {}

    /** No two mounts may have one target: which one wins would be the engine's secret. */
    static void check(Fields f, RunSpec spec) {
        var seen = new LinkedHashMap<String, Run.Mount>();
        for (var mount : spec.get(RunKey.VOLUMES).orElse(List.of())) {
            if (seen.put(mount.target(), mount) != null) {
                f.refuse(
                        ROWS.getFirst().field(),
                        "two mounts have the target " + mount.target() + "; remove one of them");
            }
        }
    }

    private static Shape<Run.Mount> longMount() {
        var consistency = Field.optional("consistency", Scalars.name(), "has no effect on Linux");
        return ObjectShape.of(List.of(TYPE, SOURCE, TARGET, READ_ONLY, BIND, VOLUME, TMPFS, consistency), f -> f)
                .checked(StorageRows::checkLong)
                .refusing(Map.of("image", "this version mounts bind, volume and tmpfs only"))
                .then((f, in) -> mount(f, in));
    }

    private static void checkLong(Fields f) {
        var kind = f.find(TYPE);
        if (kind.isEmpty()) {
            return;
        }
        Map.of(Run.Mount.Kind.BIND, BIND, Run.Mount.Kind.VOLUME, VOLUME, Run.Mount.Kind.TMPFS, TMPFS)
                .forEach((owner, field) -> {
                    if (f.isGiven(field) && owner != kind.get()) {
                        f.refuse(field, "is for type: " + field.name() + ", but the type is " + word(kind.get()));
                    }
                });
        if (kind.get() == Run.Mount.Kind.BIND && !f.isGiven(SOURCE)) {
            f.refuse("type bind needs 'source', a path of the host");
        }
        if (kind.get() == Run.Mount.Kind.TMPFS && f.isGiven(SOURCE)) {
            f.refuse(SOURCE, "a tmpfs has no source; remove it");
        }
    }

    private static Run.Mount mount(Fields f, Reading in) throws Misfit {
        var kind = f.get(TYPE);
        var source = f.find(SOURCE);
        var options = new TreeMap<String, String>();
        switch (kind) {
            case BIND -> {
                options.put("create_host_path", "true");
                f.find(BIND).ifPresent(options::putAll);
                if (options.containsKey("selinux") && options.containsValue("false")) {
                    throw new Misfit(
                            "Docker sets selinux labels only with create_host_path: true; remove one of the two");
                }
                source = Optional.of(in.resolve(source.orElseThrow()).toString());
            }
            case VOLUME -> {
                f.find(VOLUME).ifPresent(options::putAll);
                if (source.isPresent()) {
                    source = Optional.of(VolumeSyntax.volumeName(source.get()));
                }
            }
            case TMPFS -> f.find(TMPFS).ifPresent(options::putAll);
        }
        return new Run.Mount(kind, source, f.get(TARGET), f.get(READ_ONLY), options);
    }

    private static Shape<Map<String, String>> bindOptions() {
        return options(List.of(
                Field.optional("propagation", Scalars.choice(same(VolumeSyntax.PROPAGATIONS)), "of mounts below it"),
                Field.withDefault(
                        "create_host_path", text(Scalars.flag()), "true", "creates a missing folder on the host"),
                Field.optional(
                        "selinux", Scalars.choice(same(List.of("z", "Z"))), "z: shared label, Z: private label")));
    }

    private static Shape<Map<String, String>> volumeOptions() {
        return options(List.of(
                Field.optional("nocopy", text(Scalars.flag()), "does not copy the image's files into a new volume"),
                Field.optional("subpath", Scalars.name(), "folder in the volume that is mounted")));
    }

    private static Shape<Map<String, String>> tmpfsOptions() {
        return options(List.of(
                Field.optional("size", text(Scalars.bytes()), "limit"),
                Field.optional("mode", Scalars.matching("an octal mode such as 1777", OCTAL), "permissions, octal")));
    }

    private static Shape<Map<String, String>> options(List<Field<String>> fields) {
        return ObjectShape.of(List.copyOf(fields), f -> {
            var options = new TreeMap<String, String>();
            fields.forEach(field -> f.find(field).ifPresent(value -> options.put(field.name(), value)));
            return options;
        });
    }

    private static Shape<String> text(Shape<?> shape) {
        return shape.then((value, in) -> value.toString());
    }

    private static String volumesFrom(String text) throws Misfit {
        var name = text.startsWith("container:") ? text.substring("container:".length()) : text;
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*(:(ro|rw))?")) {
            throw Misfit.mustBe("a container's name, with :ro or :rw at the end if need be");
        }
        return name;
    }

    private static Map<String, Run.Mount.Kind> kinds() {
        var kinds = new LinkedHashMap<String, Run.Mount.Kind>();
        for (var kind : Run.Mount.Kind.values()) {
            kinds.put(word(kind), kind);
        }
        return kinds;
    }

    private static String word(Run.Mount.Kind kind) {
        return switch (kind) {
            case BIND -> "bind";
            case VOLUME -> "volume";
            case TMPFS -> "tmpfs";
        };
    }

    private static Map<String, String> same(List<String> words) {
        var map = new LinkedHashMap<String, String>();
        words.forEach(word -> map.put(word, word));
        return map;
    }
}
