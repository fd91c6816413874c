package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.InSyncPosition;
import ringside.replay.standby.Membership;
import ringside.replay.standby.Membership.Wish;

/** The in-sync set, against a model of a journal, of logic that comes after it, and of standbys that copy it. */
class MembershipTest {
    private static final Member SELF = new Member(1, "self");
    private static final long STEP_NS = 1_000_000;

    private final List<String> alarms = new ArrayList<>();
    private final Deque<List<Member>> ring = new ArrayDeque<>();
    private final List<Said> journal = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    /** Whom an operator let go, and how many sets the journal had said then. */
    private final Map<Long, Integer> letGo = new HashMap<>();

    private long appended = -1;
    private long applied = -1;
    private boolean isRingFull;
    private long nowNs = 5_000_000_000L;
    private final InSyncPosition safe = new InSyncPosition(() -> appended);
    private final Membership membership = new Membership(
            SELF,
            safe,
            () -> appended,
            (set, who, why) -> {
                if (!isRingFull) {
                    ring.add(set);
                }
                return !isRingFull;
            },
            alarms::add);

    /** A MEMBERS event in the journal. */
    private record Said(long position, List<Member> set) {}

    private static final class Follower {
        private final Member member;
        private long has = -1;
        private long acked = -1;

        Follower(final int number) {
            member = new Member(number, "standby-" + number);
        }
    }

    private Follower follower(final int number) {
        final Follower made = new Follower(number);
        followers.add(made);
        return made;
    }

    private void append(final int events) {
        appended += events;
        final List<Member> set = ring.poll();
        if (set != null) {
            appended++;
            journal.add(new Said(appended, set));
        }
    }

    private void apply(final long upTo) {
        for (final Said each : journal) {
            if (each.position() > applied && each.position() <= upTo) {
                membership.journalled(each.position(), each.set());
                // Logic publishes at the end of a frame, and each change waits for the one before.
            }
        }
        applied = upTo;
    }

    private void turn() {
        nowNs += STEP_NS;
        membership.doWork(nowNs);
    }

    /** What a standby's own journal makes it believe. */
    private @Nullable Said believed(final Follower follower) {
        Said last = null;
        for (final Said each : journal) {
            last = each.position() <= follower.has ? each : last;
        }
        return last;
    }

    private boolean believesToBeMember(final Follower follower) {
        final Said last = believed(follower);
        return last != null && last.set().contains(follower.member);
    }

    private boolean hasJoinedAnew(final Follower follower) {
        final Integer since = letGo.get(follower.member.number());
        if (since == null || journal.isEmpty()) {
            return false;
        }
        final Said last = journal.get(journal.size() - 1);
        return last.set().contains(follower.member)
                && last.equals(believed(follower))
                && journal.subList(since, journal.size()).stream()
                        .anyMatch(said -> !said.set().contains(follower.member));
    }

    private void assertWhoMayBePromotedHasWhatIsSafe(final long shown) {
        for (final Follower each : followers) {
            if (believesToBeMember(each) && !letGo.containsKey(each.member.number())) {
                assertTrue(
                        each.has >= shown,
                        () -> each.member + " has " + each.has + ", shown is " + shown + ": " + journal);
            }
        }
    }

    @RepeatedTest(4)
    void whoever_the_journal_lets_believe_to_be_a_member_has_everything_that_is_safe(final RepetitionInfo repetition) {
        SplittableRandom random = Seed.random("MembershipTest." + repetition.getCurrentRepetition());
        for (int i = 0; i < repetition.getCurrentRepetition(); i++) {
            random = random.split();
        }
        for (int i = 2; i < 6; i++) {
            follower(i);
        }
        long before = -1;
        int joins = 0;
        for (int i = 0; i < 20_000; i++) {
            final Follower any = followers.get(random.nextInt(followers.size()));
            switch (random.nextInt(9)) {
                case 0, 1 -> append(random.nextInt(4));
                case 2 -> apply(applied + random.nextLong(appended - applied + 1));
                case 3, 4 -> any.has += random.nextLong(appended - any.has + 1);
                case 5 -> {
                    any.acked = any.has;
                    membership.acked(any.member, any.acked);
                }
                case 6 -> {
                    if (random.nextBoolean() && appended - any.acked < 8) {
                        membership.caughtUp(any.member);
                    } else {
                        membership.gone(any.member);
                    }
                }
                case 7 -> {
                    if (random.nextInt(40) == 0) {
                        letGo.put(any.member.number(), journal.size());
                        membership.ask(new Wish(any.member.number(), "somebody", "it is gone"));
                    } else if (random.nextInt(200) == 0) {
                        followers.forEach(each -> letGo.put(each.member.number(), journal.size()));
                        membership.ask(new Wish(0, "somebody", "all are gone"));
                    }
                }
                default -> isRingFull = random.nextInt(10) == 0;
            }
            turn();
            // Whoever was let go and has joined anew since counts again, once it has heard of both.
            for (final Follower each : followers) {
                joins += hasJoinedAnew(each) && letGo.remove(each.member.number()) != null ? 1 : 0;
            }
            final long shown = safe.safePosition();
            assertTrue(shown >= before, "what was safe stays so");
            assertTrue(shown <= appended);
            before = shown;
            assertWhoMayBePromotedHasWhatIsSafe(shown);
        }
        assertTrue(before > 100, "nothing was ever shown: " + journal);
        assertTrue(joins > 0);
    }

    @Test
    void nothing_is_safe_until_a_first_standby_has_joined_and_everybody_is_told() {
        append(10);
        for (int i = 0; i < 3_000; i++) {
            turn();
        }
        assertEquals(-1, safe.safePosition());
        assertTrue(membership.isStalled());
        assertEquals(1, alarms.size());
        assertTrue(alarms.get(0).contains("no standby has followed yet"), alarms.get(0));
        final Follower first = join(2);
        assertEquals(List.of(SELF, first.member), membership.now().set());
        append(5);
        turn();
        final long has = first.acked;
        assertEquals(has, safe.safePosition());
        acknowledge(first);
        turn();
        assertEquals(appended, safe.safePosition());
        assertFalse(membership.isStalled());
    }

    private void acknowledge(final Follower follower) {
        follower.has = appended;
        follower.acked = appended;
        membership.acked(follower.member, appended);
    }

    private Follower join(final int number) {
        final Follower joins = follower(number);
        acknowledge(joins);
        membership.caughtUp(joins.member);
        turn();
        append(1);
        apply(appended);
        acknowledge(joins);
        turn();
        nowNs += 100 * STEP_NS;
        turn();
        return joins;
    }

    @Test
    void a_member_that_is_gone_holds_everything_up_until_an_operator_lets_it_go() {
        final Follower stays = join(2);
        final Follower goes = join(3);
        acknowledge(stays);
        turn();
        append(50);
        acknowledge(stays);
        for (int i = 0; i < 2_000; i++) {
            turn();
        }
        assertEquals(goes.acked, safe.safePosition());
        assertEquals(List.of(goes.member), membership.now().waitsFor());
        assertTrue(alarms.get(alarms.size() - 1).contains("standby-3"), alarms::toString);

        membership.ask(new Wish(3, "ann", "its machine burns"));
        turn();
        append(1);
        apply(appended);
        turn();
        assertEquals(goes.acked, safe.safePosition(), "the one that stays has not heard of it");
        acknowledge(stays);
        turn();
        assertEquals(appended, safe.safePosition());
        assertEquals(
                List.of(SELF, stays.member), journal.get(journal.size() - 1).set());
    }

    @Test
    void an_operator_may_let_the_server_go_on_alone_and_who_joins_then_is_waited_for_again() {
        append(10);
        membership.ask(new Wish(0, "ann", "no other machine today"));
        turn();
        append(1);
        apply(appended);
        turn();
        assertEquals(appended, safe.safePosition());
        append(7);
        assertEquals(appended, safe.safePosition(), "what is appended is safe at once");
        final Follower joins = join(2);
        append(7);
        turn();
        assertEquals(joins.acked, safe.safePosition());
    }

    @Test
    void a_server_that_was_started_again_waits_for_the_members_that_its_journal_speaks_of() {
        append(100);
        membership.journalled(40, List.of(SELF, new Member(2, "two")));
        turn();
        assertEquals(-1, safe.safePosition());
        membership.acked(new Member(2, "two"), 90);
        turn();
        assertEquals(90, safe.safePosition());
    }
}
