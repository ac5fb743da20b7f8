package dev.slipway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports that a container can publish. */
public final class FreePort {
    private FreePort() {}

    /** A port of loopback that nobody listened on a moment ago. */
    public static int find() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
