package ringside.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import ringside.engine.logic.LogicSettings;
import ringside.journal.Durability;

/**
 * What an operator asked for, checked as a whole: a TOML file, and over it what the command line says.
 *
 * <p>Immutable; {@link #with} makes another one.
 */
public final class ServerSettings {
    private static final String RULES = "rules";

    /** The bound that {@link LogicSettings} sets to what lasts for many frames. */
    private static final int MAX_FRAMES = 10_000_000;

    /** More engines than a machine has cores for are none the faster. */
    private static final int MAX_ENGINES = 64;

    private final Map<ServerSetting, Object> given;
    private final Map<String, Object> rules;

    private ServerSettings(final Map<ServerSetting, Object> given, final Map<String, Object> rules) {
        this.given = given;
        this.rules = rules;
    }

    /** Every setting at its default. */
    public static ServerSettings defaults() {
        return new ServerSettings(new EnumMap<>(ServerSetting.class), new TreeMap<>());
    }

    /** The same with one setting given. */
    public ServerSettings with(final ServerSetting setting, final Object value) {
        final Map<ServerSetting, Object> next = new EnumMap<>(ServerSetting.class);
        next.putAll(given);
        next.put(setting, setting.parse(value));
        return new ServerSettings(next, rules).checked();
    }

    /** The same with one rule of the game given: its name in the layout, and a number, a truth value or text. */
    public ServerSettings withRule(final String name, final Object value) {
        final Map<String, Object> next = new TreeMap<>(rules);
        next.put(name, value);
        return new ServerSettings(given, next);
    }

    /** Reads a TOML file: the keys of {@link ServerSetting}, and a table {@code [rules]} of the game's rules. */
    public static ServerSettings read(final Path file) {
        final JsonNode root;
        try {
            root = new TomlMapper().readTree(Files.readString(file));
        } catch (final JsonProcessingException e) {
            throw ServerException.configuration(
                    file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (final NoSuchFileException e) {
            throw ServerException.configuration("configuration file " + file + ": does not exist", e);
        } catch (final IOException e) {
            throw ServerException.configuration("configuration file " + file + ": cannot be read: " + e, e);
        }
        ServerSettings settings = defaults();
        for (final Map.Entry<String, JsonNode> field : root.properties()) {
            settings = field.getKey().equals(RULES)
                    ? settings.withRules(file, field.getValue())
                    : settings.withKey(file, field.getKey(), field.getValue());
        }
        return settings;
    }

    private ServerSettings withKey(final Path file, final String key, final JsonNode value) {
        final ServerSetting setting = setting(file, key);
        final Object plain = plain(file, key, value);
        try {
            return with(setting, plain);
        } catch (final ServerException e) {
            throw ServerException.configuration(file + ": " + e.getMessage(), e);
        }
    }

    private ServerSettings withRules(final Path file, final JsonNode table) {
        if (!table.isObject()) {
            throw ServerException.configuration(
                    file + ": rules = " + table + ": a table is wanted, [rules] with the game's rules below it");
        }
        ServerSettings settings = this;
        for (final Map.Entry<String, JsonNode> rule : table.properties()) {
            settings = settings.withRule(rule.getKey(), plain(file, "rules." + rule.getKey(), rule.getValue()));
        }
        return settings;
    }

    private static ServerSetting setting(final Path file, final String key) {
        for (final ServerSetting setting : ServerSetting.values()) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        throw ServerException.configuration(file + ": unknown key '" + key + "'; known are "
                + Arrays.stream(ServerSetting.values()).map(ServerSetting::key).toList() + " and the table [rules]");
    }

    private static Object plain(final Path file, final String key, final JsonNode node) {
        if (node.isContainerNode()) {
            throw ServerException.configuration(file + ": " + key + " = " + node + ": one value is wanted");
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.asText();
    }

    private ServerSettings checked() {
        require(ServerSetting.HZ, 1, 1000);
        require(ServerSetting.HTTP, -1, 65_535);
        require(ServerSetting.TCP, -1, 65_535);
        require(ServerSetting.MATCHES, 0, 65_536);
        require(ServerSetting.MAX_MATCHES, 1, 65_536);
        require(ServerSetting.SEAT_HOLD_SECONDS, 0, 86_400);
        require(ServerSetting.CHECKPOINT_SECONDS, 1, 86_400);
        GraphChoice.check(this);
        require(ServerSetting.ENGINES, 1, MAX_ENGINES);
        require(ServerSetting.IDLE_SECONDS, 1, 86_400);
        require(ServerSetting.KEEP_ENDED_SECONDS, 0, 86_400);
        require(ServerSetting.MAX_REWIND_MS, 1, 30_000);
        require(ServerSetting.ADMIN, -1, 65_535);
        require(ServerSetting.WATCHDOG_SECONDS, 0, 86_400);
        requireResults();
        if (durability() == Durability.REPLICATED) {
            throw ServerException.configuration(
                    "durability = replicated: this version has no standby yet; mapped and synced are possible");
        }
        return this;
    }

    private void requireResults() {
        final String where = text(ServerSetting.RESULTS);
        try {
            final boolean isMeant = ResultDelivery.isAddress(where)
                    ? URI.create(where).getHost() != null
                    : !Path.of(where).toString().isEmpty();
            if (!isMeant) {
                throw ServerException.configuration("results = " + where + ": the address names no host");
            }
        } catch (final IllegalArgumentException e) {
            throw ServerException.configuration(
                    "results = " + where + ": a file, or an address that begins with http:// or https:// is wanted", e);
        }
    }

    /** Throws when settings that are each possible are not so together. Called once all of them were given. */
    void requireTogether() {
        GraphChoice.requireCores(this);
        final int matches = whole(ServerSetting.MATCHES);
        final int engines = whole(ServerSetting.ENGINES);
        if (isGiven(ServerSetting.MAX_MATCHES) && matches > engines * whole(ServerSetting.MAX_MATCHES)) {
            throw ServerException.configuration("matches = " + matches + ": above "
                    + (engines == 1 ? "" : "engines = " + engines + " times ") + "maxMatches = "
                    + whole(ServerSetting.MAX_MATCHES) + "; ask for fewer, or raise maxMatches");
        }
        AdminPort.check(this);
        requireFrames(ServerSetting.SEAT_HOLD_SECONDS);
        requireFrames(ServerSetting.KEEP_ENDED_SECONDS);
        requireFrames(ServerSetting.IDLE_SECONDS);
        if (isGiven(ServerSetting.MAX_REWIND_MS)
                && LogicBounds.framesOfMs(whole(ServerSetting.MAX_REWIND_MS), whole(ServerSetting.HZ))
                        > LogicSettings.MOST_REWIND_FRAMES) {
            throw ServerException.configuration("maxRewindMs = " + whole(ServerSetting.MAX_REWIND_MS) + ": at hz = "
                    + whole(ServerSetting.HZ) + " at most "
                    + LogicSettings.MOST_REWIND_FRAMES * 1000 / whole(ServerSetting.HZ) + " are possible");
        }
    }

    private void requireFrames(final ServerSetting seconds) {
        if ((long) whole(seconds) * whole(ServerSetting.HZ) > MAX_FRAMES) {
            throw ServerException.configuration(seconds.key() + " = " + whole(seconds) + ": at hz = "
                    + whole(ServerSetting.HZ) + " at most " + MAX_FRAMES / whole(ServerSetting.HZ) + " are possible");
        }
    }

    private void require(final ServerSetting setting, final int min, final int max) {
        final int value = whole(setting);
        if (value < min || value > max) {
            throw ServerException.configuration(setting.key() + " = " + value + ": outside " + min + " to " + max);
        }
    }

    private Object value(final ServerSetting setting) {
        return given.getOrDefault(setting, setting.defaultValue());
    }

    /** True when the operator said it, rather than left it at its default. */
    public boolean isGiven(final ServerSetting setting) {
        return given.containsKey(setting);
    }

    public int whole(final ServerSetting setting) {
        return (int) value(setting);
    }

    public String text(final ServerSetting setting) {
        return (String) value(setting);
    }

    public boolean flag(final ServerSetting setting) {
        return (boolean) value(setting);
    }

    public Path dir() {
        return (Path) value(ServerSetting.DIR);
    }

    public Durability durability() {
        return (Durability) value(ServerSetting.DURABILITY);
    }

    /** The rules given for the game, by their names in its layout. */
    public Map<String, Object> rules() {
        return rules;
    }

    /** Every setting and what it is: printed at start-up. */
    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder();
        for (final ServerSetting setting : ServerSetting.values()) {
            out.append(out.isEmpty() ? "" : ", ")
                    .append(setting.key())
                    .append('=')
                    .append(setting.shown(value(setting)));
        }
        return out.append(rules.isEmpty() ? "" : ", rules=" + rules).toString();
    }
}
