package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Source.BuildContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContextStreamTest {
    /** Writes a context. */
    @FunctionalInterface
    private interface Writer {
        void writeTo(OutputStream tar) throws IOException;
    }

    @Test
    void readsWhatTheContextWrites() throws Exception {
        var bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);

        try (var stream = new ContextStream(context(tar -> tar.write(bytes)))) {
            assertArrayEquals(bytes, stream.readAllBytes());
            assertTrue(stream.failure().isEmpty());
        }
    }

    @Test
    void failsAtTheEndOfAContextThatBrokeOff() throws Exception {
        try (var stream = new ContextStream(context(tar -> {
            tar.write(new byte[100_000]);
            throw new IOException("object is missing");
        }))) {
            var failure = assertThrows(IOException.class, stream::readAllBytes);

            assertEquals("the build context could not be read to its end: object is missing", failure.getMessage());
            assertEquals("object is missing", stream.failure().orElseThrow().getMessage());
        }
    }

    @Test
    void failsTooWhenItIsReadByteByByte() throws Exception {
        try (var stream = new ContextStream(context(tar -> {
            throw new IllegalStateException("a bug");
        }))) {
            assertThrows(IOException.class, stream::read);
        }
    }

    @Test
    void endsTheWriterWhenNobodyReadsOn() throws Exception {
        var ended = new CountDownLatch(1);
        var stream = new ContextStream(context(tar -> {
            try {
                for (var i = 0; i < 1000; i++) {
                    tar.write(new byte[100_000]);
                }
            } finally {
                ended.countDown();
            }
        }));
        assertEquals(0, stream.read());

        stream.close();

        assertTrue(ended.await(10, TimeUnit.SECONDS));
    }

    private static BuildContext context(Writer writer) {
        return new BuildContext() {
            @Override
            public String dockerfile() {
                return "";
            }

            @Override
            public String dockerfilePath() {
                return "Dockerfile";
            }

            @Override
            public void writeTo(OutputStream tar) throws IOException {
                writer.writeTo(tar);
            }
        };
    }
}
