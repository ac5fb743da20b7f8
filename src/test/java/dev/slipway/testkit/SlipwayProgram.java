package dev.slipway.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The real command line, from the classes under test, as another process would call it. */
public final class SlipwayProgram {
    private static final String HEAP = "-Xmx256m";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            HEAP,
            "--enable-native-access=ALL-UNNAMED",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8");

    private SlipwayProgram() {}

    public static List<String> command(Path config, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classPath(), "dev.slipway.Slipway", "--config", config.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The same command with another heap, such as {@code 48m}. */
    static List<String> withHeap(String size, List<String> command) {
        return command.stream()
                .map(part -> part.equals(HEAP) ? "-Xmx" + size : part)
                .toList();
    }

    /** Every file and folder that the command line needs, beside the system's own libraries. */
    static List<String> parts() {
        var parts = new ArrayList<>(List.of(classPath().split(File.pathSeparator)));
        parts.add(System.getProperty("java.home"));
        return parts;
    }

    /** A program of the tests' own, which is made of Slipway's parts. */
    static List<String> ofTests(Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Without the tests' own folder, whose log settings would take the place of Slipway's. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
