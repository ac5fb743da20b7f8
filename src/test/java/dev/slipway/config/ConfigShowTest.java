package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigShowTest {
    private static final String SECRET = "hunter2-hunter2";

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder).with("SECRET_VALUE", SECRET).with("DB_PASSWORD", SECRET);
    }

    @Test
    void defaultsAreFilledIn() {
        assertEquals("""
                data_dir: /var/lib/slipway
                poll: 60s
                min_free_disk: 2g
                docker:
                  host: unix:///var/run/docker.sock
                env_format: docker
                apps:
                  web:
                    target: engine
                    git:
                      url: https://example.com/web.git
                      branch: main
                      username: x-access-token
                      submodules: false
                      lfs: false
                      require_signature: false
                    build:
                      context: .
                      dockerfile: Dockerfile
                      no_cache: false
                      timeout: 30m
                      builder: auto
                    run:
                      env_format: docker
                    health:
                      timeout: 60s
                      settle: 10s
                    keep: 5
                    adopt: false
                    drift: report
                """, yard.show(Yard.APP));
    }

    @Test
    void theDefaultOfTheBranchIsNotShownBesideTags() {
        var shown = yard.show(Yard.APP + "      tag: v*");
        assertTrue(shown.contains("tag: v*"), shown);
        assertFalse(shown.contains("branch"), shown);
    }

    @Test
    void shownFileIsReadAsTheSame() {
        var yaml = Yard.APP + """
                    run:
                      ports: ["22:22", {target: 80, published: "8080"}]
                      restart: "no"
                      user: "0"
                      command: [echo, "true", "null", "1e3"]
                      environment: {A: "012", B: "yes", C: ""}
                      ulimits: {nofile: 5}
                    swap: stop-first
                """;
        assertEquals(yard.read(yaml), yard.read(yard.show(yaml)));
    }

    @Test
    void secretsAreShownByTheirFingerprintOnly() {
        yard.file("token", SECRET + "\n");
        var fingerprint = "(secret, fingerprint " + new Secret(SECRET).fingerprint() + ")";
        var inFile = yard.show(Yard.APP + "      token_file: token\n");
        assertTrue(inFile.contains("token_file: " + folder.resolve("token") + " " + fingerprint), inFile);
        var inline = yard.show(Yard.APP + "      token: ${SECRET_VALUE}\n");
        assertTrue(inline.contains("token: " + fingerprint), inline);
        assertFalse((inFile + inline).contains(SECRET));
    }

    @Test
    void whatLooksLikeASecretIsMaskedWhereverItStands() {
        var shown = yard.show(Yard.APP + """
                    build:
                      args: [NPM_TOKEN=hunter2-hunter2, PLAIN=visible]
                    run:
                      environment:
                        API_KEY: hunter2-hunter2
                        DB_PASSWORD:
                        DATABASE_URL: postgres://me:hunter2-hunter2@db/x
                        JDBC: jdbc:postgresql://db/x?user=me&password=hunter2-hunter2
                        REDIS: redis://:hunter2-hunter2@redis
                        TZ: Asia/Shanghai
                      labels: [my.secret=hunter2-hunter2]
                      command: [server, --auth-token=hunter2-hunter2, "x=http://a:hunter2-hunter2@b"]
                      logging: {driver: splunk, options: {splunk-token: hunter2-hunter2}}
                      healthcheck: {test: "curl -u a http://a:hunter2-hunter2@b"}
                """);
        assertFalse(shown.contains(SECRET), shown);
        for (var visible : List.of("PLAIN: visible", "TZ: Asia/Shanghai", "postgres://me:(secret", "driver: splunk")) {
            assertTrue(shown.contains(visible), shown);
        }
    }
}
