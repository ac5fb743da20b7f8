package dev.slipway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The operating system's signals. By reflection: the compiler warns of {@code sun.misc.Signal} whatever it is told, and Java has
 * no other way to a signal.
 */
final class Signals {
    private Signals() {}

    /** From now on {@code action} runs, in a thread of its own, whenever the signal comes; {@code name} is without its SIG. */
    static void on(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            signal,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(
                                    handler.getClassLoader(), new Class<?>[] {handler}, calling(name, action)));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("SIG" + name + " is not to be had; was Java started with -Xrs?", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }

    private static InvocationHandler calling(String name, Runnable action) {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "handler of SIG" + name;
            default -> {
                action.run();
                yield true;
            }
        };
    }
}
