package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a Git server and does to its visitors what networks, proxies and overloaded servers do. What it does can be
 * changed at any time, and holds for those who come from then on; a connection serves for one request.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final URI server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Conduct conduct = new Conduct.PassThrough();

    private FaultProxy(URI server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** On loopback, and at first without a fault. */
    public static FaultProxy before(GitHttpServer server) throws IOException {
        var listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        var proxy = new FaultProxy(URI.create(server.url("/")), listener);
        proxy.threads.execute(proxy::listen);
        return proxy;
    }

    /** From now on, this is what it does. */
    public void become(Conduct next) {
        conduct = next;
    }

    /** Where the Git server's {@code path} is found here. */
    public String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    /** The same, for those whom it meets with {@link Conduct.Tls}. */
    public String secureUrl(String path) {
        return url(path).replace("http:", "https:");
    }

    /** What was asked so far, oldest first: {@code GET /web.git/info/refs}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (var socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void listen() {
        try {
            while (!listener.isClosed()) {
                var client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket plain) {
        var now = conduct;
        try (plain;
                var client = now instanceof Conduct.Tls tls ? tls.certificate().over(plain) : plain) {
            var in = new BufferedInputStream(client.getInputStream());
            in.mark(1);
            if (in.read() == TLS_HANDSHAKE) {
                client.getOutputStream().write(answer(new Conduct.Says(400, Optional.empty(), "plain\n")));
                return;
            }
            in.reset();
            var head = readHead(in);
            requests.add(head.substring(0, head.indexOf(" HTTP/")).replaceFirst("\\?.*", ""));
            switch (now) {
                case Conduct.Hang hang -> closed.await();
                case Conduct.Says says -> client.getOutputStream().write(answer(says));
                default -> ask(head, in, client, now);
            }
        } catch (IOException e) {
            // Either side hung up, or refused the certificate.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(plain);
        }
    }

    private void ask(String head, InputStream rest, Socket client, Conduct now)
            throws IOException, InterruptedException {
        try (var upstream = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            var question = upstream.getOutputStream();
            question.write(closing(head));
            threads.execute(() -> handOn(rest, question));
            var answer = new BufferedInputStream(upstream.getInputStream());
            var out = client.getOutputStream();
            switch (now) {
                case Conduct.Drip drip -> drip(answer, out, drip);
                case Conduct.Truncate truncate -> out.write(answer.readNBytes(truncate.after()));
                case Conduct.Reset reset -> {
                    out.write(answer.readNBytes(reset.after()));
                    client.setSoLinger(true, 0);
                }
                default -> {
                    // Not every server says that it closes because it was asked to; a visitor who is not told may send
                    // the next
                    // request while this connection ends.
                    out.write(closing(readHead(answer)));
                    answer.transferTo(out);
                }
            }
            out.flush();
        }
    }

    private static byte[] closing(String head) {
        var closed = head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n")
                ? head
                : head.replaceFirst(END_OF_HEAD + "$", "\r\nConnection: close" + END_OF_HEAD);
        return closed.getBytes(ISO_8859_1);
    }

    private void drip(InputStream answer, OutputStream out, Conduct.Drip drip)
            throws IOException, InterruptedException {
        if (drip.part() == Conduct.Part.BODY) {
            out.write(readHead(answer).getBytes(ISO_8859_1));
        }
        for (int next = answer.read(); next >= 0 && !waited(drip.between()); next = answer.read()) {
            out.write(next);
            out.flush();
        }
    }

    /** Whether that was cut short by the end. */
    private boolean waited(Duration time) throws InterruptedException {
        return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void handOn(InputStream from, OutputStream to) {
        try {
            for (int next = from.read(); next >= 0; next = from.read()) {
                to.write(next);
                if (from.available() == 0) {
                    to.flush();
                }
            }
        } catch (IOException e) {
            // Whoever waits for the answer sees that it ended.
        }
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n' && head.toString(ISO_8859_1).endsWith(END_OF_HEAD)) {
                return head.toString(ISO_8859_1);
            }
        }
        throw new IOException("the connection ended before the head did");
    }

    private static byte[] answer(Conduct.Says says) {
        var body = says.body().getBytes(UTF_8);
        var head = "HTTP/1.1 " + says.status() + " By-The-Proxy\r\nConnection: close\r\nContent-Length: " + body.length
                + says.header().map(line -> "\r\n" + line).orElse("") + END_OF_HEAD;
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(head.getBytes(ISO_8859_1));
        answer.writeBytes(body);
        return answer.toByteArray();
    }
}
