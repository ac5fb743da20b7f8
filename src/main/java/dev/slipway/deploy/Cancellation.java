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
        throwIfRequested();
        committed = true;
    }

    /**
     * What had to come to its end has; from here on nothing is touched until the next point of no return.
     *
     * @throws InterruptedException if it was called off meanwhile
     */
    synchronized void mayBeCalledOff() throws InterruptedException {
        committed = false;
        throwIfRequested();
    }

    private void throwIfRequested() throws InterruptedException {
        if (requested) {
            // Thrown, and so no longer pending: what follows still has a journal to write.
            var unused = Thread.interrupted();
            throw new InterruptedException("called off");
        }
    }
}
