package dev.slipway.config;

import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Run settings as the file has them, in the short form where there is one: the way back of {@link RunShape}. */
final class RunTree {
    private static final Set<RunKey<?>> SIZES =
            Set.of(RunKey.MEM_LIMIT, RunKey.MEM_RESERVATION, RunKey.MEMSWAP_LIMIT, RunKey.SHM_SIZE);
    private static final String UNITS = "kmg";
    private static final long STEP = 1024;
    private static final int NANOS_DIGITS = 9;

    private RunTree() {}

    /** Key by key, in the order of {@link RunKey#all}. */
    static Map<String, Object> of(RunSpec run) {
        var tree = new LinkedHashMap<String, Object>();
        for (var key : RunKey.all()) {
            run.get(key).ifPresent(value -> tree.put(key.name(), written(key, value)));
        }
        return tree;
    }

    private static Object written(RunKey<?> key, Object value) {
        return switch (value) {
            case RestartPolicy policy ->
                policy.maximumRetries() > 0
                        ? policy.kind().key() + ":" + policy.maximumRetries()
                        : policy.kind().key();
            case Duration duration -> Durations.show(duration);
            case Long number -> number(key, number);
            case Map<?, ?> map -> new LinkedHashMap<>(map);
            case Run.Logging logging -> logging(logging);
            case Run.HealthCheck check -> healthCheck(check);
            case List<?> list -> list(key, list);
            default -> value;
        };
    }

    private static Object number(RunKey<?> key, long value) {
        if (key.equals(RunKey.CPUS)) {
            return BigDecimal.valueOf(value, NANOS_DIGITS).stripTrailingZeros().toPlainString();
        }
        if (!SIZES.contains(key) || value <= 0) {
            return value;
        }
        var amount = value;
        int power = 0;
        while (power < UNITS.length() && amount % STEP == 0) {
            amount /= STEP;
            power++;
        }
        return power == 0 ? (Object) value : amount + UNITS.substring(power - 1, power);
    }

    private static Object list(RunKey<?> key, List<?> list) {
        if (key.equals(RunKey.ULIMITS)) {
            var limits = new LinkedHashMap<String, Object>();
            list.forEach(each -> ulimit(limits, (Run.Ulimit) each));
            return limits;
        }
        if (key.equals(RunKey.NETWORKS)) {
            return networks(list.stream().map(NetworkAttachment.class::cast).toList());
        }
        var items = new ArrayList<Object>();
        for (var each : list) {
            items.add(
                    switch (each) {
                        case Run.Port port -> port(port);
                        case Run.Mount mount -> mount(mount);
                        case Run.Device device -> device.host() + ":" + device.container() + ":" + device.permissions();
                        case Run.Gpu gpu -> gpu(gpu);
                        case Run.EnvFile file -> envFile(file);
                        default -> each;
                    });
        }
        return items;
    }

    private static void ulimit(Map<String, Object> into, Run.Ulimit limit) {
        var both = new LinkedHashMap<String, Object>();
        both.put("soft", limit.soft());
        both.put("hard", limit.hard());
        into.put(limit.name(), limit.soft() == limit.hard() ? limit.soft() : both);
    }

    private static Object networks(List<NetworkAttachment> list) {
        boolean plain = list.stream().allMatch(each -> each.aliases().isEmpty() && !each.hasFixedAddress());
        if (plain) {
            return new ArrayList<>(list.stream().map(NetworkAttachment::network).toList());
        }
        var networks = new LinkedHashMap<String, Object>();
        for (var each : list) {
            var settings = new LinkedHashMap<String, Object>();
            if (!each.aliases().isEmpty()) {
                settings.put("aliases", each.aliases());
            }
            each.ipv4().ifPresent(ip -> settings.put("ipv4_address", ip));
            each.ipv6().ifPresent(ip -> settings.put("ipv6_address", ip));
            networks.put(each.network(), settings);
        }
        return networks;
    }

    private static String port(Run.Port port) {
        var text = new StringBuilder();
        port.hostIp()
                .ifPresent(ip ->
                        text.append(ip.contains(":") ? "[" + ip + "]" : ip).append(':'));
        port.hostPort().ifPresent(text::append);
        if (port.hostIp().isPresent() || port.hostPort().isPresent()) {
            text.append(':');
        }
        text.append(port.containerPort());
        return text + (port.protocol().equals(PortSyntax.TCP) ? "" : "/" + port.protocol());
    }

    private static Object mount(Run.Mount mount) {
        boolean simple = mount.kind() != Run.Mount.Kind.TMPFS
                && !(mount.source().orElse("") + mount.target()).contains(":")
                && Boolean.parseBoolean(mount.options().getOrDefault("create_host_path", "true"))
                && !mount.options().containsKey("subpath");
        if (!simple) {
            return longMount(mount);
        }
        var options = new ArrayList<String>();
        if (mount.readOnly()) {
            options.add("ro");
        }
        Optional.ofNullable(mount.options().get("propagation")).ifPresent(options::add);
        Optional.ofNullable(mount.options().get("selinux")).ifPresent(options::add);
        if (Boolean.parseBoolean(mount.options().get("nocopy"))) {
            options.add("nocopy");
        }
        return mount.source().map(source -> source + ":").orElse("")
                + mount.target()
                + (options.isEmpty() ? "" : ":" + String.join(",", options));
    }

    private static Object longMount(Run.Mount mount) {
        var map = new LinkedHashMap<String, Object>();
        var type = mount.kind().name().toLowerCase(Locale.ROOT);
        map.put("type", type);
        mount.source().ifPresent(source -> map.put("source", source));
        map.put("target", mount.target());
        if (mount.readOnly()) {
            map.put("read_only", true);
        }
        if (!mount.options().isEmpty()) {
            var options = new LinkedHashMap<String, Object>();
            mount.options().forEach((name, value) -> options.put(name, flagOrText(value)));
            map.put(type, options);
        }
        return map;
    }

    /** A flag must stand there without quotes. */
    private static Object flagOrText(String value) {
        return value.equals("true") || value.equals("false") ? (Object) Boolean.valueOf(value) : value;
    }

    private static Object gpu(Run.Gpu gpu) {
        var map = new LinkedHashMap<String, Object>();
        gpu.driver().ifPresent(driver -> map.put("driver", driver));
        gpu.count().ifPresent(count -> map.put("count", count < 0 ? "all" : (Object) count));
        if (!gpu.deviceIds().isEmpty()) {
            map.put("device_ids", gpu.deviceIds());
        }
        map.put("capabilities", gpu.capabilities());
        if (!gpu.options().isEmpty()) {
            map.put("options", gpu.options());
        }
        return map;
    }

    private static Object envFile(Run.EnvFile file) {
        var map = new LinkedHashMap<String, Object>();
        map.put("path", file.path());
        map.put("required", file.required());
        return map;
    }

    private static Object logging(Run.Logging logging) {
        var map = new LinkedHashMap<String, Object>();
        logging.driver().ifPresent(driver -> map.put("driver", driver));
        if (!logging.options().isEmpty()) {
            map.put("options", logging.options());
        }
        return map;
    }

    private static Object healthCheck(Run.HealthCheck check) {
        var map = new LinkedHashMap<String, Object>();
        if (check.test().equals(List.of("NONE"))) {
            map.put("disable", true);
        } else if (!check.test().isEmpty()) {
            map.put("test", check.test());
        }
        check.interval().ifPresent(time -> map.put("interval", Durations.show(time)));
        check.timeout().ifPresent(time -> map.put("timeout", Durations.show(time)));
        check.startPeriod().ifPresent(time -> map.put("start_period", Durations.show(time)));
        check.startInterval().ifPresent(time -> map.put("start_interval", Durations.show(time)));
        check.retries().ifPresent(retries -> map.put("retries", retries));
        return map;
    }
}
