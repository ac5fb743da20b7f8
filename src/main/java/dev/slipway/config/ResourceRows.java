package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How much of the machine the container gets. */
final class ResourceRows {
    private static final Pattern CPUS = Pattern.compile("[0-9]{1,6}(?:\\.[0-9]{1,9})?");
    private static final Pattern CPUSET = Pattern.compile("[0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*");
    private static final long NANOS = 1_000_000_000L;
    private static final long MAX_SWAPPINESS = 100;
    private static final long MAX_OOM_SCORE = 1000;
    private static final long UNLIMITED = -1;

    static final List<RunRow<?>> ROWS = List.of(
            RunRow.of(RunKey.MEM_LIMIT, Scalars.bytes(), "limit of memory"),
            RunRow.of(
                    RunKey.MEM_RESERVATION, Scalars.bytes(), "memory that it is pressed down to when memory is short"),
            RunRow.of(RunKey.MEMSWAP_LIMIT, bytesOrUnlimited(), "limit of memory and swap together; -1 for no limit"),
            RunRow.of(
                    RunKey.MEM_SWAPPINESS,
                    Scalars.integer(0, MAX_SWAPPINESS),
                    "how readily its memory is swapped out, 0 to 100"),
            RunRow.of(RunKey.OOM_KILL_DISABLE, Scalars.flag(), "is not killed when out of memory, but waits"),
            RunRow.of(
                    RunKey.OOM_SCORE_ADJ,
                    Scalars.integer(-MAX_OOM_SCORE, MAX_OOM_SCORE),
                    "how readily it is killed when the host is out of memory, -1000 to 1000"),
            RunRow.of(RunKey.CPUS, cpus(), "CPUs that it may use, such as 1.5"),
            RunRow.of(RunKey.CPU_SHARES, Scalars.integer(0, Long.MAX_VALUE), "weight against other containers"),
            RunRow.of(RunKey.CPU_PERIOD, micros(), "period of the CPU quota, in microseconds"),
            RunRow.of(RunKey.CPU_QUOTA, micros(), "CPU time in each period, in microseconds"),
            RunRow.of(RunKey.CPUSET, Scalars.matching("a list of CPUs such as 0-2,4", CPUSET), "which CPUs it may use"),
            RunRow.of(RunKey.PIDS_LIMIT, pids(), "limit of processes and threads; -1 for no limit"),
            RunRow.of(RunKey.ULIMITS, ulimits(), "limits of setrlimit: a number, or soft and hard"),
            RunRow.of(RunKey.GPUS, gpus(), "all, or a list of what is asked for"));

    private ResourceRows() {}

    /** Billionths of a CPU. */
    static Shape<Long> cpus() {
        return Scalars.parsed("a number of CPUs such as 1.5", text -> {
            if (!CPUS.matcher(text).matches()) {
                throw Misfit.mustBe("a number of CPUs such as 1.5");
            }
            return new BigDecimal(text).multiply(BigDecimal.valueOf(NANOS)).longValueExact();
        });
    }

    static Shape<Long> pids() {
        return Scalars.integer(UNLIMITED, Integer.MAX_VALUE);
    }

    private static Shape<Long> bytesOrUnlimited() {
        return Scalars.parsed("a size such as 512m, or -1", text -> text.equals("-1") ? UNLIMITED : Sizes.parse(text));
    }

    /** Compose takes {@code 100000} and {@code 100ms}. */
    private static Shape<Long> micros() {
        return Scalars.parsed("microseconds such as 100000, or 100ms", text -> {
            if (text.matches("-?[0-9]{1,12}")) {
                return Long.parseLong(text);
            }
            return Durations.parse(text).toNanos() / 1_000;
        });
    }

    private static Shape<List<Run.Ulimit>> ulimits() {
        var number = Scalars.integer(UNLIMITED, Long.MAX_VALUE);
        var soft = Field.required("soft", number, "limit that is in force");
        var hard = Field.required("hard", number, "limit up to which the process may raise it");
        var longForm = ObjectShape.of(List.of(soft, hard), f -> new Run.Ulimit(f.in().key(), f.get(soft), f.get(hard)))
                .checked(f -> {
                    long high = f.find(hard).orElse(UNLIMITED);
                    long low = f.find(soft).orElse(0L);
                    if (high != UNLIMITED && (low > high || low == UNLIMITED)) {
                        f.refuse(soft, "must not be higher than 'hard'");
                    }
                });
        var shortForm = number.then((value, in) -> new Run.Ulimit(in.key(), value, value));
        return new MapShape<>(
                        Pattern.compile("[a-z]+"),
                        "a limit's name such as nofile",
                        FormsShape.scalarOrMapping(shortForm, longForm))
                .then((limits, in) -> List.copyOf(limits.values()));
    }

    private static Shape<List<Run.Gpu>> gpus() {
        var all = Scalars.choice(Map.of("all", List.of(gpu(Optional.empty(), List.of("gpu")))));
        return FormsShape.scalarOrList(all, new ListShape<>(device(List.of("gpu"))));
    }

    private static Run.Gpu gpu(Optional<String> driver, List<String> capabilities) {
        return new Run.Gpu(driver, Optional.of(-1), List.of(), capabilities, Map.of());
    }

    /** A request for devices; {@code usual} are the capabilities if none are given, empty to demand them. */
    static Shape<Run.Gpu> device(List<String> usual) {
        var driver = Field.optional("driver", Scalars.name(), "such as nvidia");
        var count = Field.optional("count", count(), "how many, or all");
        var ids = Field.optional("device_ids", new ListShape<>(Scalars.name()), "which ones; instead of count");
        var names = new ListShape<>(Scalars.name());
        var about = "what they must be able to do, such as gpu";
        var capabilities = usual.isEmpty()
                ? Field.required("capabilities", names, about)
                : Field.optional("capabilities", names, about);
        var options = Field.optional("options", new PairsShape(PairsShape.Valueless.EMPTY), "the driver's own");
        return ObjectShape.of(
                        List.of(driver, count, ids, capabilities, options),
                        f -> new Run.Gpu(
                                f.find(driver),
                                f.isGiven(ids)
                                        ? Optional.empty()
                                        : f.find(count).or(() -> Optional.of(-1)),
                                f.find(ids).orElse(List.of()),
                                f.find(capabilities).orElse(usual),
                                f.find(options)
                                        .<Map<String, String>>map(it -> it)
                                        .orElse(Map.of())))
                .checked(f -> {
                    if (f.isGiven(count) && f.isGiven(ids)) {
                        f.refuse(ids, "'count' is given as well; keep one of them");
                    }
                });
    }

    private static Shape<Integer> count() {
        return Scalars.parsed("a number, or all", text -> {
            if (text.equals("all")) {
                return -1;
            }
            if (!text.matches("[1-9][0-9]{0,5}")) {
                throw Misfit.mustBe("a number from 1, or all");
            }
            return Integer.parseInt(text);
        });
    }
}
