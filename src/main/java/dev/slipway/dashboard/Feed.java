package dev.slipway.dashboard;

import java.io.IOException;

/** Tells one listener what it wants to hear, until there is nothing more to tell, or the thread is interrupted. */
interface Feed {
    void tell(EventStream to) throws IOException, InterruptedException;
}
