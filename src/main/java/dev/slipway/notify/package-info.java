/** Tells the outside world of changes of state, with retries of its own; never fails a deployment. */
package dev.slipway.notify;
