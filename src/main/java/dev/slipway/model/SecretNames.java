package dev.slipway.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names, as of environment variables, under which people keep secrets. */
public final class SecretNames {
    private static final Pattern LIKE =
            Pattern.compile("PASS|PWD|TOKEN|SECRET|KEY|CREDENTIAL|AUTH|COOKIE|PRIVATE|DSN|SALT");

    private SecretNames() {}

    /** Whether what bears such a name may be a secret; rather too often than too seldom. */
    public static boolean isLike(String name) {
        return LIKE.matcher(name.toUpperCase(Locale.ROOT)).find();
    }
}
