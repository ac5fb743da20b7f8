package dev.slipway.git;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * The SSH keys that may sign, as a file has them that {@code ssh-keygen -Y verify} understands. A line of which anything is not
 * understood believes nobody.
 *
 * <p>Source: ssh-keygen(1), ALLOWED SIGNERS.
 *
 * @param passedOver why lines of the file are of no use
 */
record AllowedSigners(Path file, List<Signer> signers, List<String> passedOver) {
    /** A word, in which spaces and commas may stand between quotes. */
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

    private static final Pattern OPTION = Pattern.compile("([A-Za-z-]+)(?:=\"([^\"]*)\")?(?:,(?!$)|$)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final String KEY_START = "AAAA";

    AllowedSigners {
        signers = List.copyOf(signers);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * A key and whose it is.
     *
     * @param after the key is of no use before this
     * @param before the key is of no use from this on
     */
    record Signer(int line, String principals, PublicKey key, Optional<Instant> after, Optional<Instant> before) {
        /** Why it does not count now; empty if it does. */
        Optional<String> objection(ZonedDateTime now) {
            var at = now.toInstant();
            if (after.isPresent() && at.isBefore(after.get())) {
                return Optional.of("is valid only from "
                        + after.get().atZone(now.getZone()).toLocalDateTime() + " on");
            }
            return before.filter(end -> !at.isBefore(end))
                    .map(end -> "expired on " + end.atZone(now.getZone()).toLocalDateTime());
        }
    }

    /**
     * As it is now.
     *
     * @param zone in which its times are, where they do not say otherwise
     */
    static AllowedSigners read(Path file, ZoneId zone) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException("it is not text", e);
        }
        var signers = new ArrayList<Signer>();
        var passedOver = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                signers.add(signer(i + 1, line, zone));
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                passedOver.add("line " + (i + 1) + " is passed over: " + e.getMessage());
            }
        }
        return new AllowedSigners(file, signers, passedOver);
    }

    /** The lines that have this key. */
    List<Signer> of(PublicKey key) {
        return signers.stream()
                .filter(signer -> KeyUtils.compareKeys(signer.key(), key))
                .toList();
    }

    private static Signer signer(int number, String line, ZoneId zone) throws IOException, GeneralSecurityException {
        var words = WORD.matcher(line).results().map(word -> word.group()).toList();
        boolean hasOptions = words.size() > 2 && !words.get(2).startsWith(KEY_START);
        int key = hasOptions ? 2 : 1;
        if (words.size() < key + 2 || !words.get(key + 1).startsWith(KEY_START)) {
            throw new IOException("it is not of the form: principals [options] type key");
        }
        var times = new Validity(zone);
        if (hasOptions) {
            times.read(words.get(1));
        }
        var entry = PublicKeyEntry.parsePublicKeyEntry(words.get(key) + " " + words.get(key + 1));
        var resolved = Optional.ofNullable(entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING))
                .orElseThrow(() -> new IOException("keys of the kind " + words.get(key) + " are not supported"));
        return new Signer(number, words.getFirst().replace("\"", ""), resolved, times.after, times.before);
    }

    /** What the options of a line allow. */
    private static final class Validity {
        private final ZoneId zone;
        private Optional<Instant> after = Optional.empty();
        private Optional<Instant> before = Optional.empty();

        Validity(ZoneId zone) {
            this.zone = zone;
        }

        void read(String options) throws IOException {
            var option = OPTION.matcher(options);
            int end = 0;
            while (option.find() && option.start() == end) {
                read(option.group(1).toLowerCase(Locale.ROOT), Optional.ofNullable(option.group(2)));
                end = option.end();
            }
            if (end < options.length()) {
                throw new IOException("its options are broken: " + options);
            }
        }

        private void read(String name, Optional<String> value) throws IOException {
            var text = value.orElse("");
            switch (name) {
                case "namespaces" -> {
                    if (!List.of(text.split(",")).contains("git") && !text.equals("*")) {
                        throw new IOException("it is for the namespaces " + text + ", and not for git");
                    }
                }
                case "valid-after" -> after = Optional.of(time(text));
                case "valid-before" -> before = Optional.of(time(text));
                default -> throw new IOException("the option " + name + " is not supported");
            }
        }

        /** The day, or with hour and minute, or with seconds too; Z for UTC. */
        private Instant time(String text) throws IOException {
            boolean utc = text.endsWith("Z");
            var digits = utc ? text.substring(0, text.length() - 1) : text;
            var whole = digits + (digits.length() == 8 ? "000000" : digits.length() == 12 ? "00" : "");
            try {
                return LocalDateTime.parse(whole, TIME)
                        .atZone(utc ? ZoneOffset.UTC : zone)
                        .toInstant();
            } catch (DateTimeException e) {
                throw new IOException("'" + text + "' is no time such as 20301231 or 20301231235959Z", e);
            }
        }
    }
}
