package ringside.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.InSyncSet;
import ringside.engine.output.Refusal;
import ringside.io.session.ConnectionFigures;
import ringside.io.session.HostedMatch;
import ringside.io.session.MatchDirectory;
import ringside.replay.standby.Membership;
import ringside.replay.standby.Shipping;
import ringside.server.rules.RuleBook;
import ringside.server.rules.RuleRecord;
import ringside.server.rules.RuleValue;

/**
 * What operators can do to matches. Each action is an event that says who and why; each call returns when logic has answered
 * and the answer is safe. Safe for many threads; blocks for up to some seconds.
 */
public final class MatchControl implements Operated {
    private final Engines engines;
    private final MatchMaker maker;
    private final Operators operators;
    private final MatchDirectory directory;
    private final GameTypes types;
    private final RuleBook book;
    private final Connections connections;
    private final Supplier<List<Shipping.Follows>> standbys;

    /** Who knows how the players of a match are connected. */
    interface Connections {
        List<ConnectionFigures> of(int match) throws InterruptedException;
    }

    /** Who acts, and why; see {@link OperatorPayload} for the longest. */
    public record By(String who, String why) {
        byte[] bytes() throws OperatorException {
            try {
                return OperatorPayload.of(who, why);
            } catch (final IllegalArgumentException e) {
                throw new OperatorException(OperatorException.Why.INVALID, String.valueOf(e.getMessage()));
            }
        }
    }

    MatchControl(
            final Engines engines,
            final MatchMaker maker,
            final Operators operators,
            final MatchDirectory directory,
            final GameTypes types,
            final RuleBook book,
            final Connections connections,
            final Supplier<List<Shipping.Follows>> standbys) {
        this.engines = engines;
        this.maker = maker;
        this.operators = operators;
        this.directory = directory;
        this.types = types;
        this.book = book;
        this.connections = connections;
        this.standbys = standbys;
    }

    @Override
    public MatchControl matches() {
        return this;
    }

    @Override
    public Object promote(final Leadership.Consent consent, final By by) throws OperatorException {
        throw new OperatorException(
                OperatorException.Why.REFUSED,
                "REFUSED: this server is the primary already, in epoch " + engines.epoch());
    }

    /** All matches that are remembered, in match order. */
    public List<MatchStatus> list() throws OperatorException, InterruptedException {
        final List<MatchStatus> all = new ArrayList<>();
        for (final EngineHost host : engines.all()) {
            all.addAll(census(host).matches());
        }
        all.sort(Comparator.comparingInt(MatchStatus::match));
        return all;
    }

    private static Census census(final EngineHost host) throws OperatorException, InterruptedException {
        return required(host, host.census(Operators.PATIENCE));
    }

    private static Census required(final EngineHost host, final @Nullable Census census) throws OperatorException {
        if (census == null) {
            throw new OperatorException(
                    OperatorException.Why.UNKNOWN,
                    "engine " + host.engine() + " finished no frame that is safe within "
                            + Operators.PATIENCE.toSeconds() + " s");
        }
        return census;
    }

    /** One match. */
    public MatchStatus find(final int match) throws OperatorException, InterruptedException {
        for (final MatchStatus each : census(engines.of(match)).matches()) {
            if (each.match() == match) {
                return each;
            }
        }
        throw new OperatorException(OperatorException.Why.NOT_FOUND, "match " + match + ": there is no such match");
    }

    /** How the players of a match are connected, in the order of their numbers. */
    public List<ConnectionFigures> connections(final int match) throws OperatorException, InterruptedException {
        if (directory.find(match) == null) {
            throw new OperatorException(OperatorException.Why.NOT_FOUND, "match " + match + ": there is no such match");
        }
        return connections.of(match);
    }

    /** How the server is. */
    @Override
    public ServerStatus status() throws OperatorException, InterruptedException {
        final List<ServerStatus.EngineStatus> all = new ArrayList<>();
        for (final EngineHost host : engines.all()) {
            all.add(new ServerStatus.EngineStatus(
                    host.engine(),
                    host.epoch(),
                    host.safePosition(),
                    host.framesDone(),
                    host.skippedFrames(),
                    host.heldMatches(),
                    host.runningMatches(),
                    players(host),
                    host.isOverloaded(),
                    host.journalPosition(),
                    names(host, Membership.Now::set),
                    names(host, Membership.Now::waitsFor)));
        }
        return new ServerStatus(
                "primary",
                engines.epoch(),
                all.stream()
                        .mapToLong(ServerStatus.EngineStatus::position)
                        .max()
                        .orElse(-1),
                all.stream().mapToInt(ServerStatus.EngineStatus::matches).sum(),
                all.stream().mapToInt(ServerStatus.EngineStatus::players).sum(),
                all.stream().anyMatch(ServerStatus.EngineStatus::overloaded),
                0,
                0,
                true,
                true,
                engines.all().stream().allMatch(host -> host.membership() != null),
                engines.all().stream().noneMatch(MatchControl::isStalled),
                all,
                standbys.get(),
                Build.version());
    }

    private static boolean isStalled(final EngineHost host) {
        final Membership membership = host.membership();
        return membership != null && membership.isStalled();
    }

    private static List<String> names(
            final EngineHost host, final Function<Membership.Now, List<InSyncSet.Member>> part) {
        final Membership membership = host.membership();
        return membership == null
                ? List.of()
                : part.apply(membership.now()).stream()
                        .map(InSyncSet.Member::name)
                        .toList();
    }

    private static int players(final EngineHost host) throws OperatorException, InterruptedException {
        return required(host, host.unconfirmedCensus(Operators.PATIENCE)).players();
    }

    @Override
    public Object leave(final String member, final By by) throws OperatorException, InterruptedException {
        by.bytes();
        new Leaving(engines.all(), Leadership.MANUAL).carryOut(member, by);
        return status();
    }

    /**
     * Creates a match.
     *
     * @param game its name; empty for the one that the server creates by itself
     * @param ruleSet the name of the rule set that it begins with; empty for the one of its game
     * @param rules that count over the set's, by their names in the game's layout
     * @param idleSeconds without a player after which it is over; 0 for never
     */
    public MatchStatus create(
            final String game,
            final String ruleSet,
            final Map<String, Object> rules,
            final int idleSeconds,
            final By by)
            throws OperatorException, InterruptedException {
        final GameType type = game.isEmpty() ? maker.defaultGame() : types.newest(game);
        if (type == null) {
            throw new OperatorException(
                    OperatorException.Why.INVALID,
                    "game '" + game + "' is not on the class path; there are "
                            + types.all().stream()
                                    .map(each -> each.layout().game())
                                    .toList());
        }
        final CompletableFuture<@Nullable Refusal> answer = new CompletableFuture<>();
        final int match = maker.create(
                type,
                newRules(type, ruleSet, rules).buffer(),
                idleSeconds * engines.hz(),
                by.bytes(),
                answer::complete);
        try {
            final Refusal refusal = answer.get(Operators.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (refusal != null) {
                throw new OperatorException(OperatorException.Why.REFUSED, "match " + match + ": " + refusal.text());
            }
        } catch (final TimeoutException | ExecutionException e) {
            throw new OperatorException(
                    OperatorException.Why.UNKNOWN,
                    "no answer came within " + Operators.PATIENCE.toSeconds() + " s; match " + match
                            + " may come to be yet");
        }
        return find(match);
    }

    /** Another record's rules, and over them those that were given. */
    private static RuleRecord rules(final GameType type, final byte[] base, final Map<String, Object> given)
            throws OperatorException {
        try {
            return RuleRecord.of(type, base, RuleValue.given(given));
        } catch (final ServerException e) {
            throw new OperatorException(OperatorException.Why.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private RuleRecord newRules(final GameType type, final String ruleSet, final Map<String, Object> given)
            throws OperatorException {
        try {
            final RuleRecord base = ruleSet.isEmpty()
                    ? book.forNew(type)
                    : book.require(ruleSet).record();
            if (!base.isFor(type)) {
                throw new OperatorException(
                        OperatorException.Why.INVALID,
                        "rule set '" + ruleSet + "': is for the game "
                                + base.type().layout().game() + ", not for "
                                + type.layout().game());
            }
            return rules(type, base.bytes(), given);
        } catch (final ServerException e) {
            throw new OperatorException(OperatorException.Why.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** Lets a match stand still. */
    public MatchStatus pause(final int match, final By by) throws OperatorException, InterruptedException {
        act(EventType.PAUSE, match, 0, by);
        paused(match, true);
        return find(match);
    }

    /** Lets a paused match go on. */
    public MatchStatus resume(final int match, final By by) throws OperatorException, InterruptedException {
        act(EventType.CONTINUE, match, 0, by);
        paused(match, false);
        return find(match);
    }

    private void paused(final int match, final boolean value) {
        final HostedMatch hosted = directory.find(match);
        if (hosted != null) {
            hosted.paused(value);
        }
    }

    /** Ends a match. */
    public MatchStatus end(final int match, final By by) throws OperatorException, InterruptedException {
        act(EventType.END, match, 0, by);
        return find(match);
    }

    /** Removes a player. */
    public MatchStatus kick(final int match, final int player, final By by)
            throws OperatorException, InterruptedException {
        act(EventType.KICK, match, player, by);
        return find(match);
    }

    private void act(final EventType type, final int match, final int player, final By by)
            throws OperatorException, InterruptedException {
        final byte[] operator = by.bytes();
        final Event event = event(OperatorPayload.MAX_BYTES);
        operators.carryOut(OperatorPayload.write(event, type, match, player, operator));
    }

    /** Changes some rules of a match, if its game takes them while it runs. */
    public MatchStatus rules(final int match, final Map<String, Object> changed, final By by)
            throws OperatorException, InterruptedException {
        final HostedMatch hosted = directory.find(match);
        if (hosted == null) {
            throw new OperatorException(OperatorException.Why.NOT_FOUND, "match " + match + ": there is no such match");
        }
        final GameType type = hosted.game().type();
        final DirectBuffer record =
                rules(type, hosted.rules().toArray(), changed).buffer();
        final byte[] operator = by.bytes();
        final Event event = event(RulesPayload.PREFIX_BYTES + record.capacity() + operator.length);
        operators.carryOut(RulesPayload.write(event, match, record, 0, record.capacity(), operator));
        return find(match);
    }

    private static Event event(final int payloadBytes) {
        final int bytes = Event.lengthFor(payloadBytes);
        return new Event().wrap(new UnsafeBuffer(new byte[bytes]), 0, bytes);
    }
}
