package dev.slipway.docker;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What went wrong between this process and an engine that speaks TLS, in words.
 *
 * @param what after "Docker at …"
 * @param next what to do about it
 */
record TlsTrouble(String what, String next) {
    private static final String OUR_CERTIFICATE =
            "give cert_file and key_file a certificate for clients (extendedKeyUsage clientAuth) that the authority that the"
                    + " engine trusts (tlscacert) has signed, and that has not expired";

    private static final List<String> NOT_LET_IN = List.of(
            "bad_certificate", "certificate_required", "certificate_unknown", "unknown_ca", "handshake_failure");

    /** @param chain a failure and its causes, the outermost first; empty if TLS has nothing to do with it */
    static Optional<TlsTrouble> of(List<Throwable> chain) {
        var unfit = first(chain, EngineTls.UnfitFilesException.class);
        if (unfit.isPresent()) {
            return Optional.of(new TlsTrouble(
                    "cannot be asked: " + unfit.get().getMessage(),
                    "correct ca_file, cert_file and key_file of this host (for docker.host also DOCKER_CERT_PATH), and let the"
                            + " user that runs Slipway read them"));
        }
        var tls = first(chain, SSLException.class);
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        var said = String.join(
                ": ",
                chain.stream().map(each -> String.valueOf(each.getMessage())).toList());
        var expired = first(chain, CertificateExpiredException.class);
        if (expired.isPresent()) {
            return Optional.of(new TlsTrouble(
                    "shows a certificate that has expired (" + expired.get().getMessage() + ")",
                    "make it a new one, signed by the same authority, and restart Docker there"));
        }
        if (first(chain, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of(new TlsTrouble(
                    "shows a certificate that is not valid yet",
                    "set the clocks of both machines right; then make it a new one if that is not it"));
        }
        if (first(chain, CertPathBuilderException.class).isPresent() || said.contains("Path does not chain")) {
            return Optional.of(new TlsTrouble(
                    "shows a certificate that no authority in ca_file has signed",
                    "name the authority that signed it (ca.pem of that machine) in ca_file; if it should be the right one,"
                            + " somebody else may be in the machine's place"));
        }
        if (said.contains("subject alternative") || said.contains("No name matching")) {
            return Optional.of(new TlsTrouble(
                    "shows a certificate for another name (" + last(chain) + ")",
                    "write the address as the certificate has it, or make it one with this name (subjectAltName)"));
        }
        if (said.contains("certificate_expired")) {
            return Optional.of(new TlsTrouble(
                    "does not take the certificate in cert_file, which has expired",
                    "make a new one, signed by the authority that the engine trusts (tlscacert)"));
        }
        if (NOT_LET_IN.stream().anyMatch(said::contains)) {
            return Optional.of(new TlsTrouble("does not let us in (" + last(chain) + ")", OUR_CERTIFICATE));
        }
        if (said.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of(
                    new TlsTrouble(
                            "does not speak TLS at this port",
                            "start it with --tlsverify: whoever reaches the port without is root there; or name the right port"));
        }
        return Optional.of(
                new TlsTrouble("cannot be asked over TLS: " + last(chain), "see what Docker there says about it"));
    }

    /** Of one that hung up: with TLS 1.3 a side that shows the wrong certificate may be told, or may find nobody there any more. */
    static TlsTrouble hungUp(String said) {
        return new TlsTrouble(
                "hung up without a word (" + said + ")",
                "Slipway tries again by itself; if it does so each time, it does not let us in: " + OUR_CERTIFICATE);
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String last(List<Throwable> chain) {
        var root = chain.getLast();
        return Optional.ofNullable(root.getMessage()).orElse(root.toString());
    }
}
