package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.game.Match;
import ringside.engine.support.Marbles;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.Seed;
import ringside.layout.LayoutBuilder;
import ringside.layout.LayoutException;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** Machines that are told the same turns compute the same match. */
class LockstepTest {
    private final Marbles game = new Marbles();
    private final GameType type = new GameType(game);
    private final RecordingOutput output = new RecordingOutput();
    private final EngineMemory memory =
            new EngineMemory(LogicSettings.at(60).withSeatHoldFrames(20), GameTypes.of(type), 4);
    private final FrameLoop loop = new FrameLoop(memory, output, -1);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);
    private final UnsafeBuffer turn = new UnsafeBuffer(new byte[Turns.mostTurnBytes(type)]);
    private final UnsafeBuffer image = new UnsafeBuffer(new byte[Turns.imageBytes(type)]);

    // ---- the server's side

    private void apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    private RecordView blank(final RecordType of) {
        return new RecordView(of).wrap(record, 0).reset();
    }

    private void create() {
        final RecordType rules = blank(type.layout().rules()).type();
        apply(CreatePayload.write(event, 1, 99, type.layout().hash(), record, 0, rules.lengthBytes()));
    }

    private int join(final long connection, final int nick) {
        final RecordView join = blank(type.layout().join()).set(game.nick, nick);
        JoinPayload.write(event, 1, connection, record, 0, join.type().lengthBytes());
        apply(JoinPayload.writeSecretHash(event, connection, connection));
        return output.takeAnswer().player();
    }

    private void input(final int player, final int seq, final int target, final int push, final int drops) {
        final RecordView input =
                blank(type.layout().input()).set(game.push, push).set(game.drops, drops);
        apply(InputPayload.write(
                event, 1, player, seq, target, record, 0, input.type().lengthBytes()));
    }

    private void drop(final int player, final int seq, final int at) {
        blank(game.drop).set(game.dropAt, at);
        apply(CommandPayload.write(event, 1, player, seq, game.drop.id(), record, 0, game.drop.lengthBytes()));
    }

    private void rules(final int friction) {
        final RecordView rules = blank(type.layout().rules()).set(game.friction, friction);
        apply(RulesPayload.write(event, 1, record, 0, rules.type().lengthBytes(), OperatorPayload.none()));
    }

    private UnsafeBuffer frame() {
        apply(FramePayload.write(event, 0, false));
        final int length = Turns.writeTurn(type, snapshot(), turn, 0);
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, turn, 0, length);
        return copy;
    }

    private MatchSlot slot() {
        final MatchSlot slot = memory.find(1);
        if (slot == null) {
            throw new AssertionError("no match 1");
        }
        return slot;
    }

    private ringside.layout.State snapshot() {
        final ringside.layout.State state = new ringside.layout.State(type.layout());
        state.wrap(slot().snapshots().block(slot().snapshots().newestFrame()), 0);
        return state;
    }

    private LockstepReplica replica() {
        final LockstepReplica replica = new LockstepReplica(new GameType(new Marbles()), 60);
        final int length = Turns.writeImage(type, 1, 60, snapshot(), image, 0);
        replica.start(image, 0, length);
        return replica;
    }

    private static void follow(final LockstepReplica replica, final UnsafeBuffer turn) {
        replica.apply(turn, 0, turn.capacity());
        assertEquals(Turns.sharedHash(turn, 0), replica.sharedHash(), "frame " + replica.frame());
    }

    // ---- tests

    @Test
    void a_machine_that_is_told_the_turns_computes_the_same_match() {
        create();
        final LockstepReplica replica = replica();
        final int player = join(100, 5);
        for (int i = 1; i <= 100; i++) {
            input(player, i, slot().frame() + 3, i % 50, i % 4);
            follow(replica, frame());
        }
        assertEquals(100, replica.frame());
        assertEquals(100, replica.state().get(game.frames));
    }

    @RepeatedTest(3)
    void whatever_happens_all_machines_compute_the_same_match_whenever_they_joined() {
        final SplittableRandom random = Seed.random("LockstepTest.all");
        create();
        final List<LockstepReplica> replicas = new ArrayList<>(List.of(replica()));
        int seq = 1;
        for (int i = 0; i < 1500; i++) {
            for (int n = random.nextInt(4); n > 0; n--) {
                happen(random, seq++);
            }
            final UnsafeBuffer told = frame();
            for (final LockstepReplica replica : replicas) {
                follow(replica, told);
            }
            if (i % 300 == 299) {
                replicas.add(replica());
            }
        }
        assertEquals(6, replicas.size());
    }

    private void happen(final SplittableRandom random, final int seq) {
        final int player = 1 + random.nextInt(12);
        switch (random.nextInt(10)) {
            case 0 -> join(1 + random.nextInt(5), random.nextInt(1000));
            case 1 -> apply(ConnectionPayload.write(event, EventType.LEAVE, 1, player, 1 + random.nextInt(5)));
            case 2 -> apply(ConnectionPayload.write(event, EventType.DISCONNECT, 1, player, 1 + random.nextInt(5)));
            case 3 -> {
                final long secret = 1L + random.nextInt(5);
                apply(ResumePayload.write(event, 1, player, secret, secret, secret, secret, secret));
            }
            case 4 -> drop(player, commandSeq(player) + 1, random.nextInt(-100, 101));
            case 5 -> rules(random.nextInt(11));
            default ->
                input(player, seq, slot().frame() + random.nextInt(6), random.nextInt(-100, 101), random.nextInt(4));
        }
        output.answers.clear();
    }

    private int commandSeq(final int player) {
        final LiveMatch match = slot().match();
        final int seat = match.seatOf(player);
        return seat < 0 ? 0 : match.get(match.seatRow(seat), match.tables().commandSeq);
    }

    @Test
    void a_laggard_stalls_nobody_and_its_missing_inputs_repeat_for_all_alike() {
        create();
        final LockstepReplica replica = replica();
        final int swift = join(100, 1);
        final int laggard = join(200, 2);
        input(laggard, 1, 1, 40, 0);
        for (int i = 1; i <= 60; i++) {
            input(swift, i, slot().frame() + 1, 10, 0);
            follow(replica, frame());
        }
        assertEquals(60, replica.frame());
    }

    @Test
    void who_joins_after_ten_minutes_needs_no_more_than_an_image_and_the_turns_since() {
        create();
        final int player = join(100, 1);
        for (int i = 1; i <= 36_000; i++) {
            input(player, i, slot().frame() + 1, i % 100, i % 4);
            apply(FramePayload.write(event, 0, false));
        }
        final LockstepReplica late = replica();
        assertEquals(36_000, late.frame());
        for (int i = 0; i < 20; i++) {
            follow(late, frame());
        }
    }

    @Test
    void a_machine_that_went_astray_differs_in_the_first_frame_after_it() {
        create();
        final LockstepReplica replica = replica();
        follow(replica, frame());
        replica.state().set(replica.state().first(game.marbles), game.speed, 1);
        final UnsafeBuffer next = frame();
        replica.apply(next, 0, next.capacity());
        assertNotEquals(Turns.sharedHash(next, 0), replica.sharedHash());
    }

    @Test
    void a_match_that_is_over_says_so_with_its_last_turn() {
        create();
        final LockstepReplica replica = replica();
        apply(OperatorPayload.write(event, EventType.END, 1, 0, OperatorPayload.none()));
        final UnsafeBuffer last = frame();
        assertTrue(Turns.isOver(last, 0));
        replica.apply(last, 0, last.capacity());
        assertTrue(replica.isOver());
    }

    @Test
    void turns_out_of_order_are_refused_and_change_nothing() {
        create();
        final LockstepReplica replica = replica();
        frame();
        final UnsafeBuffer second = frame();
        final long before = replica.sharedHash();
        assertThrows(IllegalArgumentException.class, () -> replica.apply(second, 0, second.capacity()));
        assertEquals(before, replica.sharedHash());
        assertFalse(replica.isOver());
    }

    @Test
    void turns_that_are_cut_or_damaged_are_refused_or_computed_but_never_break_the_replica() {
        final SplittableRandom random = Seed.random("LockstepTest.damaged");
        create();
        final LockstepReplica replica = replica();
        final int player = join(100, 1);
        drop(player, 1, 5);
        final UnsafeBuffer whole = frame();
        for (int length = 0; length < whole.capacity(); length++) {
            final UnsafeBuffer cut = new UnsafeBuffer(new byte[length]);
            cut.putBytes(0, whole, 0, length);
            assertThrows(RuntimeException.class, () -> replica.apply(cut, 0, cut.capacity()));
        }
        for (int i = 0; i < 2000; i++) {
            final UnsafeBuffer damaged = new UnsafeBuffer(new byte[whole.capacity()]);
            damaged.putBytes(0, whole, 0, whole.capacity());
            damaged.putByte(16 + random.nextInt(whole.capacity() - 16), (byte) random.nextInt());
            final LockstepReplica victim = new LockstepReplica(new GameType(new Marbles()), 60);
            victim.start(image, 0, image.capacity());
            try {
                victim.apply(damaged, 0, damaged.capacity());
            } catch (final IllegalArgumentException refused) {
                assertEquals(0, victim.frame());
            } catch (final IllegalStateException thrown) {
                assertFalse(victim.isStarted());
            }
        }
        follow(replica, whole);
    }

    @Test
    void what_is_asked_of_a_match_in_one_frame_is_bounded() {
        create();
        final LockstepReplica replica = replica();
        final int player = join(100, 1);
        for (int i = 1; i <= 100; i++) {
            drop(player, i, 1);
        }
        assertTrue(output.answers.stream()
                .anyMatch(answer -> answer.detail() == ringside.engine.output.Refusal.OVERLOADED.code()));
        follow(replica, frame());
    }

    @Test
    void lockstep_and_a_rewound_column_contradict_each_other() {
        final LayoutException e = assertThrows(LayoutException.class, () -> new GameType(new Contradiction()));
        assertTrue(e.getMessage().contains("lockstep"), e.getMessage());
    }

    private static final class Contradiction implements ringside.engine.game.Game {
        @Override
        public String name() {
            return "contradiction";
        }

        @Override
        public int lockstepDelayFrames() {
            return 2;
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.table("things", 2).int16("x", 0, 9).rewound();
        }

        @Override
        public void created(final Match match) {
            // Nothing to put up.
        }

        @Override
        public void step(final Match match) {
            // Nothing happens.
        }
    }
}
