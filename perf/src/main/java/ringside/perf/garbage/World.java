package ringside.perf.garbage;

/**
 * Some matches of ten players who move, kept in one of the ways that are compared. Each keeps the last {@link #KEPT_FRAMES}
 * states of each match, as a server must that shows differences and rewinds. Used by one thread.
 */
interface World {
    int PLAYERS = 10;
    int KEPT_FRAMES = 32;

    /** A side of the square that players move in. */
    int SIDE = 1 << 20;

    /** Bytes of one player in an update: six numbers of four bytes. */
    int UPDATE_BYTES = 24;

    /** Moves everybody by a frame, keeps the state, and writes an update of each match. Returns a sum of what was written. */
    long step(int frame);

    /** The ways. */
    enum Kind {
        /** New immutable objects for each state and each update. */
        FRESH {
            @Override
            World of(final int matches) {
                return new FreshWorld(matches);
            }
        },
        /** The same objects again, from pools. */
        POOLED {
            @Override
            World of(final int matches) {
                return new PooledWorld(matches);
            }
        },
        /** Ringside's: tables in one flat block, copied into a ring. */
        OURS {
            @Override
            World of(final int matches) {
                return new FlatWorld(matches);
            }
        };

        abstract World of(int matches);
    }

    /** Where somebody begins; the same in all worlds. */
    static int begin(final int match, final int player, final int axis) {
        return (match * 7_919 + player * 104_729 + axis * 1_299_709) & (SIDE - 1);
    }

    /** How fast; the same in all worlds. */
    static int speed(final int match, final int player, final int axis) {
        return ((match * 31 + player * 17 + axis * 5) % 401) - 200;
    }
}
