package ringside.server;

import ringside.replay.standby.Standing;

/** Who decides which server is the primary. A standby never promotes itself because time has passed. */
public interface Leadership {
    /** An operator decides, and only whoever is in sync may follow the decision. */
    Leadership MANUAL = new Leadership() {
        @Override
        public String name() {
            return "manual";
        }

        @Override
        public void requirePromotable(final int engine, final Standing standing, final String who)
                throws OperatorException {
            if (!standing.hashOk()) {
                throw refused("REFUSED: the hashes of engine " + engine + " are not the primary's");
            }
            if (!standing.inSync()) {
                throw refused("REFUSED: behind by " + standing.lag()
                        + (standing.lag() > 0
                                ? ""
                                : ", as far as this standby knows: engine " + engine
                                        + " has not had all of the primary's journal since it was started"));
            }
        }

        private static OperatorException refused(final String why) {
            return new OperatorException(OperatorException.Why.REFUSED, why);
        }
    };

    /** As settings say it. */
    String name();

    /**
     * Throws unless an engine that stands so may be promoted.
     *
     * @param who asks for it
     */
    void requirePromotable(int engine, Standing standing, String who) throws OperatorException;
}
