package dev.slipway.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one commit of a small web app, which answers on port 8000: its version at {@code /}, and {@code well} at
 * {@code /health}. It ends at once when it is told to. What is otherwise about it, its traits say.
 *
 * @param base image to build on; has a {@code sh} and busybox's {@code httpd}
 * @param version what its front page says
 * @param build how long one step of its build takes, in whole seconds
 * @param start from its start until it listens, in whole seconds
 * @param healthCheck options of a HEALTHCHECK in its Dockerfile, which asks for its health page; empty for none
 */
public record WebApp(
        String base, String version, Set<Trait> traits, Duration build, Duration start, Optional<String> healthCheck) {
    /** The container's port on which it listens. */
    public static final int PORT = 8000;

    /** What is wrong with a version. */
    public enum Trait {
        /** The last step of its Dockerfile fails. */
        DOES_NOT_BUILD,
        /** Serves its front page, but no health page. */
        UNHEALTHY,
        /** Ends with exit code 3 as soon as it has started. */
        CRASHES,
        /** Does not end when it is told to: only SIGKILL ends it. */
        STUBBORN
    }

    public WebApp {
        traits = Set.copyOf(traits);
    }

    /** A version with nothing wrong. */
    public static WebApp version(String base, String version) {
        return new WebApp(base, version, Set.of(), Duration.ZERO, Duration.ZERO, Optional.empty());
    }

    public WebApp but(Trait... wrong) {
        return new WebApp(base, version, Set.of(wrong), build, start, healthCheck);
    }

    public WebApp buildingFor(Duration duration) {
        return new WebApp(base, version, traits, duration, start, healthCheck);
    }

    public WebApp startingFor(Duration duration) {
        return new WebApp(base, version, traits, build, duration, healthCheck);
    }

    /** With a HEALTHCHECK of these options, such as {@code --interval=1s}. */
    public WebApp checkedBy(String options) {
        return new WebApp(base, version, traits, build, start, Optional.of(options));
    }

    /** Path and content of each file. */
    public Map<String, String> files() {
        return Map.of("Dockerfile", dockerfile(), "start.sh", script(), "version", version);
    }

    private String dockerfile() {
        return """
                FROM %s
                COPY . /app/
                RUN sleep %d
                RUN %s
                EXPOSE %d
                %s
                CMD ["sh", "/app/start.sh"]
                """.formatted(
                        base,
                        build.toSeconds(),
                        traits.contains(Trait.DOES_NOT_BUILD) ? "echo 'no such module: left-pad' && exit 7" : "true",
                        PORT,
                        healthCheck
                                .map(options -> "HEALTHCHECK " + options + " CMD wget -q -O - http://127.0.0.1:" + PORT
                                        + "/health")
                                .orElse(""));
    }

    private String script() {
        return """
                trap '%s' TERM
                echo "version $(cat /app/version) starts"
                %s
                mkdir -p /www
                cp /app/version /www/index.html
                %s
                sleep %d & wait $!
                httpd -f -p %d -h /www & server=$!
                while kill -0 $server; do wait $server; done
                """.formatted(
                        traits.contains(Trait.STUBBORN) ? "echo 'told to end, but does not'" : "exit 0",
                        traits.contains(Trait.CRASHES) ? "echo 'cannot find its database' >&2; exit 3" : "",
                        traits.contains(Trait.UNHEALTHY) ? "" : "echo well >/www/health",
                        start.toSeconds(),
                        PORT);
    }
}
