package ringside.perf.net;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured, alike for both servers.
 *
 * @param clients real connections, ten to a match
 * @param hz frames a second of the server, ticks a second of the floor, and inputs a second of each client
 * @param seconds of one window, after the warm-up
 * @param warmupSeconds of full load before the window, so that neither server is measured while it is compiled
 */
record NetPlan(int clients, int hz, int seconds, int warmupSeconds) {
    static final int CLIENTS_PER_MATCH = 10;
    static final int JOINS_PER_SECOND = 500;

    /**
     * Of one process of the load, to one address of the server. Linux looks for a free port of a connection among every other
     * one of its range first, and then at all of them, one by one: beyond some 14,000 connections to one address each further
     * one takes milliseconds.
     */
    static final int MOST_CLIENTS_A_LOAD = 10_000;

    private static final int SLACK_SECONDS = 60;
    /** Of a slow machine: thousands do not come as fast as they are asked to. */
    private static final int CLIENTS_A_SLACK_SECOND = 50;

    NetPlan {
        require("--clients", clients, 1, 20_000);
        require("--hz", hz, 1, 1_000);
        require("--seconds", seconds, 1, 3_600);
        require("--warmup", warmupSeconds, 1, 600);
    }

    int matches() {
        return (clients + CLIENTS_PER_MATCH - 1) / CLIENTS_PER_MATCH;
    }

    /** The clients of one process of the load, and the matches that are theirs. */
    record Share(int firstMatch, int matches, int clients) {}

    /** As few as may be, all but the last of equal size. */
    List<Share> shares() {
        final int loads = (clients + MOST_CLIENTS_A_LOAD - 1) / MOST_CLIENTS_A_LOAD;
        final int most = (matches() + loads - 1) / loads;
        final List<Share> shares = new ArrayList<>();
        for (int first = 1; first <= matches(); first += most) {
            final int count = Math.min(most, matches() - first + 1);
            final int before = (first - 1) * CLIENTS_PER_MATCH;
            shares.add(new Share(first, count, Math.min(count * CLIENTS_PER_MATCH, clients - before)));
        }
        return shares;
    }

    /** Threads that the clients share, of both loads alike. */
    static int loadThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** After which a child that is still there has failed. */
    int limitSeconds() {
        return clients / JOINS_PER_SECOND + clients / CLIENTS_A_SLACK_SECOND + warmupSeconds + seconds + SLACK_SECONDS;
    }

    static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": " + min + " to " + max + " are possible");
        }
    }
}
