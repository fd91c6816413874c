package ringside.perf.takeover;

import java.nio.file.Path;

/**
 * What is measured.
 *
 * @param jar the server, as operators start it
 * @param fault what becomes of the primary
 * @param players real connections, ten to a match
 * @param settleSeconds of play before
 * @param seconds of play after
 */
record TakeoverPlan(Path jar, Fault fault, int players, int hz, String durability, int settleSeconds, int seconds) {
    private static final int PLAYERS_A_MATCH = 10;

    int matches() {
        return (players + PLAYERS_A_MATCH - 1) / PLAYERS_A_MATCH;
    }
}
