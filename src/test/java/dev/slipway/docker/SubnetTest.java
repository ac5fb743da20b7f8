package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {
    @ParameterizedTest(name = "{1} in {0}: {2}")
    @CsvSource({
        "172.28.0.0/16, 172.28.255.9, true",
        "172.28.0.0/16, 172.29.0.1, false",
        "10.0.0.128/25, 10.0.0.127, false",
        "10.0.0.128/25, 10.0.0.128, true",
        "10.0.0.7/32, 10.0.0.7, true",
        "0.0.0.0/0, 9.9.9.9, true",
        "fd00:1::/64, fd00:1::7, true",
        "fd00:1::/64, fd00:2::7, false",
        "fd00:1::/64, 10.0.0.7, false",
        "10.0.0.0/8, fd00:1::7, false",
    })
    void holdsTheAddressesThatShareItsPrefix(String subnet, String address, boolean holds) {
        assertEquals(holds, Subnet.contains(subnet, address));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"172.17.0.0/16, 172.17.0.1", "10.0.0.128/25, 10.0.0.129", "fd00:1::/64, fd00:1:0:0:0:0:0:1"})
    void beginsWithTheBridgesAddress(String subnet, String address) {
        assertEquals(address, Subnet.firstAddress(subnet));
    }
}
