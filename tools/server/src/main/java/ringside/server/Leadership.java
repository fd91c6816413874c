package ringside.server;

import java.util.List;
import ringside.engine.logic.InSyncSet.Member;
import ringside.replay.standby.Membership;
import ringside.replay.standby.Shadowing;
import ringside.replay.standby.Standing;

/** Who decides which server is the primary. A standby never promotes itself because time has passed. */
public interface Leadership {
    /** So long a member may have heard of nobody, and is believed all the same: within it nobody decides that it is to be let go. */
    long MOST_SILENT_NS = 60_000_000_000L;

    /** An operator decides, and only whoever is in sync may follow the decision. */
    Leadership MANUAL = new Leadership() {
        @Override
        public String name() {
            return "manual";
        }

        @Override
        public void requirePromotable(final int engine, final Standing standing, final Consent consent)
                throws OperatorException {
            requireSame(engine, standing);
            if (!standing.set().isEmpty()) {
                requireMember(engine, standing, consent);
                return;
            }
            if (!standing.inSync() && (consent.lose() == 0 || standing.lag() > consent.lose())) {
                throw refused("REFUSED: behind by " + standing.lag()
                        + (standing.lag() > 0
                                ? ""
                                : ", as far as this standby knows: engine " + engine
                                        + " has not had all of the primary's journal since it was started"));
            }
        }

        private static void requireSame(final int engine, final Standing standing) throws OperatorException {
            final Shadowing shadowing = standing.shadowing();
            if (!standing.hashOk()) {
                throw refused("REFUSED: the hashes of engine " + engine + " are not the primary's"
                        + (shadowing.difference() == null ? "" : ": HASH DIFFERS at " + shadowing.difference()));
            }
            if (shadowing.matchesPassedOver() > 0) {
                throw refused("REFUSED: engine " + engine + " of this shadow does not have "
                        + shadowing.matchesPassedOver() + " of its primary's matches, for this build does not carry "
                        + shadowing.notCarried());
            }
        }

        private static void requireMember(final int engine, final Standing standing, final Consent consent)
                throws OperatorException {
            if (!standing.isMember()) {
                throw refused("REFUSED: engine " + engine + " of this standby is not in the in-sync set ("
                        + Membership.names(standing.set()) + ", says position " + standing.setPosition()
                        + "): it may lack what players were shown; "
                        + (standing.shadowing().isShadow()
                                ? "it is a shadow, which does not join: start it again without --shadow, and promote it once "
                                        + "it has joined"
                                : "promote one of those"));
            }
            if (!standing.inSync()) {
                throw refused(
                        "REFUSED: behind by " + standing.safeLag()
                                + (standing.safeLag() > 0
                                        ? ""
                                        : ", as far as this standby knows: engine " + engine
                                                + " has lost the end of its journal, or begun anew, and not had all of the primary's since"));
            }
            if (!consent.unheard() && (!standing.hasHeard() || standing.silentNs() > MOST_SILENT_NS)) {
                throw refused(
                        "REFUSED: engine " + engine + " of this standby has heard nothing of a primary "
                                + (standing.hasHeard()
                                        ? "for " + standing.silentNs() / 1_000_000_000 + " s"
                                        : "since it was started")
                                + ": it believes to be a member of the in-sync set, and cannot know whether it was let go since "
                                + "(`standby drop`), after which players were shown what it lacks; `promote --unheard` if it was not");
            }
        }

        @Override
        public void requireLeaving(final int engine, final List<Member> leave, final String who) {
            // An operator asks: that is the consent.
        }

        private static OperatorException refused(final String why) {
            return new OperatorException(OperatorException.Why.REFUSED, why);
        }
    };

    /** As settings say it. */
    String name();

    /**
     * Throws unless an engine that stands so may be promoted.
     */
    void requirePromotable(int engine, Standing standing, Consent consent) throws OperatorException;

    /**
     * Throws unless members may leave the in-sync set of an engine, so that it goes on without them and they cannot be promoted any
     * more.
     *
     * @param who asks for it
     */
    void requireLeaving(int engine, List<Member> leave, String who) throws OperatorException;

    /**
     * What comes with a wish for a promotion.
     *
     * @param who asks for it
     * @param lose how many events that it is known to lack may be lost with that; 0: none. Without effect at level replicated
     * @param unheard at level replicated: who asks knows that it was not let go while it could not hear of that
     */
    record Consent(String who, long lose, boolean unheard) {}
}
