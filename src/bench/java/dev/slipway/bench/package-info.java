/** What {@code script/bench} runs: clients and peers as small programs, and the measurements that JMH makes. */
package dev.slipway.bench;
