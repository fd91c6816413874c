package ringside.perf.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.arena.ArenaGame;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.WaitKind;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.perf.RunFailedException;
import ringside.perf.TraceRecords;

/** A match beside others on one thread, without clock or ring. */
class ViewProofTest {
    private static final int SEATS = ScalePlan.PLAYERS_PER_MATCH;
    private static final ScalePlan PLAN =
            new ScalePlan(SEATS, 60, 1, 0, 1, 32, 4, GraphKind.FUSED, WaitKind.PARK, ScalePlan.Arrival.TOGETHER);
    private static final int MATCHES = 3;
    private static final int BIG_TAPE = 1 << 20;

    private final GameType type = new GameType(new ArenaGame());
    private final TraceRecords trace = new TraceRecords(type.layout(), MATCHES * SEATS);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[2048]), 0, 2048);
    private final EngineMemory memory = new EngineMemory(LogicSettings.at(60), GameTypes.of(type), PLAN.snapshots());
    private final FrameLoop loop = new FrameLoop(memory, new MutedOutput(), -1);
    private final ViewProof proof = new ViewProof(PLAN, type);
    private final MatchViews.Shared shared = new MatchViews.Shared(type, PLAN);
    private final List<MatchViews> others = new ArrayList<>();
    private MatchSlot match;
    private MatchViews views;

    @BeforeEach
    void seat_everybody() {
        final UnsafeBuffer rules =
                new UnsafeBuffer(new byte[type.layout().rules().lengthBytes()]);
        new RecordView(type.layout().rules())
                .wrap(rules, 0)
                .reset()
                .set((IntColumn) type.layout().rules().column("bots"), 0);
        final UnsafeBuffer join = new UnsafeBuffer(new byte[type.layout().join().lengthBytes()]);
        for (int number = 1; number <= MATCHES; number++) {
            apply(CreatePayload.write(event, number, 7 + number, type.layout().hash(), rules, 0, rules.capacity()));
            for (int seat = 0; seat < SEATS; seat++) {
                apply(JoinPayload.write(event, number, seat + 1L, join, 0, join.capacity()));
            }
        }
        match = memory.matches().get(0);
        views = new MatchViews(shared, match);
        memory.matches().stream().skip(1).forEach(other -> others.add(new MatchViews(shared, other)));
    }

    private void apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    private void play(final int frames) {
        play(frames, frame -> true);
    }

    private void play(final int frames, final IntPredicate isShown) {
        for (int i = 0; i < frames; i++) {
            final int frame = match.frame() + 1;
            for (int player = 0; player < MATCHES * SEATS; player++) {
                apply(InputPayload.write(
                        event,
                        player / SEATS + 1,
                        player % SEATS + 1,
                        frame,
                        frame,
                        trace.buffer(),
                        trace.offset(player, frame),
                        trace.recordBytes()));
            }
            apply(FramePayload.write(event, 0, false));
            if (isShown.test(frame)) {
                views.encode(frame);
                others.forEach(other -> other.encode(frame));
            }
        }
    }

    @Test
    void what_was_shown_is_what_may_be_seen() {
        for (int seat = 0; seat < SEATS; seat++) {
            proof.record(match, views, seat, BIG_TAPE);
        }
        play(200);
        proof.check();
        assertTrue(proof.decodedParts() >= 200 * SEATS, "parts " + proof.decodedParts());
        assertEquals((long) PLAN.snapshots() * SEATS, proof.comparedViews());
        assertEquals(0, views.torn());
    }

    @Test
    void passing_frames_over_leaves_nobody_with_something_else() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("-Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int seat = 0; seat < SEATS; seat++) {
            proof.record(match, views, seat, BIG_TAPE);
            proof.record(memory.matches().get(2), others.get(1), seat, BIG_TAPE);
        }
        final int[] next = {1};
        for (int stretch = 0; stretch < 100; stretch++) {
            // So short that all views of it can still be compared.
            play(PLAN.snapshots() - 1, frame -> {
                if (frame < next[0]) {
                    return false;
                }
                next[0] = frame + 1 + random.nextInt(3) * random.nextInt(9);
                return true;
            });
            proof.check();
        }
    }

    @Test
    void a_client_that_would_see_something_else_is_found() {
        proof.record(match, views, 3, BIG_TAPE);
        play(100);
        final State shown = new MatchSnapshot(type)
                .wrap(match.snapshots().block(match.frame() - 1), 0)
                .state();
        final Table players = type.layout().table("players");
        final IntColumn aim = (IntColumn) players.column("aim");
        for (int row = shown.first(players); row != Rows.NONE; row = shown.next(players, row)) {
            shown.set(row, aim, shown.get(row, aim) ^ 1);
        }
        final RunFailedException found = assertThrows(RunFailedException.class, proof::check);
        assertTrue(String.valueOf(found.getMessage()).contains("frame " + (match.frame() - 1)), found.getMessage());
        assertTrue(String.valueOf(found.getMessage()).contains("players"), found.getMessage());
    }

    @Test
    void a_tape_that_is_full_begins_again_with_a_view_that_stands_for_itself() {
        proof.record(match, views, 0, 0);
        play(600);
        proof.check();
        assertEquals(match.snapshots().window(), proof.comparedViews());
        assertTrue(proof.decodedParts() < 600, "parts " + proof.decodedParts());
    }
}
