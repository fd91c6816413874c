package ringside.io.client;

/** What one view corrected of the own rows. Filled in anew for each; not thread-safe. */
final class Correction {
    private boolean isFound;
    private boolean isSnapped;
    private double mostUnits;

    void clear() {
        isFound = false;
        isSnapped = false;
        mostUnits = 0;
    }

    void found(final double units) {
        isFound = true;
        mostUnits = Math.max(mostUnits, units);
    }

    void snapped() {
        isFound = true;
        isSnapped = true;
    }

    void countIn(final ClientStatistics statistics) {
        if (isFound) {
            statistics.corrected(mostUnits, isSnapped);
        }
    }
}
