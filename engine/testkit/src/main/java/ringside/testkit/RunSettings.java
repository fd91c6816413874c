package ringside.testkit;

import ringside.engine.logic.LogicSettings;

/** What a run is made with besides its game and its events. */
record RunSettings(int hz, int seatHoldFrames) {
    private static final int MATCHES = 4;
    private static final int TOKENS = 64;

    LogicSettings logic() {
        return LogicSettings.at(hz)
                .withMaxMatches(MATCHES)
                .withMaxTokens(TOKENS)
                .withSeatHoldFrames(seatHoldFrames);
    }
}
