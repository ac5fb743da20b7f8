package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a container that exists has set and {@code run} has no key for, each with a word on what to do. */
final class FoundElsewhere {
    private static final String NO_DISK_LIMITS =
            "run does not limit disk traffic; there is nothing to put in its place";
    private static final String NO_REAL_TIME =
            "run does not set real-time scheduling; there is nothing to put in its place";
    private static final String WINDOWS = "it is for Windows containers";

    private static final List<Row> ROWS = List.of(
            new Row("BlkioWeight", "--blkio-weight", NO_DISK_LIMITS),
            new Row("BlkioWeightDevice", "--blkio-weight-device", NO_DISK_LIMITS),
            new Row("BlkioDeviceReadBps", "--device-read-bps", NO_DISK_LIMITS),
            new Row("BlkioDeviceWriteBps", "--device-write-bps", NO_DISK_LIMITS),
            new Row("BlkioDeviceReadIOps", "--device-read-iops", NO_DISK_LIMITS),
            new Row("BlkioDeviceWriteIOps", "--device-write-iops", NO_DISK_LIMITS),
            new Row("CpuRealtimePeriod", "--cpu-rt-period", NO_REAL_TIME),
            new Row("CpuRealtimeRuntime", "--cpu-rt-runtime", NO_REAL_TIME),
            new Row(
                    "CpusetMems",
                    "--cpuset-mems",
                    "run does not bind to memory nodes; there is nothing to put in its place"),
            new Row("KernelMemory", "--kernel-memory", "Docker itself no longer takes it; nothing to do"),
            new Row(
                    "PublishAllPorts",
                    "-P",
                    "Slipway publishes only what is named; add each port to ports, such as \"8000:8000\""),
            new Row(
                    "AutoRemove",
                    "--rm",
                    "as soon as it is stopped it is gone, so it cannot be put back, should the first deployment not be"
                            + " well; make it anew without --rm first, if that matters"),
            new Row("CpuCount", "--cpu-count", WINDOWS),
            new Row("CpuPercent", "--cpu-percent", WINDOWS),
            new Row("IOMaximumIOps", "--io-maxiops", WINDOWS),
            new Row("IOMaximumBandwidth", "--io-maxbandwidth", WINDOWS));

    private FoundElsewhere() {}

    private record Row(String name, String flag, String whatToDo) {}

    static void read(JsonNode container, FoundSettings found) {
        var host = container.path("HostConfig");
        for (var row : ROWS) {
            if (isSet(host.path(row.name))) {
                found.note(row.flag + ": " + row.whatToDo);
            }
        }
        boolean unmasked = host.path("MaskedPaths").isArray()
                && host.path("MaskedPaths").isEmpty()
                && !host.path("Privileged").asBoolean();
        if (unmasked) {
            found.note(
                    "--security-opt systempaths=unconfined: run cannot unmask system paths; privileged: true does it, with"
                            + " much else");
        }
    }

    private static boolean isSet(JsonNode value) {
        return value.isNumber()
                ? value.asLong() != 0
                : value.isTextual()
                        ? !value.asText().isEmpty()
                        : value.isArray() ? !value.isEmpty() : value.asBoolean();
    }
}
