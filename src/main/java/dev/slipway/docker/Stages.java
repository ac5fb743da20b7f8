package dev.slipway.docker;

import dev.slipway.docker.Dockerfile.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The stages of a Dockerfile, and which images from elsewhere they need. */
final class Stages {
    private static final String EMPTY_BASE = "scratch";

    private final Dockerfile dockerfile;
    private final List<Stage> stages = new ArrayList<>();

    /** One stage: the images and stages that it takes from, each by the name that is written. */
    private record Stage(Optional<String> name, List<Use> uses) {}

    /** @param stage the earlier stage that is meant; empty for an image from elsewhere */
    private record Use(String name, Optional<Integer> stage, Optional<String> platform, Instruction by) {}

    private Stages(Dockerfile dockerfile) {
        this.dockerfile = dockerfile;
    }

    static Stages of(Dockerfile dockerfile, Map<String, String> buildArgs) {
        var all = new Stages(dockerfile);
        var globals = new HashMap<String, String>();
        for (var instruction : dockerfile.instructions()) {
            switch (instruction.keyword()) {
                case "FROM" -> all.begin(instruction, new Variables(globals));
                case "ARG" -> {
                    if (all.stages.isEmpty()) {
                        declare(instruction, buildArgs, globals);
                    }
                }
                case "COPY", "ADD" -> all.uses(instruction, instruction.flag("from"));
                case "RUN" -> all.uses(instruction, mountedFrom(instruction));
                default -> {}
            }
        }
        return all;
    }

    /** What BuildKit takes: the stages up the line from the target, and the frontend that {@code # syntax=} names. */
    List<BaseImage> neededByBuildKit(Optional<String> target) {
        var frontend = dockerfile
                .syntax()
                .flatMap(ImageReference::parse)
                .map(image -> new BaseImage(image, Optional.empty(), 1, "# syntax=" + image));
        return Stream.concat(
                        frontend.stream(),
                        target(target).map(this::reachable).stream().flatMap(this::images))
                .toList();
    }

    /** What the classic builder takes: every stage up to the target, needed or not. */
    List<BaseImage> neededByClassic(Optional<String> target) {
        return target(target).stream()
                .flatMap(last -> images(IntStream.rangeClosed(0, last).boxed().toList()))
                .toList();
    }

    /** The last stage if none is asked for; empty if there is no such stage, which the builder will say. */
    private Optional<Integer> target(Optional<String> target) {
        if (target.isEmpty()) {
            return stages.isEmpty() ? Optional.empty() : Optional.of(stages.size() - 1);
        }
        return stage(target.get(), stages.size());
    }

    private List<Integer> reachable(int target) {
        var reached = new TreeSet<Integer>();
        var open = new ArrayList<>(List.of(target));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (reached.add(next)) {
                stages.get(next).uses().forEach(use -> use.stage().ifPresent(open::add));
            }
        }
        return List.copyOf(reached);
    }

    private Stream<BaseImage> images(List<Integer> which) {
        return which.stream()
                .flatMap(stage -> stages.get(stage).uses().stream())
                .filter(use -> use.stage().isEmpty() && !use.name().equals(EMPTY_BASE))
                .flatMap(use -> ImageReference.parse(use.name()).stream()
                        .map(image -> new BaseImage(
                                image, use.platform(), use.by().line(), use.by().toString())));
    }

    private void begin(Instruction from, Variables globals) {
        var words = words(from.arguments());
        var base = globals.expand(words.getFirst());
        var name = words.size() == 3 && words.get(1).equalsIgnoreCase("AS")
                ? Optional.of(words.get(2).toLowerCase(Locale.ROOT))
                : Optional.<String>empty();
        var platform = from.flag("platform").stream()
                .map(globals::expand)
                .filter(each -> !each.isEmpty())
                .findFirst();
        // A number after FROM is an image's name; a number after --from is a stage's place.
        var stage = named(base, stages.size());
        stages.add(new Stage(name, new ArrayList<>(List.of(new Use(base, stage, platform, from)))));
    }

    private void uses(Instruction by, List<String> names) {
        if (!stages.isEmpty()) {
            var uses = stages.getLast().uses();
            names.forEach(name -> uses.add(new Use(name, stage(name, stages.size() - 1), Optional.empty(), by)));
        }
    }

    private Optional<Integer> stage(String nameOrPlace, int before) {
        if (nameOrPlace.matches("\\d{1,4}")) {
            return Optional.of(Integer.parseInt(nameOrPlace)).filter(place -> place < before);
        }
        return named(nameOrPlace, before);
    }

    /** Of several stages of one name, the last. */
    private Optional<Integer> named(String name, int before) {
        return IntStream.range(0, before)
                .filter(i -> stages.get(i).name().equals(Optional.of(name.toLowerCase(Locale.ROOT))))
                .boxed()
                .reduce((earlier, later) -> later);
    }

    private static void declare(Instruction arg, Map<String, String> buildArgs, Map<String, String> globals) {
        for (var word : words(arg.arguments())) {
            var equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            var value = Optional.ofNullable(buildArgs.get(name))
                    .or(() -> equals < 0
                            ? Optional.empty()
                            : Optional.of(new Variables(globals).expand(word.substring(equals + 1))));
            value.ifPresent(each -> globals.put(name, each));
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private static List<String> mountedFrom(Instruction run) {
        return run.flag("mount").stream()
                .flatMap(mount -> Stream.of(mount.split(",")))
                .filter(option -> option.startsWith("from="))
                .map(option -> option.substring("from=".length()))
                .toList();
    }
}
