package ringside.server;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.logic.InSyncSet.Member;
import ringside.replay.standby.Membership;

/** Lets members leave the in-sync sets of a primary's engines, because an operator wants it so. Blocks for up to some seconds. */
final class Leaving {
    private static final long LOOK_MS = 2;

    private final List<EngineHost> hosts;
    private final Leadership leadership;

    Leaving(final List<EngineHost> hosts, final Leadership leadership) {
        this.hosts = hosts;
        this.leadership = leadership;
    }

    /** @param member its name or number; empty for all but this server itself */
    void carryOut(final String member, final MatchControl.By by) throws OperatorException, InterruptedException {
        final List<Membership> asked = new ArrayList<>();
        final List<Member> leave = new ArrayList<>();
        for (final EngineHost host : hosts) {
            final Membership membership = host.membership();
            if (membership == null) {
                throw refused("REFUSED: the journal of engine " + host.engine()
                        + " is not kept at level replicated: there is no in-sync set");
            }
            final Member found = Membership.named(membership.now().set(), member);
            if (found != null && found.number() == membership.self().number()) {
                throw refused("REFUSED: " + member + " is this server itself; promote another one instead");
            }
            if (member.isEmpty() || found != null) {
                final List<Member> those = found == null
                        ? membership.now().set().stream()
                                .filter(each ->
                                        each.number() != membership.self().number())
                                .toList()
                        : List.of(found);
                leadership.requireLeaving(host.engine(), those, by.who());
                asked.add(membership);
                leave.addAll(those);
                membership.ask(new Membership.Wish(found == null ? 0 : found.number(), by.who(), by.why()));
            }
        }
        if (asked.isEmpty()) {
            throw new OperatorException(
                    OperatorException.Why.NOT_FOUND,
                    "standby " + member + ": no member of that name, or more than one; there are "
                            + hosts.stream()
                                    .map(EngineHost::membership)
                                    .map(each -> each == null
                                            ? ""
                                            : Membership.names(each.now().set()))
                                    .distinct()
                                    .toList());
        }
        await(asked, leave);
    }

    /** Until the journals say so; what that makes safe may take a moment longer. */
    private static void await(final List<Membership> asked, final List<Member> leave)
            throws OperatorException, InterruptedException {
        final long endNs = System.nanoTime() + Operators.PATIENCE.toNanos();
        for (final Membership each : asked) {
            while (each.now().set().isEmpty() || each.now().set().stream().anyMatch(leave::contains)) {
                if (System.nanoTime() - endNs > 0) {
                    throw new OperatorException(
                            OperatorException.Why.UNKNOWN,
                            "the in-sync set did not change within " + Operators.PATIENCE.toSeconds()
                                    + " s; look at `status`");
                }
                Thread.sleep(LOOK_MS);
            }
        }
    }

    private static OperatorException refused(final String why) {
        return new OperatorException(OperatorException.Why.REFUSED, why);
    }
}
