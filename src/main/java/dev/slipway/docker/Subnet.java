package dev.slipway.docker;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether an address belongs to a range such as {@code 172.28.0.0/16} or {@code fd00:1::/64}. */
final class Subnet {
    private Subnet() {}

    /**
     * @param subnet as the engine writes it
     * @param address a literal, as the configuration requires; never looked up
     */
    static boolean contains(String subnet, String address) {
        try {
            var slash = subnet.indexOf('/');
            var range = InetAddress.getByName(subnet.substring(0, slash)).getAddress();
            var asked = InetAddress.getByName(address).getAddress();
            var free = range.length * Byte.SIZE - Integer.parseInt(subnet.substring(slash + 1));
            return range.length == asked.length
                    && new BigInteger(1, range).shiftRight(free).equals(new BigInteger(1, asked).shiftRight(free));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + subnet + " or " + address, e);
        }
    }

    /** The address after that of the range itself, which Docker gives to the bridge unless it is told otherwise. */
    static String firstAddress(String subnet) {
        try {
            var range = InetAddress.getByName(subnet.substring(0, subnet.indexOf('/')))
                    .getAddress();
            range[range.length - 1] |= 1;
            return InetAddress.getByAddress(range).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a subnet: " + subnet, e);
        }
    }
}
