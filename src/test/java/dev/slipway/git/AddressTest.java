package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://github.com/me/lib.git, https, github.com, /me/lib.git",
        "http://nas:3000/lib, http, nas, /lib",
        "HTTPS://github.com/lib, https, github.com, /lib",
        "ssh://git@nas:2222/srv/lib.git, ssh, nas, /srv/lib.git",
        "git@github.com:me/lib.git, ssh, github.com, me/lib.git",
        "file:///srv/git/lib.git, file, '', /srv/git/lib.git",
        "/srv/git/lib.git, file, '', /srv/git/lib.git",
    })
    void theUsualWaysAreKnown(String url, String scheme, String host, String path) throws Exception {
        var address = Address.parse(url);
        assertEquals(url, address.text());
        assertEquals(scheme, address.scheme());
        assertEquals(host, address.host());
        assertEquals(path, address.path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ext::sh -c touch% /tmp/pwned",
                "ext::git-upload-pack",
                "fd::3",
                "git://github.com/me/lib.git",
                "ftp://github.com/me/lib.git",
                "--upload-pack=touch /tmp/pwned",
                "-u",
                "lib.git",
                "github.com:me/lib.git",
                "https:///me/lib.git",
                "https:me/lib.git",
                "http://",
                "https://me:hunter2@github.com/lib.git",
                "ssh://-oProxyCommand=touch/lib.git",
                "ssh://-oProxyCommand=x@github.com/lib.git",
                "-oProxyCommand=x@github.com:lib.git",
                "git@-oProxyCommand=x:lib.git",
                "git@github.com:-lib.git",
                "https://github.com/lib.git%0ahost=evil.example",
                "https://github.com/lib.git\nhost=evil.example",
                "file://nas/srv/lib.git",
            })
    void whatIsNoneOfThemIsRefused(String url) {
        assertThrows(Address.RefusedException.class, () -> Address.parse(url));
    }

    @Test
    void aBareNameInTheUrlIsLeftOut() throws Exception {
        assertEquals(
                "https://bitbucket.org/me/lib.git",
                Address.parse("https://me@bitbucket.org/me/lib.git").text());
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/me/app.git, ../lib.git, https://github.com/me/lib.git",
        "https://github.com/me/app.git/, ../lib.git, https://github.com/me/lib.git",
        "https://github.com/me/app.git, ../../you/lib.git, https://github.com/you/lib.git",
        "https://github.com/app.git, ../lib.git, https://github.com/lib.git",
        "https://nas:3000/me/app.git, ./lib.git, https://nas:3000/me/app.git/lib.git",
        "ssh://git@nas:2222/srv/app.git, ../lib.git, ssh://git@nas:2222/srv/lib.git",
        "git@github.com:me/app.git, ../lib.git, git@github.com:me/lib.git",
        "git@github.com:me/app.git, ../../you/lib.git, git@github.com:you/lib.git",
        "git@nas:/srv/app.git, ../lib.git, git@nas:/srv/lib.git",
        "git@nas:app.git, ../lib.git, git@nas:lib.git",
        "/srv/git/app.git, ../lib.git, /srv/git/lib.git",
        "file:///srv/git/app.git, ../lib.git, file:///srv/git/lib.git",
    })
    void aRelativeUrlStartsAtTheRepositoryThatHoldsIt(String base, String url, String resolved) throws Exception {
        assertEquals(resolved, Address.parse(base).resolve(url).text());
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/app.git, ../../evil.example/lib.git",
        "git@github.com:app.git, ../../evil.example:lib.git",
        "/app.git, ../../lib.git",
    })
    void aRelativeUrlDoesNotLeadToAnotherHost(String base, String url) throws Exception {
        var address = Address.parse(base);
        assertThrows(Address.RefusedException.class, () -> address.resolve(url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/lib, https://github.com/app, true",
        "https://GitHub.com:443/lib, https://github.com/app, true",
        "https://nas/lib, http://nas/app, true",
        "http://nas/lib, https://nas/app, false",
        "https://nas:3000/lib, https://nas/app, false",
        "https://nas:8443/lib, http://nas/app, false",
        "https://evil.github.com/lib, https://github.com/app, false",
        "https://github.com.evil.example/lib, https://github.com/app, false",
        "git@github.com:lib, ssh://git@github.com/app, true",
        "ssh://git@nas:2222/lib, git@nas:app, false",
        "git@github.com:lib, https://github.com/app, false",
        "/srv/lib, /srv/app, false",
    })
    void credentialsAreForTheSameServerByTheSameOrASaferWay(String url, String own, boolean same) throws Exception {
        assertEquals(same, Address.parse(url).isSameSite(Address.parse(own)));
    }

    @Test
    void aHostIsKnownWhateverTheWay() throws Exception {
        var web = Address.parse("https://github.com:8443/me/app.git");
        var ssh = Address.parse("git@github.com:me/lib.git");
        assertTrue(ssh.isSameHost(web));
        assertFalse(ssh.isSameHost(Address.parse("https://gitlab.com/me/app.git")));
        assertEquals("https://github.com:8443/me/lib.git", ssh.at(web).text());
    }
}
