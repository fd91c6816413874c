package ringside.io.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** As what somebody comes to a match. */
public enum Role {
    /** Takes a seat and plays. */
    PLAYER,
    /** Watches, and is no part of the match. */
    SPECTATOR;

    /** As tokens write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role that tokens write so, or null. */
    public static @Nullable Role of(final String text) {
        for (final Role role : values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        return null;
    }
}
