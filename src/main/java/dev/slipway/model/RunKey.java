package dev.slipway.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One of Compose's service keys, with the type of its normal form.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/05-services.md">the Compose Specification</a>
 */
public final class RunKey<T> {
    private static final List<RunKey<?>> DECLARED = new ArrayList<>();

    public static final RunKey<String> CONTAINER_NAME = key("container_name");
    public static final RunKey<RestartPolicy> RESTART = key("restart");
    public static final RunKey<Duration> STOP_GRACE_PERIOD = key("stop_grace_period");
    public static final RunKey<String> STOP_SIGNAL = key("stop_signal");
    public static final RunKey<Boolean> INIT = key("init");

    public static final RunKey<List<String>> COMMAND = key("command");
    public static final RunKey<List<String>> ENTRYPOINT = key("entrypoint");
    public static final RunKey<String> USER = key("user");
    public static final RunKey<List<String>> GROUP_ADD = key("group_add");
    public static final RunKey<String> WORKING_DIR = key("working_dir");
    public static final RunKey<Boolean> TTY = key("tty");
    public static final RunKey<Boolean> STDIN_OPEN = key("stdin_open");

    /** A name without a value is resolved from the agent's environment when the file is read, as Compose does. */
    public static final RunKey<Map<String, String>> ENVIRONMENT = key("environment");

    public static final RunKey<List<Run.EnvFile>> ENV_FILE = key("env_file");
    public static final RunKey<Map<String, String>> LABELS = key("labels");
    public static final RunKey<Map<String, String>> ANNOTATIONS = key("annotations");

    public static final RunKey<List<Run.Port>> PORTS = key("ports");
    /** Such as {@code 8000/tcp}. */
    public static final RunKey<List<String>> EXPOSE = key("expose");

    public static final RunKey<List<NetworkAttachment>> NETWORKS = key("networks");
    public static final RunKey<String> NETWORK_MODE = key("network_mode");
    public static final RunKey<String> MAC_ADDRESS = key("mac_address");
    public static final RunKey<String> HOSTNAME = key("hostname");
    public static final RunKey<String> DOMAINNAME = key("domainname");
    /** Each {@code host:address}. */
    public static final RunKey<List<String>> EXTRA_HOSTS = key("extra_hosts");

    public static final RunKey<List<String>> DNS = key("dns");
    public static final RunKey<List<String>> DNS_SEARCH = key("dns_search");
    public static final RunKey<List<String>> DNS_OPT = key("dns_opt");
    /** Each {@code container} or {@code container:alias}. */
    public static final RunKey<List<String>> EXTERNAL_LINKS = key("external_links");

    public static final RunKey<List<Run.Mount>> VOLUMES = key("volumes");
    public static final RunKey<List<String>> VOLUMES_FROM = key("volumes_from");
    public static final RunKey<String> VOLUME_DRIVER = key("volume_driver");
    /** Each {@code /path} or {@code /path:options}. */
    public static final RunKey<List<String>> TMPFS = key("tmpfs");

    public static final RunKey<Boolean> READ_ONLY = key("read_only");
    public static final RunKey<Map<String, String>> STORAGE_OPT = key("storage_opt");
    public static final RunKey<Long> SHM_SIZE = key("shm_size");

    public static final RunKey<Boolean> PRIVILEGED = key("privileged");
    public static final RunKey<List<String>> CAP_ADD = key("cap_add");
    public static final RunKey<List<String>> CAP_DROP = key("cap_drop");
    public static final RunKey<List<String>> SECURITY_OPT = key("security_opt");
    public static final RunKey<List<Run.Device>> DEVICES = key("devices");
    public static final RunKey<List<String>> DEVICE_CGROUP_RULES = key("device_cgroup_rules");
    public static final RunKey<List<Run.Gpu>> GPUS = key("gpus");
    public static final RunKey<String> PID = key("pid");
    public static final RunKey<String> IPC = key("ipc");
    public static final RunKey<String> UTS = key("uts");
    public static final RunKey<String> USERNS_MODE = key("userns_mode");
    /** {@code host} or {@code private}. */
    public static final RunKey<String> CGROUP = key("cgroup");

    public static final RunKey<String> CGROUP_PARENT = key("cgroup_parent");
    public static final RunKey<String> RUNTIME = key("runtime");

    /** Bytes. */
    public static final RunKey<Long> MEM_LIMIT = key("mem_limit");
    /** Bytes. */
    public static final RunKey<Long> MEM_RESERVATION = key("mem_reservation");
    /** Bytes, memory included; -1 for no limit. */
    public static final RunKey<Long> MEMSWAP_LIMIT = key("memswap_limit");
    /** 0 to 100. */
    public static final RunKey<Long> MEM_SWAPPINESS = key("mem_swappiness");

    public static final RunKey<Boolean> OOM_KILL_DISABLE = key("oom_kill_disable");
    /** -1000 to 1000. */
    public static final RunKey<Long> OOM_SCORE_ADJ = key("oom_score_adj");
    /** In billionths of a CPU. */
    public static final RunKey<Long> CPUS = key("cpus");

    public static final RunKey<Long> CPU_SHARES = key("cpu_shares");
    /** Microseconds. */
    public static final RunKey<Long> CPU_PERIOD = key("cpu_period");
    /** Microseconds. */
    public static final RunKey<Long> CPU_QUOTA = key("cpu_quota");

    public static final RunKey<String> CPUSET = key("cpuset");
    /** -1 for no limit. */
    public static final RunKey<Long> PIDS_LIMIT = key("pids_limit");

    public static final RunKey<List<Run.Ulimit>> ULIMITS = key("ulimits");
    public static final RunKey<Map<String, String>> SYSCTLS = key("sysctls");
    public static final RunKey<Run.Logging> LOGGING = key("logging");
    public static final RunKey<Run.HealthCheck> HEALTHCHECK = key("healthcheck");

    /** What of Compose's {@code deploy} is for a swarm alone; limits are keys of their own. */
    public static final RunKey<SwarmSpec> DEPLOY = key("deploy");

    /** Of a swarm, by their names there. */
    public static final RunKey<List<Run.Grant>> SECRETS = key("secrets");

    /** Of a swarm, by their names there. */
    public static final RunKey<List<Run.Grant>> CONFIGS = key("configs");

    /** What one engine gives a container, and a swarm cannot give a service. */
    private static final Set<RunKey<?>> OF_ONE_ENGINE = Set.of(
            CONTAINER_NAME,
            RESTART,
            ANNOTATIONS,
            EXPOSE,
            NETWORK_MODE,
            MAC_ADDRESS,
            DOMAINNAME,
            EXTERNAL_LINKS,
            VOLUMES_FROM,
            VOLUME_DRIVER,
            TMPFS,
            STORAGE_OPT,
            SHM_SIZE,
            PRIVILEGED,
            SECURITY_OPT,
            DEVICES,
            DEVICE_CGROUP_RULES,
            GPUS,
            PID,
            IPC,
            UTS,
            USERNS_MODE,
            CGROUP,
            CGROUP_PARENT,
            RUNTIME,
            MEMSWAP_LIMIT,
            MEM_SWAPPINESS,
            OOM_KILL_DISABLE,
            OOM_SCORE_ADJ,
            CPU_SHARES,
            CPU_PERIOD,
            CPU_QUOTA,
            CPUSET);

    private final String name;

    private RunKey(String name) {
        this.name = name;
        DECLARED.add(this);
    }

    /** Every key there is, in the order of declaration. */
    public static List<RunKey<?>> all() {
        return List.copyOf(DECLARED);
    }

    /** Those that a service of a swarm cannot have. */
    public static Set<RunKey<?>> ofOneEngine() {
        return OF_ONE_ENGINE;
    }

    /** As Compose writes it. */
    public String name() {
        return name;
    }

    @SuppressWarnings("unchecked") // only RunSpec.with puts values in, and it takes a T
    T cast(Object value) {
        return (T) value;
    }

    @Override
    public String toString() {
        return name;
    }

    private static <T> RunKey<T> key(String name) {
        return new RunKey<>(name);
    }
}
