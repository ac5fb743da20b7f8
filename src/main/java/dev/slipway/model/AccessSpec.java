package dev.slipway.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may do what at the dashboard.
 *
 * @param password what a person signs in with: itself, or its bcrypt hash
 * @param tokens what programs sign in with
 * @param proxy one that has checked who comes
 * @param readBySignedIn whether only those who signed in may look
 */
public record AccessSpec(
        Optional<Secret> password, List<Token> tokens, Optional<TrustedProxy> proxy, boolean readBySignedIn) {
    /** Everybody may look and nobody may act. */
    public static final AccessSpec READ_ONLY = new AccessSpec(Optional.empty(), List.of(), Optional.empty(), false);

    public AccessSpec {
        Objects.requireNonNull(password);
        Objects.requireNonNull(proxy);
        tokens = List.copyOf(tokens);
    }

    /**
     * What one program signs in with.
     *
     * @param name tells in the log who acted
     */
    public record Token(String name, Secret value) {
        public Token {
            Objects.requireNonNull(name);
            Objects.requireNonNull(value);
        }
    }

    /**
     * A proxy that says in a header who has signed in with it.
     *
     * @param from its addresses; from any other the header means nothing
     */
    public record TrustedProxy(String header, List<AddressRange> from) {
        public TrustedProxy {
            Objects.requireNonNull(header);
            from = List.copyOf(from);
        }
    }

    /** Whether there is a way to sign in. */
    public boolean canAnybodyAct() {
        return password.isPresent() || !tokens.isEmpty() || proxy.isPresent();
    }

    public Stream<Secret> secrets() {
        return Stream.concat(password.stream(), tokens.stream().map(Token::value));
    }
}
