package dev.slipway.ssh;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * The server's keys that are believed, as the known_hosts file has them at the moment, and nothing beside it. It never writes that
 * file, and remembers why it refused a key, which the library does not say.
 */
public final class HostKeys {
    private static final int DEFAULT_PORT = 22;
    private static final String REVOKED = "revoked";

    private final Path file;
    private final String host;
    private final int port;
    private volatile Optional<DeployException> refusal = Optional.empty();

    /**
     * Of one server.
     *
     * @param port 0 or less for the usual one
     */
    public HostKeys(Path file, String host, int port) {
        this.file = file;
        this.host = host;
        this.port = port > 0 ? port : DEFAULT_PORT;
    }

    /** A line that is about this server. */
    private record Known(int line, String marker, PublicKey key) {
        boolean isRevoked() {
            return marker.equals(REVOKED);
        }

        boolean isBelieved() {
            return marker.isEmpty();
        }

        boolean is(PublicKey other) {
            return KeyUtils.compareKeys(key, other);
        }
    }

    /** Whether the file has a key of it that is believed. */
    public boolean knowsServer() {
        try {
            return known().stream().anyMatch(Known::isBelieved);
        } catch (IOException e) {
            return false; // None is known of a file that is not there; what else is wrong, the first use says.
        }
    }

    /** Why the server's key was refused, if it was. */
    public Optional<DeployException> refusal() {
        return refusal;
    }

    /** A server is to be asked for a key of a kind that is among these, if it has one. */
    public List<PublicKey> believed() {
        try {
            return known().stream().filter(Known::isBelieved).map(Known::key).toList();
        } catch (IOException e) {
            return List.of(); // What is wrong is said when the key is to be accepted.
        }
    }

    /** Whether the key that the server shows is believed. */
    public boolean accepts(PublicKey key) {
        refusal = objection(key);
        return refusal.isEmpty();
    }

    private Optional<DeployException> objection(PublicKey seen) {
        List<Known> known;
        try {
            known = known();
        } catch (NoSuchFileException e) {
            return Optional.of(unknown(seen, "and there is no file " + file));
        } catch (IOException e) {
            return Optional.of(new DeployException(
                    Blame.HOST,
                    "the known hosts in " + file + " cannot be read: " + e,
                    "let the user that runs Slipway read it",
                    e));
        }
        var revoked = known.stream()
                .filter(Known::isRevoked)
                .filter(each -> each.is(seen))
                .findFirst();
        if (revoked.isPresent()) {
            return Optional.of(refused(
                    "the key of " + name() + ", " + words(seen) + ", is marked @revoked in line "
                            + revoked.get().line() + " of " + file,
                    "somebody else may be in the server's place: ask its administrator before you do anything else"));
        }
        var believed = known.stream().filter(Known::isBelieved).toList();
        if (believed.isEmpty()) {
            return Optional.of(unknown(seen, "and " + file + " has none for it"));
        }
        return believed.stream().anyMatch(each -> each.is(seen))
                ? Optional.empty()
                : Optional.of(changed(believed, seen));
    }

    private DeployException unknown(PublicKey seen, String where) {
        return refused(
                "the key of " + name() + " is not known: it shows " + words(seen) + ", " + where,
                "compare that fingerprint with the one that the server's administrator or its documentation gives; if they are"
                        + " the same: install -d -m 700 " + file.getParent() + " && echo '" + line(seen) + "' >> "
                        + file);
    }

    private DeployException changed(List<Known> believed, PublicKey seen) {
        var expected = believed.stream()
                .map(each -> words(each.key()) + " (line " + each.line() + ")")
                .collect(Collectors.joining(" or "));
        return refused(
                "the key of " + name() + " has changed: it shows " + words(seen) + ", and " + file + " has " + expected,
                "somebody else may be in the server's place: ask its administrator; only if the new fingerprint is right, put"
                        + " this in the place of the old line: " + line(seen));
    }

    private static DeployException refused(String what, String next) {
        return new DeployException(Blame.REMOTE, what, next);
    }

    private String name() {
        return KnownHostHashValue.createHostPattern(host, port);
    }

    private String line(PublicKey key) {
        return name() + " " + PublicKeyEntry.toString(key);
    }

    private static String words(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }

    private List<Known> known() throws IOException {
        var found = new ArrayList<Known>();
        int number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            known(line, number).ifPresent(found::add);
        }
        return found;
    }

    /** A key that is revoked for a name is so at each of its ports. */
    private boolean isAboutServer(KnownHostEntry entry) {
        return entry.isHostMatch(host, port)
                || (REVOKED.equals(entry.getMarker()) && entry.isHostMatch(host, DEFAULT_PORT));
    }

    /** What cannot be read believes nobody; such a line may be of a kind that another program knows. */
    private Optional<Known> known(String line, int number) {
        try {
            var entry = Optional.ofNullable(KnownHostEntry.parseKnownHostEntry(line))
                    .filter(this::isAboutServer);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            var key = entry.get().getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            var marker = Optional.ofNullable(entry.get().getMarker()).orElse("");
            return Optional.ofNullable(key).map(readable -> new Known(number, marker, readable));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
