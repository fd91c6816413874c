package ringside.perf.scale;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.GameType;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.EngineGraph;
import ringside.layout.BoolColumn;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.perf.RunFailedException;

/** Creates the matches and seats all players, by events like everyone. Afterwards it says who sits where. */
final class Seats implements AnswerSink {
    private static final long REST_NS = 200_000;
    private static final long SEED = 20_240_229L;

    private final int[] players;
    private int joined;
    private long inputsRefused;
    private int matchesEnded;

    private Seats(final int players) {
        this.players = new int[players];
    }

    /** Returns when every player has a seat. */
    static Seats fill(final ScalePlan plan, final EngineGraph graph, final GameType type, final AnswerQueue answers) {
        final Seats seats = new Seats(plan.players());
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[graph.slotBytes()]), 0, graph.slotBytes());
        final UnsafeBuffer rules = rules(type);
        for (int match = 1; match <= plan.matches(); match++) {
            CreatePayload.write(event, match, SEED + match, type.layout().hash(), rules, 0, rules.capacity());
            seats.offer(graph, event, answers);
        }
        final UnsafeBuffer join = new UnsafeBuffer(new byte[type.layout().join().lengthBytes()]);
        for (int player = 0; player < plan.players(); player++) {
            JoinPayload.write(event, seats.match(player), player + 1L, join, 0, join.capacity());
            seats.offer(graph, event, answers);
        }
        while (seats.joined < plan.players()) {
            seats.rest(graph, answers);
        }
        return seats;
    }

    /** No bots, fog on, and no end. */
    private static UnsafeBuffer rules(final GameType type) {
        final UnsafeBuffer buffer =
                new UnsafeBuffer(new byte[type.layout().rules().lengthBytes()]);
        final RecordView rules =
                new RecordView(type.layout().rules()).wrap(buffer, 0).reset();
        final Column bots = type.layout().rules().column("bots");
        final Column fog = type.layout().rules().column("fog");
        rules.set((IntColumn) bots, 0).set((BoolColumn) fog, true);
        return buffer;
    }

    private void offer(final EngineGraph graph, final Event event, final AnswerQueue answers) {
        while (!graph.offer(event)) {
            rest(graph, answers);
        }
    }

    private void rest(final EngineGraph graph, final AnswerQueue answers) {
        if (graph.isStopped()) {
            throw new RunFailedException("the engine stopped while matches were created");
        }
        drain(answers);
        LockSupport.parkNanos(REST_NS);
    }

    /** Takes what logic answered meanwhile. One thread. */
    void drain(final AnswerQueue answers) {
        answers.drain(Long.MAX_VALUE, this);
    }

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        if (kind == AnswerKind.JOINED) {
            players[(int) connection - 1] = player;
            joined++;
        } else if (kind == AnswerKind.INPUT_REFUSED) {
            inputsRefused++;
        } else if (kind == AnswerKind.MATCH_ENDED) {
            matchesEnded++;
        } else {
            throw new RunFailedException("match " + match + " answered " + kind + " with detail " + detail
                    + " to player " + (connection - 1) + " while all were being seated");
        }
    }

    /** The match of a player of the trace. */
    int match(final int player) {
        return player / ScalePlan.PLAYERS_PER_MATCH + 1;
    }

    /** The number that the match gave to a player of the trace. */
    int player(final int player) {
        return players[player];
    }

    long inputsRefused() {
        return inputsRefused;
    }

    int matchesEnded() {
        return matchesEnded;
    }
}
