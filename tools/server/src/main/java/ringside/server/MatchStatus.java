package ringside.server;

/**
 * What operators are told of a match.
 *
 * @param state waiting, running, paused, or how it ended: finished, aborted, failed, abandoned
 * @param players seats taken
 * @param seats that there are
 */
public record MatchStatus(
        int match, String game, int logicVersion, int engine, String state, int frame, int players, int seats) {}
