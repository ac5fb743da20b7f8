package dev.slipway.config;

import dev.slipway.model.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the reading of a configuration brought to light, as findings. */
public final class ConfigFindings {
    private static final String LOOK_AGAIN = "mend it, then slipway config validate";

    private ConfigFindings() {}

    /** Of one that is not valid: each problem that its message lists. */
    public static List<Finding> of(InvalidConfigException invalid) {
        return String.valueOf(invalid.getMessage())
                .lines()
                .map(problem -> Finding.wrong(problem, why(problem), LOOK_AGAIN))
                .toList();
    }

    /** Of one that is valid. */
    public static List<Finding> of(Path file, Loaded loaded) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.well(file + " is valid"));
        loaded.warnings()
                .forEach(warning -> findings.add(
                        Finding.risk(warning, "it is taken as it stands, which is hardly meant", LOOK_AGAIN)));
        loaded.notes().forEach(note -> findings.add(Finding.note(note, "", "")));
        return findings;
    }

    private static String why(String problem) {
        return problem.contains("placeholder") || problem.contains("the secret is empty")
                ? "a forge that signs with the real secret is refused, and one who knows the example is not"
                : "the agent does not start with it, and one that runs keeps the configuration of before";
    }
}
