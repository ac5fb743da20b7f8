package dev.slipway.deploy;

/** Port: the log of one deployment. Writing to it never fails a deployment. */
public interface Progress extends AutoCloseable {
    /** For what is done outside of any deployment. */
    Progress NONE = new Progress() {
        @Override
        public void line(String text) {
            // Nobody reads it.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    };

    /** Appends one line; line breaks within it become lines of their own. */
    void line(String text);

    @Override
    void close();

    /** Port: opens the logs of deployments. */
    interface Logs {
        /** Opens it for appending; a log that cannot be written is one warning, and then silent. */
        Progress open(long deployment);
    }
}
