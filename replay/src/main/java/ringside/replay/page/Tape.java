package ringside.replay.page;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.replay.file.MatchFile;

/** Gives out frames of a match file, in any order. Safe for many threads, which wait for each other. */
final class Tape {
    /** Frames in one answer. */
    static final int MOST_FRAMES = 600;

    /** From one frame of an answer to the next. */
    static final int LONGEST_STEP = 64;

    /** An answer ends when it has grown so long; the page asks again for what is missing. */
    private static final int MOST_BYTES = 16 << 20;

    /**
     * Which frames are wanted.
     *
     * @param from the first
     * @param count how many
     * @param step from one to the next
     * @param player through whose eyes; 0 for the whole truth
     * @param withEngine also the tables that the engine keeps beside the game's
     */
    record Wish(int from, int count, int step, int player, boolean withEngine) {}

    private final Cursor cursor;

    Tape(final MatchFile file, final Supplier<GameTypes> types) {
        cursor = new Cursor(file, types);
    }

    /** The frames, as {@link FrameWriter} has them; fewer when the recording ends before. */
    synchronized byte[] frames(final Wish wish) {
        final Reader reader = new Reader(wish);
        cursor.seek(Math.max(0, wish.from()));
        while (!reader.isDone() && cursor.step(reader)) {
            // Goes on until all that is wanted was written.
        }
        return reader.out.toBytes();
    }

    private static final class Reader implements Cursor.Watcher {
        private final Wish wish;
        private final FrameWriter out = new FrameWriter();
        private final EffectTape effects = new EffectTape();
        private @Nullable MatchSnapshot snapshot;
        private @Nullable Sight sight;
        private @Nullable GameType type;
        private int next;
        private int written;

        Reader(final Wish wish) {
            this.wish = wish;
            next = wish.from();
        }

        boolean isDone() {
            return written == wish.count() || out.lengthBytes() > MOST_BYTES;
        }

        @Override
        public void frame(final MatchSlot slot, final int frame, final long hash) {
            if (frame < wish.from()) {
                return;
            }
            final MatchSnapshot now = over(slot);
            final Sight eyes = sight;
            final int seat = eyes == null ? -1 : MatchSnapshot.seatOf(slot.type(), wish.player());
            if (eyes != null) {
                eyes.look(slot.state(), seat);
            }
            effects.take(now, frame, eyes);
            if (frame >= next) {
                final boolean isSeated = eyes != null && now.player(seat) == wish.player();
                out.add(now, frame, hash, eyes, isSeated, effects, wish.withEngine());
                effects.clear();
                written++;
                next = frame + wish.step();
            }
        }

        private MatchSnapshot over(final MatchSlot slot) {
            MatchSnapshot now = snapshot;
            if (now == null || type != slot.type()) {
                now = new MatchSnapshot(slot.type());
                snapshot = now;
                type = slot.type();
                sight = wish.player() == 0 ? null : new Sight(slot.type());
            }
            return now.wrap(slot.state().block(), 0);
        }
    }
}
