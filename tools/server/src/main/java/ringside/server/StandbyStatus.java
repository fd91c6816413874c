package ringside.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;
import ringside.layout.XxHash64;
import ringside.replay.standby.Compared;
import ringside.replay.standby.Difference;
import ringside.replay.standby.Standing;

/**
 * How a standby is, for operators.
 *
 * @param role standby
 * @param epoch of its journals
 * @param position up to where it has appended and applied; with several engines the lowest of theirs
 * @param lag events that the primary is known to have and it has not
 * @param lagNs for how long it has been behind, or without a connection
 * @param silentNs for how long nothing was heard of any primary; after 5 s it counts as gone, which promotes nobody
 * @param live whether it follows live
 * @param inSync whether it may be promoted
 * @param hashOk whether all hashes that it compared were the primary's
 * @param framesCompared how many those were
 * @param shadow whether it only tries this build on what its primary does
 * @param name of this standby
 * @param member whether all of its engines belong to their in-sync sets; false where none is kept
 * @param primary whom it follows: where a primary may be
 * @param problem why the last connection ended, or what differs; empty while all is well
 * @param leadership who decides
 * @param rehearsed whether it has rehearsed being promoted, or was not to: before, that takes longer
 */
public record StandbyStatus(
        String role,
        long epoch,
        long position,
        long lag,
        long lagNs,
        long silentNs,
        boolean live,
        boolean inSync,
        boolean hashOk,
        long framesCompared,
        boolean shadow,
        String name,
        boolean member,
        String primary,
        String problem,
        String leadership,
        boolean rehearsed,
        List<EngineStatus> engines,
        String build) {
    /** Copies the list. */
    public StandbyStatus {
        engines = List.copyOf(engines);
    }

    /**
     * How one engine is.
     *
     * @param matchesDiffering of which a frame was not the primary's
     * @param matchesPassedOver by a shadow, for its build does not carry their logic
     * @param notCarried the first such layout; empty while there is none
     * @param difference the first frame that differs; null while there is none
     */
    public record EngineStatus(
            int engine,
            long epoch,
            long position,
            long lag,
            long lagNs,
            long silentNs,
            boolean live,
            boolean inSync,
            boolean hashOk,
            long framesCompared,
            @Nullable LastHash lastCompared,
            int matchesDiffering,
            int matchesPassedOver,
            String notCarried,
            @Nullable Differs difference,
            List<String> inSyncSet,
            boolean member) {
        /** The newest frame whose hash was the primary's: 16 hexadecimal digits. */
        public record LastHash(int match, int frame, String hash) {
            static @Nullable LastHash of(final @Nullable Compared compared) {
                return compared == null
                        ? null
                        : new LastHash(compared.match(), compared.frame(), XxHash64.hex(compared.hash()));
            }
        }

        /**
         * The first frame that differs. Hashes are 16 hexadecimal digits, empty where a side did not compute the frame; the place is
         * empty where the two states could not be had together.
         *
         * @param match 0 for the engine's own memory
         * @param stateFrame after which the two states that were compared are: that frame, or a later one
         * @param primary the value there
         * @param standby the value here
         */
        public record Differs(
                int match,
                int frame,
                String recorded,
                String computed,
                int stateFrame,
                String table,
                int row,
                String column,
                String primary,
                String standby,
                String text) {
            static @Nullable Differs of(final @Nullable Difference found) {
                if (found == null) {
                    return null;
                }
                final Difference.Place place = found.place();
                return new Differs(
                        found.match(),
                        found.frame(),
                        hex(found.recorded()),
                        hex(found.computed()),
                        place == null ? found.frame() : place.frame(),
                        place == null ? "" : place.table(),
                        place == null ? -1 : place.row(),
                        place == null ? "" : place.column(),
                        place == null ? "" : place.primary(),
                        place == null ? "" : place.standby(),
                        found.toString());
            }

            private static String hex(final long hash) {
                return hash == 0 ? "" : XxHash64.hex(hash);
            }
        }

        /** Copies the list. */
        public EngineStatus {
            inSyncSet = List.copyOf(inSyncSet);
        }

        static EngineStatus of(final int engine, final Standing standing) {
            return new EngineStatus(
                    engine,
                    standing.epoch().number(),
                    standing.position(),
                    standing.lag(),
                    standing.lagNs(),
                    standing.silentNs(),
                    standing.isLive(),
                    standing.inSync(),
                    standing.hashOk(),
                    standing.framesCompared(),
                    LastHash.of(standing.lastCompared()),
                    standing.shadowing().matchesDiffering(),
                    standing.shadowing().matchesPassedOver(),
                    standing.shadowing().notCarried(),
                    Differs.of(standing.shadowing().difference()),
                    standing.set().stream().map(Member::name).toList(),
                    standing.isMember());
        }
    }

    static StandbyStatus of(
            final List<EngineStatus> engines,
            final boolean isShadow,
            final String name,
            final String primary,
            final @Nullable String problem,
            final Leadership leadership,
            final boolean rehearsed) {
        return new StandbyStatus(
                "standby",
                engines.stream().mapToLong(EngineStatus::epoch).max().orElse(0),
                engines.stream().mapToLong(EngineStatus::position).min().orElse(-1),
                engines.stream().mapToLong(EngineStatus::lag).sum(),
                engines.stream().mapToLong(EngineStatus::lagNs).max().orElse(0),
                engines.stream().mapToLong(EngineStatus::silentNs).max().orElse(0),
                !engines.isEmpty() && engines.stream().allMatch(EngineStatus::live),
                !engines.isEmpty() && engines.stream().allMatch(EngineStatus::inSync),
                engines.stream().allMatch(EngineStatus::hashOk),
                engines.stream().mapToLong(EngineStatus::framesCompared).sum(),
                isShadow,
                name,
                !engines.isEmpty() && engines.stream().allMatch(EngineStatus::member),
                primary,
                problem == null ? "" : problem,
                leadership.name(),
                rehearsed,
                engines,
                Build.version());
    }
}
