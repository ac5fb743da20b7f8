package dev.slipway.dashboard;

import java.io.IOException;
import java.io.OutputStream;

/** Lets somebody know when a write begins, which may wait for the other end, and when it is done. */
final class TimedOutput extends OutputStream {
    private final OutputStream out;
    private final Runnable begins;
    private final Runnable done;

    TimedOutput(OutputStream out, Runnable begins, Runnable done) {
        this.out = out;
        this.begins = begins;
        this.done = done;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        begins.run();
        try {
            out.write(bytes, from, length);
        } finally {
            done.run();
        }
    }
}
