package ringside.perf.takeover;

import java.nio.file.Path;

/**
 * What is measured.
 *
 * @param jar the server, as operators start it
 * @param fault what becomes of each primary
 * @param warmups takeovers before those that count: for the players' process, which all of them share, is new then
 * @param takeovers how many count
 * @param players real connections, ten to a match
 * @param durability of all servers
 * @param settleSeconds of play before each takeover, once the standby is ready
 */
record TakeoverPlan(
        Path jar, Fault fault, int warmups, int takeovers, int players, int hz, String durability, int settleSeconds) {
    private static final int PLAYERS_A_MATCH = 10;

    int matches() {
        return (players + PLAYERS_A_MATCH - 1) / PLAYERS_A_MATCH;
    }
}
