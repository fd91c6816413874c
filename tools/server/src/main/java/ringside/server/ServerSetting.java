package ringside.server;

import java.nio.file.Path;
import java.util.Locale;
import ringside.journal.Durability;

/**
 * Every setting of a server: its key in a configuration file, which is also its option on the command line, its default
 * and its meaning. The one place where they are listed.
 */
public enum ServerSetting {
    DIR("dir", Path.of("ringside-data"), "data directory: made when missing, recovered when not"),
    GAME("game", "arena", "game of the matches that the server creates"),
    MATCHES("matches", 1, "matches that shall exist, numbered from 1; missing ones are created at start"),
    HZ("hz", 60, "frames in a second; a data directory keeps the rate that it was begun with"),
    BIND("bind", "127.0.0.1", "address to listen on; 0.0.0.0 for every one of this machine"),
    HTTP("http", 8080, "port of the web page and of WebSocket players; 0 picks a free one, -1 opens none"),
    TCP("tcp", 9000, "port of TCP players and of line mode; 0 picks a free one, -1 opens none"),
    DURABILITY("durability", Durability.MAPPED, "when an event is safe to show: mapped, synced or replicated"),
    ENGINES("engines", 1, "engines in this process"),
    PRODUCTION("production", false, "switches line mode off"),
    SEAT_HOLD_SECONDS("seatHoldSeconds", 30, "time for which a seat is held for a player whose connection is gone"),
    CHECKPOINT_SECONDS("checkpointSeconds", 10, "time between two checkpoints"),
    MAX_MATCHES("maxMatches", 1024, "most matches of an engine; a data directory keeps what it was begun with");

    private final String key;
    private final Object defaultValue;
    private final String meaning;

    ServerSetting(final String key, final Object defaultValue, final String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public Object defaultValue() {
        return defaultValue;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** The value of the right type, or a {@link ServerException} that says what is wrong with it. */
    Object parse(final Object given) {
        if (defaultValue instanceof Path) {
            return Path.of(String.valueOf(given));
        }
        if (defaultValue instanceof Durability) {
            for (final Durability level : Durability.values()) {
                if (level.name().toLowerCase(Locale.ROOT).equals(given)) {
                    return level;
                }
            }
            throw wrong(given, "mapped, synced or replicated");
        }
        if (defaultValue instanceof Boolean) {
            if (given instanceof Boolean) {
                return given;
            }
            throw wrong(given, "true or false");
        }
        if (defaultValue instanceof Integer) {
            if (given instanceof final Number number && number.doubleValue() == number.intValue()) {
                return number.intValue();
            }
            throw wrong(given, "a whole number");
        }
        if (given instanceof String) {
            return given;
        }
        throw wrong(given, "text");
    }

    private ServerException wrong(final Object given, final String wanted) {
        return ServerException.configuration(key + " = " + given + ": " + wanted + " is wanted");
    }
}
