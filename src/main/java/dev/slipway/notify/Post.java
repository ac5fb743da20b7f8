package dev.slipway.notify;

import dev.slipway.model.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One request that takes a message to a service.
 *
 * @param secrets that are in it, and must not come out again with what was answered
 */
record Post(URI url, Map<String, String> headers, String body, List<Secret> secrets) {}
