package dev.slipway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The page and what it is made of: the program's own files in one folder, which a browser keeps and asks after. */
final class Page {
    private static final Pattern NAME = Pattern.compile("/([a-z]{1,30}\\.(css|js|svg))");
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

    /** What one of them is. */
    private record File(String type, String text, String tag) {}

    /**
     * What is at this path, if anything is.
     *
     * @param known what the asker says it has, which is then not sent again; empty if it says nothing
     */
    Optional<Answer> get(String path, String known) {
        if (path.equals("/")) {
            return find("index.html", "text/html; charset=utf-8").map(file -> answer(file, known));
        }
        var match = NAME.matcher(path);
        return match.matches()
                ? find(match.group(1), TYPES.getOrDefault(match.group(2), "")).map(file -> answer(file, known))
                : Optional.empty();
    }

    private static Answer answer(File file, String known) {
        var answer = known.contains(file.tag())
                ? new Answer(304, file.type(), "")
                : new Answer(200, file.type(), file.text());
        return answer.with("ETag", file.tag()).with("Cache-Control", "no-cache");
    }

    /** Those that there are stay in memory; those that there are not must not fill it. */
    private Optional<File> find(String name, String type) {
        var known = files.get(name);
        if (known != null) {
            return known;
        }
        var found = read(name).map(text -> new File(type, text, tag(text)));
        found.ifPresent(ignored -> files.put(name, found));
        return found;
    }

    /** The text of a file of the folder; empty if there is none of that name. */
    static Optional<String> read(String name) {
        try (var in = Page.class.getResourceAsStream("/dashboard/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the program's file dashboard/" + name + " cannot be read", e);
        }
    }

    /** A weak one: the same file may be sent compressed or not. */
    private static String tag(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "W/\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
