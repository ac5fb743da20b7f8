package dev.slipway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What is logged, and how: to stderr, since stdout is for data. {@code SLIPWAY_LOG=debug} (or trace, warn, error) sets the level
 * of Slipway's own entries; else it is that of {@link #quietly}, or info.
 *
 * <p>Said in code, since a file for it would have an agent load Logback's reader of XML, 300 classes, for as long as it runs.
 * {@code -Dlogback.configurationFile=FILE} still has Logback read a file instead.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String DEFAULT_LEVEL = "slipway.log.default";

    private static final Map<String, Level> OTHERS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.WARN,
            // JGit prints a stack trace for each object of a damaged pack; the adapter says once what it is, and clones
            // anew.
            "org.eclipse.jgit",
            Level.OFF,
            // MINA warns of a host key that is refused, with a stack trace; the adapter says whose it is and what to
            // do.
            "org.apache.sshd",
            Level.ERROR,
            // Jetty warns of malformed requests, of which any stranger can send as many as the disk has room for.
            "org.eclipse.jetty",
            Level.ERROR);

    /** For a command, which says itself what it does; to be called before the first entry is made. */
    static void quietly() {
        System.setProperty(DEFAULT_LEVEL, "warn");
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var environment = System.getenv();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, environment.containsKey("JOURNAL_STREAM")));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        OTHERS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        var level = Level.toLevel(
                Optional.ofNullable(environment.get("SLIPWAY_LOG")).orElse(System.getProperty(DEFAULT_LEVEL)),
                Level.INFO);
        context.getLogger("slipway").setLevel(level);
        context.getLogger("dev.slipway").setLevel(level);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** @param timed whether somebody else, as journald does, puts a time to each line */
    private static PatternLayoutEncoder encoder(LoggerContext context, boolean timed) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(timed ? "%-5level %msg%n" : "%d{yyyy-MM-dd HH:mm:ss} %-5level %msg%n");
        encoder.start();
        return encoder;
    }
}
