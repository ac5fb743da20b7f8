package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloneUrlTest {
    private static final Optional<CloneUrl> WEB = Optional.of(new CloneUrl("github.com", "me/web"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/me/web.git",
                "https://github.com/me/web",
                "https://github.com/me/web/",
                "https://github.com/me/web.git/",
                "HTTPS://GitHub.com/Me/Web.git",
                "https://github.com:443/me/web.git",
                "https://github.com./me/web.git",
                "https://me:t@ken@github.com/me/web.git",
                "https://x-access-token:abc@github.com:443/me/web",
                "http://github.com/me/web",
                "git://github.com/me/web.git",
                "ssh://git@github.com/me/web.git",
                "ssh://git@github.com:22/me/web.git",
                "ssh://git@ssh.github.com:443/me/web.git",
                "git+ssh://git@github.com/me/web.git",
                "git@github.com:me/web.git",
                "git@github.com:/me/web.git",
                "github.com:me/web",
                " git@github.com:me/web.git\n",
            })
    void spellingsOfOneRepositoryAreEqual(String url) {
        assertEquals(WEB, CloneUrl.of(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/me/web2.git",
                "https://github.com/you/web.git",
                "https://gitlab.com/me/web.git",
                "https://github.com.evil.example/me/web.git",
                "https://evil.example/github.com/me/web.git",
                "https://github.com@evil.example/me/web.git",
                "https://github.com/me/web.git.git",
                "/srv/github.com/me/web.git",
                "github.com/me/web.git",
            })
    void othersAreNot(String url) {
        assertNotEquals(WEB, CloneUrl.of(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "https://github.com",
                "https://github.com/",
                "https://github.com/.git",
                "https://",
                "git@github.com:"
            })
    void whatNamesNoRepositoryIsNone(String url) {
        assertEquals(Optional.empty(), CloneUrl.of(url));
    }

    @Test
    void addressesOfVersionSixKeepTheirColons() {
        var expected = Optional.of(new CloneUrl("[2001:db8::1]", "me/web"));

        assertEquals(expected, CloneUrl.of("ssh://git@[2001:db8::1]:22/me/web.git"));
        assertEquals(expected, CloneUrl.of("git@[2001:db8::1]:me/web.git"));
    }
}
