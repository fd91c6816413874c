package ringside.snapshot.codec;

/**
 * The bounds of one client's views.
 *
 * @param maxPartBytes the largest part, header included: 40 to 65,507; default 1,200. Rows and effects must fit, see
 *     {@link ViewEncoder#ViewEncoder}
 * @param maxPartsPerView parts of one view, 1 to 128; default 8. Rows beyond them wait for the next view, which begins
 *     with them
 * @param historyFrames frames for which a value that a client acknowledged can be a baseline, 2 to 1,024; default 32.
 *     Server and client must agree
 * @param inFlightParts parts that wait for their acknowledgement; the oldest is then taken for lost. Default 256, which
 *     is historyFrames * maxPartsPerView
 * @param pendingSure sure effects that wait for their acknowledgement, 1 to 256; default 128. Overflow drops them all,
 *     starts over with a full view, and counts
 * @param pendingMomentary momentary effects that wait to be sent; the oldest is dropped and counted. Default 64
 * @param momentaryFrames frames after its own in which a momentary effect is still sent; default 6
 * @param budgetBytes of one view at most, headers included; what it has no room for waits, and matters more from view to
 *     view, see {@link RowBudget}. 0, the default: as much as its parts hold
 */
public record ViewLimits(
        int maxPartBytes,
        int maxPartsPerView,
        int historyFrames,
        int inFlightParts,
        int pendingSure,
        int pendingMomentary,
        int momentaryFrames,
        int budgetBytes) {
    public static final int DEFAULT_HISTORY_FRAMES = 32;

    /** The most that {@code budgetBytes} may be. */
    public static final int MOST_BUDGET_BYTES = 1 << 23;

    /** The most sure effects that a decoder keeps for the ones before them. */
    public static final int MAX_PENDING_SURE = 256;

    public static final ViewLimits DEFAULT = new ViewLimits(1200, 8, DEFAULT_HISTORY_FRAMES, 256, 128, 64, 6);

    /** Without a budget. */
    public ViewLimits(
            final int maxPartBytes,
            final int maxPartsPerView,
            final int historyFrames,
            final int inFlightParts,
            final int pendingSure,
            final int pendingMomentary,
            final int momentaryFrames) {
        this(
                maxPartBytes,
                maxPartsPerView,
                historyFrames,
                inFlightParts,
                pendingSure,
                pendingMomentary,
                momentaryFrames,
                0);
    }

    public ViewLimits {
        check("maxPartBytes", maxPartBytes, 40, 65_507);
        check("maxPartsPerView", maxPartsPerView, 1, 128);
        check("historyFrames", historyFrames, 2, 1024);
        check("inFlightParts", inFlightParts, 1, 65_536);
        check("pendingSure", pendingSure, 1, MAX_PENDING_SURE);
        check("pendingMomentary", pendingMomentary, 1, 65_536);
        check("momentaryFrames", momentaryFrames, 0, 1024);
        check("budgetBytes", budgetBytes, 0, MOST_BUDGET_BYTES);
    }

    /** These limits with another part size and number of parts. */
    public ViewLimits withParts(final int bytes, final int perView) {
        return new ViewLimits(
                bytes,
                perView,
                historyFrames,
                Math.max(inFlightParts, Math.min(65_536, historyFrames * perView)),
                pendingSure,
                pendingMomentary,
                momentaryFrames,
                budgetBytes);
    }

    /** These limits with so many bytes a view, 0 for as many as its parts hold. */
    public ViewLimits withBudget(final int bytes) {
        return new ViewLimits(
                maxPartBytes,
                maxPartsPerView,
                historyFrames,
                inFlightParts,
                pendingSure,
                pendingMomentary,
                momentaryFrames,
                bytes);
    }

    private static void check(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " is outside " + min + " to " + max);
        }
    }
}
