package ringside.server;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.output.Refusal;
import ringside.io.session.MatchDemand;
import ringside.server.rules.RuleBook;

/**
 * Creates matches: those that shall exist from the start, those that operators ask for, and, if it is set so, those that
 * players ask for. A new match goes to the engine with the fewest running matches; among equals to the one whose number is next.
 *
 * <p>Players' demand is collected and met by {@link #doWork}: one match for as many players as it has seats.
 */
final class MatchMaker implements MatchDemand {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    private final Engines engines;
    private final MatchNumbers numbers;
    private final Operators operators;
    private final GameTypes types;
    private final RuleBook book;
    private final ServerSettings settings;
    private final boolean onDemand;
    private final SecureRandom seeds = new SecureRandom();
    private final Map<String, AtomicInteger> demand = new ConcurrentHashMap<>();

    MatchMaker(
            final Engines engines,
            final MatchNumbers numbers,
            final Operators operators,
            final GameTypes types,
            final RuleBook book,
            final ServerSettings settings) {
        this.engines = engines;
        this.numbers = numbers;
        this.operators = operators;
        this.types = types;
        this.book = book;
        this.settings = settings;
        onDemand = settings.flag(ServerSetting.CREATE_ON_DEMAND);
    }

    /** Creates the matches that shall exist and do not, ended ones that are still remembered counted as existing. */
    void createMissing() {
        final GameType type = defaultGame();
        final DirectBuffer rules = book.forNew(type).buffer();
        for (int missing = settings.whole(ServerSetting.MATCHES) - engines.matches(); missing > 0; missing--) {
            final EngineHost host = leastLoaded();
            if (host == null) {
                throw ServerException.configuration("matches = " + settings.whole(ServerSetting.MATCHES) + ": "
                        + missing + " of them cannot be created: " + whyNoRoom());
            }
            final Event event = event(host, type, rules, 0, OperatorPayload.none());
            while (!engines.offer(event) && host.hasRoom()) {
                Thread.onSpinWait();
            }
        }
    }

    /** The game that is meant where none is named. */
    GameType defaultGame() {
        return Games.require(types, settings.text(ServerSetting.GAME));
    }

    /**
     * Has a match created.
     *
     * @param idleFrames without a player after which it is over; 0 for never
     * @param answered told once logic answered: null, or why not
     * @return its number
     */
    int create(
            final GameType type,
            final DirectBuffer rules,
            final int idleFrames,
            final byte[] operator,
            final Consumer<@Nullable Refusal> answered)
            throws OperatorException {
        final EngineHost host = leastLoaded();
        if (host == null) {
            throw new OperatorException(OperatorException.Why.BUSY, whyNoRoom());
        }
        final Event event = event(host, type, rules, idleFrames, operator);
        final int match = event.match();
        final int request = operators.send(event, refusal -> {
            if (refusal == Refusal.NO_ROOM) {
                host.notCreated();
            }
            answered.accept(refusal);
        });
        if (request == 0) {
            host.notCreated();
            throw new OperatorException(
                    OperatorException.Why.BUSY, "the engine takes no more events now; try again in a moment");
        }
        return match;
    }

    /** The engine for a new match, or null when none has room. */
    private @Nullable EngineHost leastLoaded() {
        EngineHost least = null;
        for (final EngineHost host : engines.all()) {
            if (host.hasRoom() && (least == null || isBefore(host, least))) {
                least = host;
            }
        }
        return least;
    }

    /** The first disk that is short of room; else the engines are full. */
    private String whyNoRoom() {
        for (final EngineHost host : engines.all()) {
            final String shortage = host.shortage();
            if (shortage != null) {
                return shortage;
            }
        }
        return "no engine has room for another match; end some, raise maxMatches, or start another server";
    }

    private boolean isBefore(final EngineHost host, final EngineHost other) {
        final int difference = host.runningMatches() - other.runningMatches();
        return difference < 0 || (difference == 0 && numbers.peek(host.engine()) < numbers.peek(other.engine()));
    }

    private Event event(
            final EngineHost host,
            final GameType type,
            final DirectBuffer rules,
            final int idleFrames,
            final byte[] operator) {
        host.placed();
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[host.slotBytes()]), 0, host.slotBytes());
        CreatePayload.write(
                event,
                numbers.take(host.engine()),
                seeds.nextLong(),
                type.layout().hash(),
                rules,
                0,
                rules.capacity(),
                operator);
        return CreatePayload.writeIdleFrames(event, idleFrames);
    }

    // ---- on demand

    @Override
    public boolean wanted(final String game) {
        if (!onDemand || leastLoaded() == null) {
            return false;
        }
        demand.computeIfAbsent(game, each -> new AtomicInteger()).incrementAndGet();
        return true;
    }

    /** Creates what players asked for. Returns the number of matches. */
    int doWork() {
        int created = 0;
        for (final Map.Entry<String, AtomicInteger> each : demand.entrySet()) {
            final GameType type = each.getKey().isEmpty() ? defaultGame() : types.newest(each.getKey());
            int players = each.getValue().getAndSet(0);
            while (players > 0 && type != null && createOnDemand(type)) {
                created++;
                players -= type.layout().seats();
            }
        }
        return created;
    }

    private boolean createOnDemand(final GameType type) {
        try {
            create(
                    type,
                    book.forNew(type).buffer(),
                    settings.whole(ServerSetting.IDLE_SECONDS) * engines.hz(),
                    OperatorPayload.of("server", "a player found no free seat"),
                    refusal -> {
                        if (refusal != null) {
                            LOG.warn("no match of {} was created on demand: {}", type, refusal.text());
                        }
                    });
            return true;
        } catch (final OperatorException e) {
            LOG.warn("no match of {} was created on demand: {}", type, e.getMessage());
            return false;
        }
    }
}
