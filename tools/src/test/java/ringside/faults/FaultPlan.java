package ringside.faults;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which faults befall a primary, its standby and their players, in which order, how long and how hard: drawn from a seed, and the same
 * for the same seed. Each plan has a choice of faults of its own, so that some meet often that seldom meet otherwise. Immutable.
 *
 * @param seed it was drawn from
 * @param steps one after the other; before each, and after the last, there is play
 */
public record FaultPlan(long seed, List<Step> steps) {
    private static final int MOST_INPUTS_BEFORE = 300;
    private static final int LEAST_INPUTS_BEFORE = 40;
    private static final int MOST_LASTS_MS = 900;

    /** Copies the list. */
    public FaultPlan {
        steps = List.copyOf(steps);
    }

    /** What happens. */
    public enum Fault {
        /** Connections of players break. */
        CUT_PLAYERS,
        /** Nothing that players send gets through for a while. */
        BLOCK_PLAYERS,
        /** Connections of players lead nowhere, and nobody is told. */
        VANISH_PLAYERS,
        /** What goes between players and servers takes long. */
        DELAY_PLAYERS,
        /** The connection between the servers breaks. */
        CUT_STREAM,
        /** Nothing that the standby says gets through for a while. */
        BLOCK_THERE,
        /** Nothing that the primary says gets through for a while. */
        BLOCK_BACK,
        /** What goes between the servers is damaged. */
        GARBLE_STREAM,
        /** SIGSTOP and SIGCONT of the primary. */
        FREEZE_PRIMARY,
        /** SIGSTOP and SIGCONT of the standby. */
        FREEZE_STANDBY,
        /** kill -9 of the standby, which comes back. */
        KILL_STANDBY,
        /** kill -9 of the primary; the standby takes over, and the old one comes back as one. */
        KILL_PRIMARY,
        /** kill -9 of both; the primary comes back as it was. */
        KILL_BOTH,
        /** kill -9 of the primary, then of the standby in the midst of its takeover; that one is started to serve. */
        KILL_PROMOTING,
        /** The standby takes over while the primary lives. */
        OVERRULE,
        /** The standby takes over while the primary stands still, which then wakes. */
        OVERRULE_FROZEN,
        /** SIGTERM to the primary, which comes back as it was. */
        RESTART;

        private static final Set<Fault> OF_REIGNS =
                EnumSet.of(KILL_PRIMARY, KILL_BOTH, KILL_PROMOTING, OVERRULE, OVERRULE_FROZEN, RESTART);

        /** Whether another reign begins with it. */
        public boolean isOfReigns() {
            return OF_REIGNS.contains(this);
        }
    }

    /**
     * A fault.
     *
     * @param afterInputs acknowledged by players since the one before
     * @param lastsMs until it is taken back; of a kill in a takeover, until it comes
     * @param onceInBytes for what is damaged
     */
    public record Step(Fault fault, int afterInputs, int lastsMs, int onceInBytes) {}

    /** Draws so many steps, of which at least one begins another reign. */
    public static FaultPlan of(final long seed, final int count) {
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Fault> chosen = new ArrayList<>();
        for (final Fault each : Fault.values()) {
            if (random.nextBoolean()) {
                chosen.add(each);
            }
        }
        if (chosen.stream().noneMatch(Fault::isOfReigns)) {
            chosen.add(Fault.KILL_PRIMARY);
        }
        final List<Fault> ofReigns = chosen.stream().filter(Fault::isOfReigns).toList();
        final int sure = random.nextInt(count);
        final List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final List<Fault> from = i == sure ? ofReigns : chosen;
            steps.add(new Step(
                    from.get(random.nextInt(from.size())),
                    random.nextInt(LEAST_INPUTS_BEFORE, MOST_INPUTS_BEFORE),
                    random.nextInt(MOST_LASTS_MS),
                    random.nextInt(500, 20_000)));
        }
        return new FaultPlan(seed, steps);
    }
}
