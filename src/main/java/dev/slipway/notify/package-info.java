/** Tells the outside world of changes of state; never fails a deployment. */
package dev.slipway.notify;
