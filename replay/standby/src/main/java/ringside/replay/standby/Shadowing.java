package ringside.replay.standby;

import org.jspecify.annotations.Nullable;

/**
 * What an engine that follows has found out about the build that it runs.
 *
 * @param isShadow whether it only tries that build on what the primary does: it is never taken on as a member of an in-sync set, and
 *     goes on when hashes differ
 * @param matchesDiffering of which a frame was not the primary's
 * @param matchesPassedOver whose logic the build does not carry
 * @param notCarried the first such layout, for people; empty while there is none
 * @param difference the first frame that differs, once nothing more will be found out about it at once; null while there is none
 */
public record Shadowing(
        boolean isShadow,
        int matchesDiffering,
        int matchesPassedOver,
        String notCarried,
        @Nullable Difference difference) {
    /** Of a standby that found nothing. */
    public static final Shadowing NONE = new Shadowing(false, 0, 0, "", null);
}
