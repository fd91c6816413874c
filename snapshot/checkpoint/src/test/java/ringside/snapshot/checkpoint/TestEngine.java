package ringside.snapshot.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.layout.RecordView;

/** An engine of two small games, fed by hand; it keeps every hash that it computes. */
final class TestEngine extends MutedOutput {
    static final LogicSettings SETTINGS = new LogicSettings(60, 6, 8, 20, 2, 3, 12, 600);
    static final int SNAPSHOTS = 16;
    static final String SERVER = "0123456789abcdef0123456789abcdef";

    final Tally small = new Tally("small", 2);
    final Tally large = new Tally("large", 5);
    final GameTypes types = GameTypes.of(new GameType(small), new GameType(large));
    final EngineMemory memory;
    final List<String> hashes = new ArrayList<>();
    private final FrameLoop loop;
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[256]);

    TestEngine() {
        memory = new EngineMemory(SETTINGS, types, SNAPSHOTS);
        loop = new FrameLoop(memory, this, -1);
    }

    /** An engine that goes on from a checkpoint. */
    TestEngine(final Checkpoint from) {
        memory = new EngineMemory(SETTINGS, types, SNAPSHOTS);
        from.restoreInto(memory);
        loop = new FrameLoop(memory, this, from.position());
    }

    long position() {
        return loop.position();
    }

    /** Two matches of one game, one of the other. */
    TestEngine withMatches() {
        return create(1, 0).create(2, 1).create(3, 0);
    }

    TestEngine create(final int match, final int game) {
        final GameType type = types.all().get(game);
        return apply(CreatePayload.write(
                event,
                match,
                match * 31L,
                type.layout().hash(),
                record,
                0,
                type.layout().rules().lengthBytes()));
    }

    TestEngine frames(final int count) {
        for (int i = 0; i < count; i++) {
            apply(FramePayload.write(event, 0, false));
        }
        return this;
    }

    /** An operator's event about a match. */
    TestEngine operate(final EventType type, final int match) {
        return apply(OperatorPayload.write(event, type, match, 0, OperatorPayload.none()));
    }

    /** Random events that honest clients cause. */
    TestEngine play(final SplittableRandom random, final int events) {
        for (int i = 0; i < events; i++) {
            final int match = 1 + random.nextInt(3);
            final int player = 1 + random.nextInt(6);
            final int kind = random.nextInt(10);
            if (kind < 4) {
                frames(1);
            } else if (kind < 7) {
                input(match, player, i, random.nextInt(-100, 101), random.nextInt(4));
            } else if (kind < 9) {
                apply(JoinPayload.write(event, match, player, record, 0, 0));
            } else {
                final EventType type = random.nextBoolean() ? EventType.LEAVE : EventType.DISCONNECT;
                apply(ConnectionPayload.write(event, type, match, player, player));
            }
        }
        return frames(1);
    }

    private void input(final int match, final int player, final int seq, final int value, final int ahead) {
        final MatchSlot slot = slot(match);
        final Tally game = (Tally) slot.type().game();
        final RecordView view = new RecordView(slot.type().layout().input());
        view.wrap(record, 0).reset().set(game.move, value);
        apply(InputPayload.write(
                event,
                match,
                player,
                seq,
                slot.frame() + ahead,
                record,
                0,
                view.type().lengthBytes()));
    }

    MatchSlot slot(final int match) {
        final MatchSlot slot = memory.find(match);
        if (slot == null) {
            throw new AssertionError("no match " + match);
        }
        return slot;
    }

    private TestEngine apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
        return this;
    }

    /** A copy of the memory as it is now. */
    CheckpointImage image() {
        final CheckpointImage image = new CheckpointImage();
        image.capture(memory, loop.position());
        return image;
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        hashes.add(match + " " + frame + " " + hash + " " + position);
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        throw new AssertionError(cause);
    }
}
