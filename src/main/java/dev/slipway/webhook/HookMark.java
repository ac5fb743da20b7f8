package dev.slipway.webhook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** By what a forge tells one hook from another. */
final class HookMark {
    /** GitHub's, GitLab's and Bitbucket's; the others give none. */
    private static final List<String> IDS = List.of("X-GitHub-Hook-ID", "X-Gitlab-Webhook-UUID", "X-Hook-UUID");
    /** Whether it is one of a repository, an organization or an App. */
    private static final String TARGET = "X-GitHub-Hook-Installation-Target-Type";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9{}_.-]{1,100}");

    private HookMark() {}

    /** The hook's id, if it can be shown. */
    static Optional<String> id(Headers headers) {
        return IDS.stream()
                .flatMap(name -> headers.first(name).stream())
                .filter(id -> PLAIN.matcher(id).matches())
                .findFirst();
    }

    /** Such as "organization"; only GitHub tells. */
    static Optional<String> target(Headers headers) {
        return headers.first(TARGET).filter(type -> PLAIN.matcher(type).matches());
    }
}
