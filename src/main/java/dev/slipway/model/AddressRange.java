package dev.slipway.model;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Objects;

/**
 * Addresses that begin alike, such as {@code 10.0.0.0/24}; one address alone is {@code 10.0.0.2} or {@code 10.0.0.2/32}.
 *
 * @param bits how many at the front must be the same
 */
public record AddressRange(InetAddress base, int bits) {
    public AddressRange {
        Objects.requireNonNull(base);
        if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no address has that many bits");
        }
    }

    /**
     * What such a text says; nothing is looked up.
     *
     * @throws IllegalArgumentException if it is no range
     */
    public static AddressRange parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            var only = InetAddress.ofLiteral(text);
            return new AddressRange(only, only.getAddress().length * Byte.SIZE);
        }
        return new AddressRange(
                InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(InetAddress address) {
        var here = base.getAddress();
        var asked = address.getAddress();
        var free = here.length * Byte.SIZE - bits;
        return here.length == asked.length
                && new BigInteger(1, here).shiftRight(free).equals(new BigInteger(1, asked).shiftRight(free));
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
