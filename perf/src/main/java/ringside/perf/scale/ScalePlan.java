package ringside.perf.scale;

import ringside.engine.ring.GraphKind;
import ringside.engine.ring.WaitKind;

/**
 * What is measured.
 *
 * @param players ten to a match
 * @param hz frames a second, and inputs a second of each player
 * @param seconds of the measured window
 * @param warmupSeconds of full load before it, so that nothing is measured while it is compiled
 * @param viewThreads that make views, each for its share of the matches
 * @param snapshots kept of each match: half of them can be baselines
 * @param acknowledgeFrames from a view to its acknowledgement: what a round trip takes
 * @param graph which thread does what
 * @param idle how they wait
 * @param arrival the order in which inputs reach the ring within a frame
 */
record ScalePlan(
        int players,
        int hz,
        int seconds,
        int warmupSeconds,
        int viewThreads,
        int snapshots,
        int acknowledgeFrames,
        GraphKind graph,
        WaitKind idle,
        Arrival arrival) {
    static final int PLAYERS_PER_MATCH = 10;

    private static final int MOST_PLAYERS = 200_000;

    /** In which order the inputs of a frame arrive. */
    enum Arrival {
        /** Players of different matches by turns, in an order that stays: what a network brings. */
        SCATTERED,
        /** Match by match: kind to caches, and to nothing that is real. */
        TOGETHER
    }

    ScalePlan {
        require("--players", players, PLAYERS_PER_MATCH, MOST_PLAYERS);
        require("--hz", hz, 1, 1_000);
        require("--seconds", seconds, 1, 3_600);
        require("--warmup", warmupSeconds, 0, 600);
        require("--view-threads", viewThreads, 1, 64);
        require("--snapshots", snapshots, 8, 256);
        require("--acknowledge-frames", acknowledgeFrames, 1, snapshots / 2 - 2);
        if (players % PLAYERS_PER_MATCH != 0) {
            throw new IllegalArgumentException("--players " + players + ": no multiple of " + PLAYERS_PER_MATCH);
        }
        if (Integer.bitCount(snapshots) != 1) {
            throw new IllegalArgumentException("--snapshots " + snapshots + ": no power of two");
        }
    }

    int matches() {
        return players / PLAYERS_PER_MATCH;
    }

    long periodNs() {
        return 1_000_000_000L / hz;
    }

    /** Frames that count as held by a match: baselines reach back so far. */
    int heldFrames() {
        return snapshots / 2;
    }

    /** Frames of a whole run, and some more than it can have. */
    int mostFrames() {
        return (warmupSeconds + seconds + 10) * hz;
    }

    ScalePlan withPlayers(final int count) {
        return new ScalePlan(
                count, hz, seconds, warmupSeconds, viewThreads, snapshots, acknowledgeFrames, graph, idle, arrival);
    }

    ScalePlan withHz(final int rate) {
        return new ScalePlan(
                players, rate, seconds, warmupSeconds, viewThreads, snapshots, acknowledgeFrames, graph, idle, arrival);
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": " + min + " to " + max + " are possible");
        }
    }
}
