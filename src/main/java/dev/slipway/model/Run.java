package dev.slipway.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The values of {@link RunSpec} that are more than text and numbers, each in the normal form of Compose's long syntax. */
public final class Run {
    private Run() {}

    /**
     * One published port.
     *
     * @param hostIp address on the host that it is bound to; empty for all
     * @param hostPort 1 to 65535; empty to let the engine choose
     * @param containerPort 1 to 65535
     * @param protocol {@code tcp}, {@code udp} or {@code sctp}
     * @param onItsNode in a swarm, whether each task's port is published by its own node alone, instead of by all nodes for
     *     all tasks: Compose's {@code mode: host}
     */
    public record Port(
            Optional<String> hostIp,
            Optional<Integer> hostPort,
            int containerPort,
            String protocol,
            boolean onItsNode) {
        private static final Set<String> EVERY_ADDRESS = Set.of("", "0.0.0.0", "::");
        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

        public Port {
            Objects.requireNonNull(hostIp);
            Objects.requireNonNull(hostPort);
            Objects.requireNonNull(protocol);
        }

        /** One for which there is one node only. */
        public Port(Optional<String> hostIp, Optional<Integer> hostPort, int containerPort, String protocol) {
            this(hostIp, hostPort, containerPort, protocol, false);
        }

        /** Whether this TCP port of the container is published at a port that is known beforehand. */
        public boolean isFixedTcp(int port) {
            return containerPort == port && hostPort.isPresent() && protocol.equals("tcp");
        }

        /** Whether it is published on all addresses of the host. */
        public boolean isOnEveryAddress() {
            return hostIp.map(EVERY_ADDRESS::contains).orElse(true);
        }

        /** Whether other machines may reach it, as far as that can be told. */
        public boolean isSeenFromOutside() {
            return !hostIp.map(LOOPBACK::contains).orElse(false);
        }

        /** Part of what the configuration is hashed by: what came later is in it only where it was asked for. */
        @Override
        public String toString() {
            return "Port[hostIp=" + hostIp + ", hostPort=" + hostPort + ", containerPort=" + containerPort
                    + ", protocol=" + protocol + (onItsNode ? ", onItsNode" : "") + "]";
        }
    }

    /**
     * A secret or config of a swarm that tasks get as a file.
     *
     * @param source its name in the swarm
     * @param target path of the file; of a secret, relative to {@code /run/secrets}
     * @param uid of the file's owner, and {@code gid} of its group
     * @param mode of the file, as chmod takes it
     */
    public record Grant(String source, String target, String uid, String gid, int mode) {
        public Grant {
            Objects.requireNonNull(source);
            Objects.requireNonNull(target);
            Objects.requireNonNull(uid);
            Objects.requireNonNull(gid);
        }
    }

    /**
     * A file of NAME=value lines.
     *
     * @param path absolute
     * @param required whether a missing file is a failure
     * @param composeFormat read by Compose's rules (quotes, interpolation) rather than by those of {@code docker run}
     */
    public record EnvFile(String path, boolean required, boolean composeFormat) {
        public EnvFile {
            Objects.requireNonNull(path);
        }
    }

    /**
     * One mount.
     *
     * @param source host path of a bind, name of a volume; empty for an anonymous volume and for tmpfs
     * @param options further settings by Docker's names: {@code propagation}, {@code selinux} (z or Z), {@code nocopy},
     *     {@code create_host_path}, {@code subpath}, {@code size} (bytes), {@code mode} (octal)
     */
    public record Mount(
            Kind kind, Optional<String> source, String target, boolean readOnly, Map<String, String> options) {
        public Mount {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(source);
            Objects.requireNonNull(target);
            options = Sorted.copyOf(options);
        }

        /** Docker's kinds of mount that make sense on one machine. */
        public enum Kind {
            BIND,
            VOLUME,
            TMPFS
        }
    }

    /**
     * One device of the host.
     *
     * @param permissions any of {@code rwm}
     */
    public record Device(String host, String container, String permissions) {
        public Device {
            Objects.requireNonNull(host);
            Objects.requireNonNull(container);
            Objects.requireNonNull(permissions);
        }
    }

    /**
     * A request for GPUs or other devices of a driver, as in {@code gpus} and {@code deploy.resources.reservations.devices}.
     *
     * @param driver empty for the engine's choice
     * @param count -1 for all; empty if {@code deviceIds} says which
     */
    public record Gpu(
            Optional<String> driver,
            Optional<Integer> count,
            List<String> deviceIds,
            List<String> capabilities,
            Map<String, String> options) {
        public Gpu {
            Objects.requireNonNull(driver);
            Objects.requireNonNull(count);
            deviceIds = List.copyOf(deviceIds);
            capabilities = List.copyOf(capabilities);
            options = Sorted.copyOf(options);
        }
    }

    /**
     * One limit of setrlimit(2).
     *
     * @param soft -1 for no limit, as is {@code hard}
     */
    public record Ulimit(String name, long soft, long hard) {
        public Ulimit {
            Objects.requireNonNull(name);
        }
    }

    /**
     * Where the container's output goes.
     *
     * @param driver empty for the engine's default
     */
    public record Logging(Optional<String> driver, Map<String, String> options) {
        public Logging {
            Objects.requireNonNull(driver);
            options = Sorted.copyOf(options);
        }
    }

    /**
     * A HEALTHCHECK that replaces the image's own, or parts of it.
     *
     * @param test Docker's form: {@code [CMD, …]}, {@code [CMD-SHELL, line]} or {@code [NONE]}; empty to keep the image's
     * @param retries empty, like the times, to keep the image's or Docker's default
     */
    public record HealthCheck(
            List<String> test,
            Optional<Duration> interval,
            Optional<Duration> timeout,
            Optional<Duration> startPeriod,
            Optional<Duration> startInterval,
            Optional<Integer> retries) {
        public HealthCheck {
            test = List.copyOf(test);
            Objects.requireNonNull(interval);
            Objects.requireNonNull(timeout);
            Objects.requireNonNull(startPeriod);
            Objects.requireNonNull(startInterval);
            Objects.requireNonNull(retries);
        }
    }
}
