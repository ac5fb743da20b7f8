package dev.slipway.deploy;

/** Calls one request off, as long as it has not touched what runs; after that it is carried to its end. */
final class Cancellation {
    private final Thread worker;
    private boolean requested;
    private boolean committed;

    /** @param worker the thread that carries the request out */
    Cancellation(Thread worker) {
        this.worker = worker;
    }

    synchronized void request() {
        requested = true;
        if (!committed) {
            worker.interrupt();
        }
    }

    /**
     * From here on the request is not interrupted any more.
     *
     * @throws InterruptedException if it was called off before
     */
    synchronized void pointOfNoReturn() throws InterruptedException {
        if (requested) {
            throw new InterruptedException("called off");
        }
        committed = true;
    }
}
