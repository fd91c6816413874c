package ringside.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.InSyncSet.Member;
import ringside.replay.standby.Difference;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Shadowing;
import ringside.replay.standby.Standing;

/** Who may be promoted by hand. */
class LeadershipTest {
    private static final Member PRIMARY = new Member(1, "left");
    private static final Member SELF = new Member(2, "right");

    /** Below level replicated. */
    private static Standing plain(final boolean inSync, final long lag) {
        return standing(inSync, List.of(), false, 0, lag, true, Shadowing.NONE);
    }

    private static Standing replicated(final boolean inSync, final boolean isMember, final long safeLag) {
        return standing(inSync, List.of(PRIMARY, SELF), isMember, safeLag, safeLag, true, Shadowing.NONE);
    }

    private static Standing standing(
            final boolean inSync,
            final List<Member> set,
            final boolean isMember,
            final long safeLag,
            final long lag,
            final boolean hashOk,
            final Shadowing shadowing) {
        return new Standing(
                false,
                inSync,
                set,
                isMember,
                7,
                safeLag,
                new Epoch(1, 1),
                100,
                lag,
                0,
                hashOk,
                5,
                null,
                shadowing,
                true,
                0,
                null);
    }

    private static void allow(final Standing standing, final long lose) {
        assertDoesNotThrow(
                () -> Leadership.MANUAL.requirePromotable(0, standing, new Leadership.Consent("ann", lose, false)));
    }

    private static String refuse(final Standing standing, final long lose) {
        final OperatorException refused = assertThrows(
                OperatorException.class,
                () -> Leadership.MANUAL.requirePromotable(0, standing, new Leadership.Consent("ann", lose, false)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("REFUSED"), refused.getMessage());
        return String.valueOf(refused.getMessage());
    }

    @Test
    void below_level_replicated_an_operator_may_give_up_what_is_known_to_be_missing_and_no_more() {
        allow(plain(true, 0), 0);
        assertEquals("REFUSED: behind by 40", refuse(plain(false, 40), 0));
        assertEquals("REFUSED: behind by 40", refuse(plain(false, 40), 39));
        allow(plain(false, 40), 40);
        assertTrue(refuse(plain(false, 0), 0).contains("has not had all"), "it may lack what it never heard of");
        allow(plain(false, 0), 1);
    }

    @Test
    void at_level_replicated_only_a_member_with_all_that_is_safe_is_promoted_whatever_would_be_given_up() {
        allow(replicated(true, true, 0), 0);
        assertEquals("REFUSED: behind by 3", refuse(replicated(false, true, 3), 1_000));
        final String leftOut = refuse(replicated(true, false, 0), 1_000);
        assertTrue(leftOut.contains("not in the in-sync set (left, right, says position 7)"), leftOut);
    }

    @Test
    void whose_hashes_differ_is_never_promoted() {
        assertTrue(refuse(standing(true, List.of(), false, 0, 0, false, Shadowing.NONE), 1_000)
                .contains("hashes"));
    }

    private static Standing shadow(
            final List<Member> set, final int passedOver, final String notCarried, final @Nullable Difference found) {
        return standing(true, set, false, 0, 0, found == null, new Shadowing(true, 0, passedOver, notCarried, found));
    }

    @Test
    void a_shadow_is_promoted_when_it_is_equal_and_otherwise_refused_by_name() {
        allow(shadow(List.of(), 0, "", null), 0);
        final Difference.Place place = new Difference.Place(300, "players", 3, "readyFrame", "311", "312");
        final String differs = refuse(shadow(List.of(), 0, "", new Difference(7, 300, 1, 2, place, "")), 1_000);
        assertTrue(differs.contains("match 7 frame 300"), differs);
        assertTrue(
                differs.contains("table players, row 3, column readyFrame: the primary has 311, this standby 312"),
                differs);
        final String partly = refuse(shadow(List.of(), 2, "arena logic 3", null), 1_000);
        assertTrue(partly.contains("does not have 2 of its primary's matches"), partly);
        assertTrue(partly.contains("arena logic 3"), partly);
        final String noMember = refuse(shadow(List.of(PRIMARY), 0, "", null), 0);
        assertTrue(noMember.contains("without --shadow"), noMember);
    }

    /** A member with all that it heard to be safe. */
    private static Standing silent(final boolean hasHeard, final long silentSeconds) {
        return new Standing(
                false,
                true,
                List.of(PRIMARY, SELF),
                true,
                7,
                0,
                new Epoch(1, 1),
                100,
                0,
                0,
                true,
                5,
                null,
                Shadowing.NONE,
                hasHeard,
                silentSeconds * 1_000_000_000L,
                null);
    }

    @Test
    void a_member_that_may_have_been_let_go_without_hearing_of_it_is_promoted_with_consent_only() throws Exception {
        allow(silent(true, 59), 0);
        assertTrue(refuse(silent(true, 61), 1_000).contains("for 61 s"), "an operator has had time to let it go");
        final String never = refuse(silent(false, 0), 1_000);
        assertTrue(never.contains("since it was started") && never.contains("--unheard"), never);
        Leadership.MANUAL.requirePromotable(0, silent(false, 0), new Leadership.Consent("ann", 0, true));
        Leadership.MANUAL.requirePromotable(0, silent(true, 600), new Leadership.Consent("ann", 0, true));
    }
}
