package ringside.io.session;

import ringside.io.protocol.Limits;
import ringside.snapshot.codec.ViewLimits;

/**
 * What all connections of a server have in common. Immutable.
 *
 * @param epoch the reign under which this server serves
 * @param hz frames per second
 * @param serverName what the server calls itself in WELCOME
 * @param lineMode whether people may type at the TCP port; off in production
 * @param development whether a client may ask to be shown everything; off in production
 * @param interpolationMs by how much clients show others late: added to the measured round trip it bounds how far logic
 *     may rewind for an input
 * @param viewBudgetBytes of each view at most; 0: as many as its parts hold
 * @param spectators what those who only watch are given
 * @param limits of each conversation
 */
public record EdgeSettings(
        long epoch,
        int hz,
        String serverName,
        boolean lineMode,
        boolean development,
        int interpolationMs,
        int viewBudgetBytes,
        SpectatorSettings spectators,
        Limits limits) {
    /** The default of {@code interpolationMs}. */
    public static final int DEFAULT_INTERPOLATION_MS = 100;

    public EdgeSettings {
        if (epoch < 0 || epoch > ConnectionNumbers.MAX_EPOCH) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + ": 0 to " + ConnectionNumbers.MAX_EPOCH + " are possible");
        }
        if (hz < 1 || hz > 1_000) {
            throw new IllegalArgumentException("hz " + hz + ": 1 to 1000 are possible");
        }
        if (interpolationMs < 0 || interpolationMs > 10_000) {
            throw new IllegalArgumentException("interpolationMs " + interpolationMs + ": 0 to 10000 are possible");
        }
    }

    /** Everything at its default, line mode off, not in development. */
    public static EdgeSettings at(final long epoch, final int hz) {
        return new EdgeSettings(
                epoch,
                hz,
                "ringside",
                false,
                false,
                DEFAULT_INTERPOLATION_MS,
                0,
                SpectatorSettings.DEFAULT,
                Limits.DEFAULT);
    }

    public EdgeSettings withLineMode(final boolean on) {
        return new EdgeSettings(
                epoch, hz, serverName, on, development, interpolationMs, viewBudgetBytes, spectators, limits);
    }

    public EdgeSettings withDevelopment(final boolean on) {
        return new EdgeSettings(
                epoch, hz, serverName, lineMode, on, interpolationMs, viewBudgetBytes, spectators, limits);
    }

    public EdgeSettings withLimits(final Limits other) {
        return new EdgeSettings(
                epoch, hz, serverName, lineMode, development, interpolationMs, viewBudgetBytes, spectators, other);
    }

    public EdgeSettings withSpectators(final SpectatorSettings other) {
        return new EdgeSettings(
                epoch, hz, serverName, lineMode, development, interpolationMs, viewBudgetBytes, other, limits);
    }

    /** A bound for each view; it must hold the largest row of every game. */
    public EdgeSettings withViewBudgetBytes(final int bytes) {
        return new EdgeSettings(
                epoch, hz, serverName, lineMode, development, interpolationMs, bytes, spectators, limits);
    }

    /** The bounds of each client's views. */
    public ViewLimits viewLimits() {
        final ViewLimits defaults = ViewLimits.DEFAULT;
        return new ViewLimits(
                limits.maxPartBytes(),
                defaults.maxPartsPerView(),
                defaults.historyFrames(),
                defaults.inFlightParts(),
                defaults.pendingSure(),
                defaults.pendingMomentary(),
                defaults.momentaryFrames(),
                viewBudgetBytes);
    }
}
