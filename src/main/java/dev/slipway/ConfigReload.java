package dev.slipway;

import dev.slipway.deploy.Time;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Notices that the configuration is to be read again: the file has changed, or SIGHUP came. */
final class ConfigReload {
    /** Looking works on every mount; change notifications do not cross the binds of a NAS. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private final Path file;
    private final Runnable reload;
    private final Time time;

    ConfigReload(Path file, Runnable reload, Time time) {
        this.file = file;
        this.reload = reload;
        this.time = time;
    }

    /** From now on, for as long as the process lives. */
    void begin() {
        heedHangUp();
        Thread.ofVirtual().name("config-reload").start(this::watch);
    }

    private void watch() {
        var before = stamp();
        try {
            while (true) {
                time.sleep(BETWEEN_LOOKS);
                var now = stamp();
                if (!now.equals(before)) {
                    before = now;
                    reload.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty while there is no file: an editor may be replacing it. */
    private String stamp() {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "";
        }
    }

    private Object reloaded() {
        reload.run();
        return true;
    }

    /** By reflection, since the compiler warns of the class whatever it is told, and Java has no other way to a signal. */
    private void heedHangUp() {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> switch (method.getName()) {
                case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "reload on SIGHUP";
                default -> reloaded();
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            signal,
                            signal.getConstructor(String.class).newInstance("HUP"),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }
}
