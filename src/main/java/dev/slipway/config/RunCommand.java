package dev.slipway.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a {@code docker run} line, as Docker's own command line does, into a draft of an entry. */
final class RunCommand {
    private static final Set<String> PROMPTS = Set.of("$", "#", "%", ">");
    private static final Set<String> SUDO_WITH_VALUE = Set.of("-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T");
    private static final Set<String> DOCKER_WITH_VALUE = Set.of(
            "-H", "--host", "-c", "--context", "--config", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

    private final ShellLine line;
    private final List<String> words;
    private final EntryDraft draft;
    private final NetworkFlags networks;
    private int at;

    private RunCommand(ShellLine line) {
        this.line = line;
        this.words = line.words();
        this.draft = new EntryDraft(line::inConfiguration);
        this.networks = new NetworkFlags(draft);
    }

    /** What came of a line: the draft, and the image that was run. */
    record Result(EntryDraft draft, String image) {}

    /** @throws Misfit if it is no {@code docker run} line, or one that Docker itself would refuse */
    static Result read(String text) throws Misfit {
        var line = ShellLine.read(text);
        return new RunCommand(line).read();
    }

    EntryDraft draft() {
        return draft;
    }

    NetworkFlags networks() {
        return networks;
    }

    private Result read() throws Misfit {
        toRun();
        while (at < words.size()
                && words.get(at).startsWith("-")
                && words.get(at).length() > 1) {
            var word = words.get(at++);
            if (word.equals("--")) {
                break;
            } else if (word.startsWith("--")) {
                longFlag(word);
            } else {
                shortFlags(word);
            }
        }
        if (at >= words.size()) {
            throw new Misfit(
                    "names no image; give the whole line, in single quotes, or on standard input with --run -");
        }
        networks.finish();
        var image = line.asWritten(words.get(at++));
        var command = words.subList(at, words.size());
        if (!command.isEmpty()) {
            draft.put("the command " + line.asWritten(command.getFirst()), "command", List.copyOf(command));
        }
        tellOfTheShell();
        return new Result(draft, image);
    }

    private void tellOfTheShell() {
        if (!line.unknowns().isEmpty()) {
            draft.note("only the shell of that command knew " + String.join(", ", line.unknowns())
                    + ": put what it was in place of each " + ShellLine.UNKNOWN);
        }
        if (!line.rest().isEmpty()) {
            draft.note("what follows the command was not read: "
                    + Masking.text(line.rest().lines().findFirst().orElse("")));
        }
    }

    /** Up to the word behind {@code docker run}. */
    private void toRun() throws Misfit {
        while (at < words.size()
                && (PROMPTS.contains(words.get(at))
                        || ASSIGNMENT.matcher(words.get(at)).matches())) {
            at++;
        }
        if (at < words.size() && words.get(at).equals("sudo")) {
            at++;
            skipOptions(SUDO_WITH_VALUE);
            while (at < words.size() && ASSIGNMENT.matcher(words.get(at)).matches()) {
                at++;
            }
        }
        var program = at < words.size() ? words.get(at++).replaceFirst("^.*/", "") : "";
        switch (program) {
            case "docker" -> {}
            case "podman", "nerdctl", "lxc", "ctr" ->
                throw new Misfit("is " + program
                        + "'s, which has flags and defaults of its own; Slipway deploys to a Docker"
                        + " engine. Write docker instead of " + program + ", and look through what comes of it");
            case "docker-compose" -> throw composeFile();
            default ->
                throw new Misfit("must begin with docker run, not '" + Masking.text(line.asWritten(program)) + "'");
        }
        int before = at;
        skipOptions(DOCKER_WITH_VALUE);
        if (at > before) {
            draft.note("docker " + line.asWritten(String.join(" ", words.subList(before, at)))
                    + ": which engine Slipway deploys to stands at docker.host, beside apps");
        }
        var verb = next();
        if (verb.equals("container")) {
            verb = next();
        }
        if (verb.equals("compose")) {
            throw composeFile();
        }
        if (!verb.equals("run") && !verb.equals("create")) {
            throw new Misfit("must be docker run, or docker create, not docker " + line.asWritten(verb));
        }
    }

    private static Misfit composeFile() {
        return new Misfit("is Compose's: run takes the keys of its service as they are; or, while its container exists:"
                + " slipway import NAME");
    }

    private String next() {
        return at < words.size() ? words.get(at++) : "";
    }

    private void skipOptions(Set<String> withValue) {
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += withValue.contains(words.get(at)) ? 2 : 1;
        }
        at = Math.min(at, words.size());
    }

    private void longFlag(String word) throws Misfit {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        var flag = find("--" + name, name);
        if (equals >= 0) {
            take(flag, "--" + name, Optional.of(word.substring(equals + 1)));
        } else {
            take(flag, "--" + name, flag.isSwitch() ? Optional.of("true") : Optional.empty());
        }
    }

    /** {@code -itd}, {@code -p80:80}, {@code -p=80:80}. */
    private void shortFlags(String word) throws Misfit {
        for (int i = 1; i < word.length(); i++) {
            var letter = word.substring(i, i + 1);
            var flag = find("-" + letter, letter);
            var rest = word.substring(i + 1);
            if (flag.isSwitch() && rest.startsWith("=")) {
                take(flag, "-" + letter, Optional.of(rest.substring(1)));
                return;
            }
            if (!flag.isSwitch()) {
                var value = rest.startsWith("=") ? rest.substring(1) : rest;
                take(flag, "-" + letter, rest.isEmpty() ? Optional.empty() : Optional.of(value));
                return;
            }
            take(flag, "-" + letter, Optional.of("true"));
        }
    }

    private static RunFlag find(String written, String name) throws Misfit {
        var flag = Optional.ofNullable(RunFlags.byNameOrLetter().get(name))
                .filter(ignored -> (name.length() == 1) == (written.length() == 2));
        if (flag.isEmpty()) {
            var words = RunFlags.byNameOrLetter().keySet().stream()
                    .filter(each -> each.length() > 1)
                    .map(each -> "--" + each)
                    .toList();
            throw new Misfit(
                    "has the flag " + written + ", which docker run does not know" + Suggestion.of(written, words));
        }
        return flag.get();
    }

    private void take(RunFlag flag, String name, Optional<String> given) throws Misfit {
        if (given.isEmpty() && at >= words.size()) {
            throw new Misfit("ends with " + name + ", which needs a value");
        }
        var value = given.orElseGet(this::next);
        var origin = name + (flag.isSwitch() && value.equals("true") ? "" : " " + shown(value));
        try {
            flag.taker().take(new RunFlag.Use(value, origin, this));
        } catch (Misfit misfit) {
            draft.note(origin + ": not taken: " + misfit.getMessage());
        }
    }

    private String shown(String value) {
        return Masking.text(line.asWritten(value).replaceAll("\\s+", " "));
    }
}
