package ringside.faults;

import java.util.List;

/**
 * What a run of a cluster left, as plain data: what clients were told while it lasted, and what stands in the journals at its end.
 * Whoever ran it, processes or a simulator, fills it; {@link Checker} judges it.
 *
 * @param acknowledged inputs that a view showed to be consumed, in the order in which each client was told
 * @param heard reigns of the views that clients were shown, in the order in which each client was told
 * @param sures sure effects, a line for each stay of a client in a match
 * @param served reigns that began to serve, in the order of time
 * @param histories journals at the end, of each server that has one; that of the last reign first
 * @param hashes of frames, by where they were computed or recorded
 */
public record Account(
        List<Acknowledged> acknowledged,
        List<Heard> heard,
        List<Sures> sures,
        List<Served> served,
        List<History> histories,
        List<Hashes> hashes) {
    /** Copies the lists. */
    public Account {
        acknowledged = List.copyOf(acknowledged);
        heard = List.copyOf(heard);
        sures = List.copyOf(sures);
        served = List.copyOf(served);
        histories = List.copyOf(histories);
        hashes = List.copyOf(hashes);
    }

    /** A client was told in a view of that epoch that an input was consumed. */
    public record Acknowledged(int client, int match, int player, int inputSeq, long epoch) {}

    /** A client was shown a view of that epoch. */
    public record Heard(int client, long epoch) {}

    /**
     * Sure effects of one player.
     *
     * @param shown as the client was told them
     * @param expected as the final history says that they happened for this player, from the first frame of the match on
     * @param firstFrame that the client was shown
     * @param lastFrame that the client was shown
     */
    public record Sures(int client, List<Effect> shown, List<Effect> expected, int firstFrame, int lastFrame) {
        /** Copies the lists. */
        public Sures {
            shown = List.copyOf(shown);
            expected = List.copyOf(expected);
        }
    }

    /** Something that happened in a frame. */
    public record Effect(int frame, String what) {}

    /** A server began to serve. */
    public record Served(String server, long epoch) {}

    /** A journal. */
    public record History(String server, List<Entry> entries) {
        /** Copies the list. */
        public History {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An event of a journal.
     *
     * @param epoch under which it was written
     * @param match 0 for what is of no match
     * @param player 0 for what is of no player
     * @param inputSeq 0 for what is no input
     * @param digest of its bytes
     */
    public record Entry(long position, long epoch, int match, int player, int inputSeq, long digest) {}

    /** Hashes from one place: a journal's own, a cold replay's, one that began with a checkpoint. */
    public record Hashes(String from, List<FrameHash> frames) {
        /** Copies the list. */
        public Hashes {
            frames = List.copyOf(frames);
        }
    }

    /** The hash of a match's state after a frame; match 0 is the engine's own memory. */
    public record FrameHash(int match, int frame, long hash) {}
}
