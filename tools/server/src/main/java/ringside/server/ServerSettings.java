package ringside.server;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.io.session.SpectatorSettings;
import ringside.journal.Durability;
import ringside.journal.KeepConfig;
import ringside.journal.StoreConfig;
import ringside.latency.InputSampling;
import ringside.server.rules.RuleValue;
import ringside.server.toml.Names;
import ringside.server.toml.Problem;
import ringside.server.toml.TomlEntry;
import ringside.server.toml.TomlFile;
import ringside.server.toml.TomlTable;
import ringside.snapshot.checkpoint.CheckpointPace;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;

/**
 * What an operator asked for, checked as a whole: a TOML file, and over it what the command line says.
 *
 * <p>Immutable; {@link #with} makes another one.
 */
public final class ServerSettings {
    /** The bound that {@link LogicSettings} sets to what lasts for many frames. */
    private static final int MAX_FRAMES = 10_000_000;

    /** More engines than a machine has cores for are none the faster. */
    private static final int MAX_ENGINES = 64;

    private static final long BYTES_PER_MIB = 1 << 20;

    private final Map<ServerSetting, Object> given;
    private final Map<String, RuleValue> rules;

    private ServerSettings(final Map<ServerSetting, Object> given, final Map<String, RuleValue> rules) {
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
        return withRule(RuleValue.given(name, value));
    }

    private ServerSettings withRule(final RuleValue rule) {
        final Map<String, RuleValue> next = new TreeMap<>(rules);
        next.put(rule.rule(), rule);
        return new ServerSettings(given, next);
    }

    /**
     * Reads a TOML file: the keys of {@link ServerSetting}, and in the place of {@code rules} perhaps a table of the game's
     * rules. Throws {@link ServerException} with all that is wrong, a line each.
     */
    public static ServerSettings read(final Path path) {
        final TomlFile file = TomlFile.read(path);
        final List<Problem> problems = new ArrayList<>(file.problems());
        ServerSettings settings = defaults();
        for (final TomlEntry entry : file.root().entries()) {
            settings = settings.withEntry(path.toString(), entry, problems);
        }
        if (!problems.isEmpty()) {
            throw ServerException.configuration(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return settings;
    }

    private ServerSettings withEntry(final String file, final TomlEntry entry, final List<Problem> problems) {
        if (entry.key().equals(ServerSetting.RULES.key()) && entry.value() instanceof final TomlTable table) {
            ServerSettings settings = this;
            for (final TomlEntry rule : table.entries()) {
                settings = settings.withRule(new RuleValue(rule.key(), rule.value(), file, rule.line()));
            }
            return settings;
        }
        try {
            if (entry.key().equals(ServerSetting.RULES.key()) && !(entry.value() instanceof String)) {
                throw ServerException.configuration(
                        "rules = " + entry.value() + ": the name of a file or folder is wanted, or a table [rules]");
            }
            return with(setting(entry.key()), entry.value());
        } catch (final ServerException e) {
            problems.add(new Problem(file, entry.line(), entry.key(), String.valueOf(e.getMessage())));
            return this;
        }
    }

    private static ServerSetting setting(final String key) {
        final List<String> known = new ArrayList<>();
        for (final ServerSetting setting : ServerSetting.values()) {
            if (setting.key().equals(key)) {
                return setting;
            }
            known.add(setting.key());
        }
        throw ServerException.configuration("unknown key '" + key + "'" + Names.hint(key, known) + "; known are "
                + known + " and the table [rules]");
    }

    private ServerSettings checked() {
        require(ServerSetting.HZ, 1, 1000);
        require(ServerSetting.HTTP, -1, 65_535);
        require(ServerSetting.TCP, -1, 65_535);
        require(ServerSetting.QUIC, -1, 65_535);
        require(ServerSetting.MATCHES, 0, 65_536);
        require(ServerSetting.MAX_MATCHES, 1, 65_536);
        require(ServerSetting.SEAT_HOLD_SECONDS, 0, 86_400);
        require(ServerSetting.CHECKPOINT_SECONDS, 1, 86_400);
        require(ServerSetting.CHECKPOINT_EVENTS, 1_000, 1_000_000_000);
        require(ServerSetting.WATERMARK_MIB, 0, Integer.MAX_VALUE);
        require(ServerSetting.WATERMARK_PERCENT, 0, 99);
        require(ServerSetting.RETAIN_HOURS, 0, Integer.MAX_VALUE);
        require(ServerSetting.RETAIN_MIB, 0, Integer.MAX_VALUE);
        GraphChoice.check(this);
        require(ServerSetting.ENGINES, 1, MAX_ENGINES);
        require(ServerSetting.IDLE_SECONDS, 1, 86_400);
        require(ServerSetting.KEEP_ENDED_SECONDS, 0, 86_400);
        require(ServerSetting.MAX_REWIND_MS, 1, 30_000);
        require(ServerSetting.ADMIN, -1, 65_535);
        require(ServerSetting.REPLICATION, -1, 65_535);
        require(ServerSetting.WATCHDOG_SECONDS, 0, 86_400);
        require(ServerSetting.LATENCY_SECONDS, 0, 3_600);
        require(ServerSetting.SLOW_FRAME_MICROS, -1, 60_000_000);
        require(ServerSetting.TOKEN_TOLERANCE_SECONDS, 0, 300);
        require(ServerSetting.TOKEN_MAX_SECONDS, 1, 86_400);
        require(ServerSetting.MAX_TOKENS, 1, 65_536);
        require(ServerSetting.VIEW_LOG_MIB, 0, 65_536);
        require(ServerSetting.VIEW_BUDGET_BYTES, 0, ViewLimits.MOST_BUDGET_BYTES);
        require(ServerSetting.MAX_SPECTATORS, 0, SpectatorSettings.MOST_PER_MATCH);
        require(ServerSetting.SPECTATOR_DELAY_SECONDS, 0, SpectatorSettings.MOST_DELAY_MS / 1_000);
        require(ServerSetting.SPECTATOR_HZ, 1, 1_000);
        require(ServerSetting.MAX_CONNECTIONS, 1, 1_000_000);
        require(ServerSetting.MAX_CONNECTIONS_PER_ADDRESS, 1, 1_000_000);
        require(ServerSetting.MAX_ACCEPTS_PER_SECOND, 50, 1_000_000);
        require(ServerSetting.MAX_ACCEPTS_PER_ADDRESS, 1, 1_000_000);
        require(ServerSetting.HANDSHAKE_SECONDS, 1, 600);
        require(ServerSetting.REHEARSAL_SECONDS, 0, 600);
        require(ServerSetting.CLIENT_IDLE_SECONDS, 1, 86_400);
        requireResults();
        requireTraces();
        MemberFile.check(this);
        return this;
    }

    /** Which inputs are traced; null where nobody is told. */
    @Nullable
    InputSampling traced() {
        return text(ServerSetting.OTLP).equals(ServerSetting.OTLP.defaultText())
                ? null
                : new InputSampling(whole(ServerSetting.TRACE_ONE_OF));
    }

    private void requireTraces() {
        require(ServerSetting.TRACE_ONE_OF, 1, 1 << 20);
        final int oneOf = whole(ServerSetting.TRACE_ONE_OF);
        if (Integer.bitCount(oneOf) != 1) {
            throw ServerException.configuration(
                    ServerSetting.TRACE_ONE_OF.key() + " = " + oneOf + ": a power of two is wanted, such as 1024");
        }
        final String where = text(ServerSetting.OTLP);
        try {
            if (traced() != null
                    && (!ResultDelivery.isAddress(where) || URI.create(where).getHost() == null)) {
                throw ServerException.configuration(ServerSetting.OTLP.key() + " = " + where
                        + ": the address of a collector is wanted, such as http://127.0.0.1:4318");
            }
        } catch (final IllegalArgumentException e) {
            throw ServerException.configuration(ServerSetting.OTLP.key() + " = " + where + ": is no address", e);
        }
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

    /** Refuses a budget in which not even the largest row of a game would ever have room. */
    void requireRoomForRowsOf(final GameTypes types) {
        final int budget = whole(ServerSetting.VIEW_BUDGET_BYTES);
        for (final GameType type : types.all()) {
            final int least = type.isLockstep() ? 0 : ViewEncoder.smallestPartBytes(type.layout());
            if (budget > 0 && budget < least) {
                throw ServerException.configuration(ServerSetting.VIEW_BUDGET_BYTES.key() + " " + budget
                        + ": the largest row of " + type.layout().game() + " needs " + least
                        + "; say that many or more, or 0 for no bound");
            }
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
        ReplicationAccess.check(this);
        if (durability() == Durability.REPLICATED && whole(ServerSetting.REPLICATION) < 0) {
            throw ServerException.configuration(
                    "durability = replicated: no standby could follow, so nothing would ever be shown; "
                            + "open a replication port, or choose mapped or synced");
        }
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

    /** How an engine's journal lays out its files. */
    StoreConfig journalStore() {
        return StoreConfig.DEFAULT.withWatermark(
                whole(ServerSetting.WATERMARK_MIB) * BYTES_PER_MIB, whole(ServerSetting.WATERMARK_PERCENT));
    }

    /** What happens to files of the journal that are full. */
    KeepConfig journalKeep() {
        return new KeepConfig(
                TimeUnit.HOURS.toMillis(whole(ServerSetting.RETAIN_HOURS)),
                whole(ServerSetting.RETAIN_MIB) * BYTES_PER_MIB,
                flag(ServerSetting.COMPRESS));
    }

    /** When checkpoints of an engine are due that makes so many ticks a second. */
    CheckpointPace checkpointPace(final int hz) {
        return CheckpointPace.of(whole(ServerSetting.CHECKPOINT_SECONDS), whole(ServerSetting.CHECKPOINT_EVENTS), hz);
    }

    public Durability durability() {
        return (Durability) value(ServerSetting.DURABILITY);
    }

    /** The rules that were given one by one, which count over those of {@link #rulesLocation}, in the order of their names. */
    public Collection<RuleValue> rules() {
        return Collections.unmodifiableCollection(rules.values());
    }

    /** The file or folder of rules, or null. */
    public @Nullable Path rulesLocation() {
        return location(ServerSetting.RULES);
    }

    /** The file or folder that a setting names, or null when it is at its default, which names none. */
    @Nullable
    Path location(final ServerSetting setting) {
        final String text = text(setting);
        if (text.equals(setting.defaultText())) {
            return null;
        }
        try {
            return Path.of(text);
        } catch (final InvalidPathException e) {
            throw ServerException.configuration(setting.key() + " = " + text + ": a path of this system is wanted", e);
        }
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
        for (final RuleValue rule : rules.values()) {
            out.append(", rules.").append(rule.rule()).append('=').append(rule.value());
        }
        return out.toString();
    }
}
