package org.wayray.compositor.wm;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The right to take the user's attention, as texts that programs hand to one another (xdg_activation_v1). Each counts once, for a
 * while; nobody can guess one.
 *
 * <p>Only the texts of those who had the right are kept. That takes an action of the user for each, and of many the oldest go.
 * Confined to the session loop.
 */
public final class ActivationTokens {
    /** How long a program may take to start. */
    static final Duration LIFETIME = Duration.ofMinutes(1);

    static final int MOST_OPEN = 64;

    private static final int BYTES = 16;

    private final RandomGenerator random = new SecureRandom();
    private final Map<String, Long> deadlines = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_OPEN;
        }
    };

    /**
     * Makes a token.
     *
     * @param granted whether who asks has the user's attention; if not, the token gives no right, which it does not show
     */
    public String issue(boolean granted, long nowNanos) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        if (granted) {
            deadlines.put(token, nowNanos + LIFETIME.toNanos());
        }
        return token;
    }

    /** Uses a token up: whether it gives the right. */
    public boolean redeem(String token, long nowNanos) {
        var deadline = deadlines.remove(token);
        return deadline != null && deadline - nowNanos >= 0;
    }
}
