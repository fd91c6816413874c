package ringside.replay.standby;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.MembersPayload;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.InSyncPosition;
import ringside.layout.XxHash64;

/**
 * The in-sync set of one engine at level replicated, as its primary keeps it: decides who joins it, carries out what operators want of
 * it, and says up to where every member has appended. Each change is an event in the journal.
 *
 * <p>A set counts from the moment on at which all of its own members have the event that says it. Until then the one before counts as
 * well: so whoever the journal makes believe that it may be promoted has everything that was shown. Whoever joins is waited for from
 * before that event on.
 *
 * <p>A duty cycle without a thread; {@link #journalled}, {@link #ask} and {@link #now} are for any thread.
 */
public final class Membership {
    /** Nothing becomes safe for so long: then everybody is told. */
    private static final long STALLED_NS = 1_000_000_000;

    private static final long TOLD_NS = 50_000_000;

    /** Position of a set that was proposed and is not in the journal yet. */
    private static final long PROPOSED = Long.MAX_VALUE;

    /** Where proposals go: into the ring, as MEMBERS events. */
    @FunctionalInterface
    public interface Proposals {
        /** Returns false when the ring takes nothing now. */
        boolean offer(List<Member> set, String who, String why);
    }

    /**
     * What an operator wants.
     *
     * @param leaves the member that leaves the set; 0: all but the server itself
     */
    public record Wish(long leaves, String who, String why) {}

    /**
     * How it is.
     *
     * @param set who belongs to it; nobody while there has been none yet
     * @param position of the event that said it; -1 for none
     * @param waitsFor those without whom nothing further is safe at this moment
     */
    public record Now(List<Member> set, long position, List<Member> waitsFor) {
        /** Copies the lists. */
        public Now {
            set = List.copyOf(set);
            waitsFor = List.copyOf(waitsFor);
        }
    }

    private record Change(long position, List<Member> set) {}

    private final Member self;
    private final InSyncPosition safe;
    private final LongSupplier appended;
    private final Proposals proposals;
    private final Consumer<String> alarm;
    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private final Map<Long, Long> acked = new HashMap<>();
    private final Map<Long, Member> candidates = new LinkedHashMap<>();
    /** The set that counts, and behind it those that do not count alone yet. */
    private final Deque<Change> sets = new ArrayDeque<>();

    private volatile Change journalled = new Change(-1, List.of());
    private Change seen = journalled;
    private boolean isProposed;
    private volatile Now now = new Now(List.of(), -1, List.of());
    private long lastSafe = -1;
    private long stalledSinceNs;
    private volatile boolean isStalled;
    private boolean hasBegun;
    private long toldNs;

    /**
     * Of an engine whose journal says nothing of a set yet.
     *
     * @param self this server
     * @param safe told up to where all members are
     * @param appended the last position of the journal
     * @param alarm told what an operator must know, a line each
     */
    public Membership(
            final Member self,
            final InSyncPosition safe,
            final LongSupplier appended,
            final Proposals proposals,
            final Consumer<String> alarm) {
        this.self = self;
        this.safe = safe;
        this.appended = appended;
        this.proposals = proposals;
        this.alarm = alarm;
    }

    /** This server. */
    public Member self() {
        return self;
    }

    /** Logic has come to an event, or a checkpoint, that says the set. Any thread, one at a time, in the journal's order. */
    public void journalled(final long position, final List<Member> set) {
        journalled = new Change(position, List.copyOf(set));
    }

    /** An operator wants something of it. Any thread. */
    public void ask(final Wish wish) {
        wishes.add(wish);
    }

    /** How it is. Any thread. */
    public Now now() {
        return now;
    }

    /** Whether nothing has become safe for a while, and everybody was told. Any thread. */
    public boolean isStalled() {
        return isStalled;
    }

    /** Somebody has appended up to there: less than before when it has lost something since. */
    public void acked(final Member member, final long position) {
        acked.put(member.number(), position);
    }

    /** Somebody has all there is, and may join if it has not. */
    public void caughtUp(final Member member) {
        if (newest().stream().noneMatch(each -> each.number() == member.number())) {
            candidates.put(member.number(), member);
        }
    }

    /** Somebody follows no longer: whoever is not a member does not become one. */
    public void gone(final Member member) {
        candidates.remove(member.number());
    }

    private List<Member> newest() {
        return sets.isEmpty() ? List.of() : sets.getLast().set();
    }

    /** A turn. Returns how much was done. */
    public int doWork(final long nowNs) {
        int work = look();
        work += propose();
        settle();
        reckon(nowNs);
        return work;
    }

    /** What logic has come to. */
    private int look() {
        final Change newer = journalled;
        if (newer.equals(seen)) {
            return 0;
        }
        seen = newer;
        if (isProposed) {
            sets.removeLast();
            isProposed = false;
        }
        sets.addLast(newer);
        alarm.accept("the in-sync set is " + names(newer.set()) + ", says position " + newer.position());
        return 1;
    }

    private int propose() {
        if (isProposed) {
            return 0;
        }
        final Wish wish = wishes.peek();
        if (wish != null) {
            final List<Member> left = without(wish.leaves());
            if (left.equals(newest())) {
                wishes.remove();
            } else if (offered(left, wish.who(), wish.why())) {
                wishes.remove();
            }
            return 1;
        }
        if (candidates.isEmpty()) {
            return 0;
        }
        final List<Member> larger = new ArrayList<>(newest());
        if (larger.stream().noneMatch(each -> each.number() == self.number())) {
            larger.add(0, self);
        }
        candidates.values().stream()
                .filter(each -> larger.stream().noneMatch(member -> member.number() == each.number()))
                .limit(Math.max(0, MembersPayload.MAX_MEMBERS - larger.size()))
                .forEach(larger::add);
        candidates.clear();
        return !larger.equals(newest()) && offered(larger, "", "") ? 1 : 0;
    }

    private List<Member> without(final long leaves) {
        final List<Member> left = new ArrayList<>();
        left.add(self);
        for (final Member each : newest()) {
            if (leaves != 0 && each.number() != leaves && each.number() != self.number()) {
                left.add(each);
            }
        }
        return left;
    }

    private boolean offered(final List<Member> set, final String who, final String why) {
        // Whoever joins is waited for from before the event on: it must not believe to be a member and lack what was
        // shown.
        sets.addLast(new Change(PROPOSED, List.copyOf(set)));
        isProposed = true;
        reckonSafe();
        if (proposals.offer(set, who, why)) {
            return true;
        }
        sets.removeLast();
        isProposed = false;
        return false;
    }

    /** The newest set whose members all have the event that says it counts alone. */
    private void settle() {
        final Deque<Change> newer = new ArrayDeque<>();
        while (sets.size() > 1) {
            final Change last = sets.removeLast();
            newer.addFirst(last);
            if (last.position() != PROPOSED && reachedBy(last.set()) >= last.position()) {
                sets.clear();
                break;
            }
        }
        sets.addAll(newer);
    }

    /** Up to where all of them have appended; for nobody but this server, up to where it has. */
    private long reachedBy(final List<Member> members) {
        long least = PROPOSED;
        for (final Member each : members) {
            if (each.number() != self.number()) {
                least = Math.min(least, acked.getOrDefault(each.number(), -1L));
            }
        }
        return least == PROPOSED ? appended.getAsLong() : least;
    }

    private boolean isAlone() {
        return !sets.isEmpty()
                && sets.stream()
                        .allMatch(each -> each.set().stream().allMatch(member -> member.number() == self.number()));
    }

    private void reckonSafe() {
        final boolean alone = isAlone();
        if (!alone && !sets.isEmpty()) {
            long least = PROPOSED;
            for (final Change each : sets) {
                least = Math.min(least, reachedBy(each.set()));
            }
            safe.reached(least);
        }
        safe.alone(alone);
    }

    private void reckon(final long nowNs) {
        reckonSafe();
        final long end = appended.getAsLong();
        final long here = safe.safePosition();
        if (here >= end || here > lastSafe || !hasBegun) {
            hasBegun = true;
            if (isStalled && here > lastSafe) {
                alarm.accept("goes on after " + (nowNs - stalledSinceNs) / 1_000_000 + " ms: everything up to position "
                        + here + " is safe");
                isStalled = false;
            }
            lastSafe = here;
            stalledSinceNs = nowNs;
        }
        if (nowNs - toldNs >= TOLD_NS || now.position() != seen.position()) {
            toldNs = nowNs;
            now = new Now(seen.set(), seen.position(), waitsFor(end));
        }
        if (!isStalled && nowNs - stalledSinceNs > STALLED_NS) {
            isStalled = true;
            alarm.accept("NOTHING FURTHER IS SHOWN behind position " + here + ", level replicated: "
                    + (sets.isEmpty()
                            ? "no standby has followed yet; start one, or let this server be alone in the set: `standby "
                                    + "alone`"
                            : "members have not got further: " + names(waitsFor(end))
                                    + "; `standby drop NAME` leaves one out"));
        }
    }

    private List<Member> waitsFor(final long end) {
        final Map<Long, Member> waits = new LinkedHashMap<>();
        for (final Change change : sets) {
            for (final Member each : change.set()) {
                if (each.number() != self.number() && acked.getOrDefault(each.number(), -1L) < end) {
                    waits.put(each.number(), each);
                }
            }
        }
        return List.copyOf(waits.values());
    }

    /** The member of the set that a text means: its name, or its number in hexadecimal digits. Null for none, or more than one. */
    public static @Nullable Member named(final List<Member> set, final String text) {
        final List<Member> found = set.stream()
                .filter(each ->
                        each.name().equals(text) || XxHash64.hex(each.number()).equals(text))
                .toList();
        return found.size() == 1 ? found.get(0) : null;
    }

    /** For people. */
    public static String names(final List<Member> members) {
        return members.isEmpty()
                ? "nobody"
                : String.join(", ", members.stream().map(Member::name).toList());
    }
}
