package ringside.server.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.output.Refusal;
import ringside.engine.ring.NanoClock;
import ringside.server.toml.Problem;

/**
 * Carries what operators write into files of rules to matches: into the book, for those to come, and by a RULES event each
 * to those that run. A set with a problem keeps its old rules, and each problem is told once for each change of the files.
 *
 * <p>A running match belongs to the set whose rules it had when it was met, the standard set first; one that had other
 * rules, or was given some by somebody else since, is left alone. A match that was recovered may have rules from before
 * its set was edited, while no server ran: it is given those of now.
 *
 * <p>{@link #met} and {@link #gone} may be called by any thread; the rest is one thread's duty cycle.
 */
public final class RulesReloader {
    /** The time between two looks at the files. */
    public static final long LOOK_EVERY_NS = 250_000_000;

    /** Who changed the rules, in the journal. */
    public static final String WHO = "rules file";

    private static final int MOST_LISTED = 20;

    /** For so many looks others may follow the answers that have come, before these are told. */
    private static final int LOOKS_FOR_MORE = 8;

    private final RuleFiles files;
    private final RuleBook book;
    private final RuleRequests requests;
    private final NanoClock clock;
    private final Consumer<String> news;
    private final Consumer<String> warnings;
    private final Queue<RunningMatch> met = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> gone = new ConcurrentLinkedQueue<>();
    private final List<Follower> followers = new ArrayList<>();
    private final RuleHistory history;
    private final Map<String, List<Integer>> heard = new TreeMap<>();
    private int looksSinceHeard;
    private long nextLookNs;

    /**
     * @param first the reading that the book was begun with
     * @param noted the file that keeps what sets had, for the next start; null to keep that for this one only
     * @param requests the way to running matches
     * @param news told what changed, and who has it now
     * @param warnings told what is wrong
     */
    public RulesReloader(
            final RuleSource source,
            final RuleSource.Reading first,
            final RuleBook book,
            final @Nullable Path noted,
            final RuleRequests requests,
            final NanoClock clock,
            final Consumer<String> news,
            final Consumer<String> warnings) {
        files = new RuleFiles(source, first);
        this.book = book;
        this.requests = requests;
        this.clock = clock;
        this.news = news;
        this.warnings = warnings;
        history = noted == null ? RuleHistory.inMemory() : RuleHistory.open(noted, book.names(), warnings);
        history.remember(first.sets().values());
        nextLookNs = clock.nanoTime() + LOOK_EVERY_NS;
    }

    /** A match came to be, or was recovered. */
    public void met(final RunningMatch match) {
        met.add(match);
    }

    /** A match is over, or forgotten. */
    public void gone(final int match) {
        gone.add(match);
    }

    /** One turn: returns how much was done. */
    public int doWork() {
        int done = meet();
        final long now = clock.nanoTime();
        if (now - nextLookNs >= 0) {
            nextLookNs = now + LOOK_EVERY_NS;
            final RuleSource.Reading reading = files.look();
            if (reading != null) {
                take(reading);
                done++;
            }
            done += offer();
            settle();
        }
        return done;
    }

    // ---- the book

    private void take(final RuleSource.Reading reading) {
        reading.problems().forEach(problem -> warnings.accept(problem.toString()));
        for (final Map.Entry<String, List<Problem>> broken : reading.broken().entrySet()) {
            warnings.accept("rule set " + broken.getKey() + ": "
                    + (book.find(broken.getKey()) == null
                            ? "is left out for the problems above"
                            : "keeps its old rules for the problems above"));
        }
        for (final String name : book.names()) {
            if (!reading.sets().containsKey(name) && !reading.broken().containsKey(name)) {
                warnings.accept("rule set " + name + ": its file is gone; its last rules stay until the server ends");
            }
        }
        reading.sets().values().forEach(this::take);
        history.remember(reading.sets().values());
    }

    private void take(final RuleSet set) {
        final RuleSet before = book.find(set.name());
        if (before == null) {
            news.accept("rule set " + set.label() + ": new");
        } else if (!before.record().isSameAs(set.record())) {
            news.accept("rule set " + set.label() + ": "
                    + String.join(", ", set.record().changesSince(before.record())));
        }
        book.put(set);
    }

    // ---- running matches

    private int meet() {
        int count = 0;
        for (int i = met.size(); i > 0; i--) {
            final RunningMatch match = met.remove();
            if (!match.isPublished()) {
                // Nothing of it can be read yet.
                met.add(match);
            } else {
                meet(match);
                count++;
            }
        }
        Integer over = gone.poll();
        while (over != null) {
            final int id = over;
            followers.removeIf(follower -> follower.match().id() == id);
            over = gone.poll();
            count++;
        }
        return count;
    }

    private void meet(final RunningMatch match) {
        final byte[] rules = match.rules();
        final String set = setOf(match, rules);
        if (set == null) {
            news.accept("match " + match.id() + " has rules of its own: it keeps them when files change");
        } else {
            followers.add(new Follower(match, set, rules));
        }
    }

    private @Nullable String setOf(final RunningMatch match, final byte[] rules) {
        final String standard = book.standard().name();
        if (history.isOf(standard, match.type(), rules)) {
            return standard;
        }
        for (final String name : book.names()) {
            if (history.isOf(name, match.type(), rules)) {
                return name;
            }
        }
        return null;
    }

    /** Offers those their set's rules that have others. What finds no room in the ring is offered at the next look. */
    private int offer() {
        int count = 0;
        for (final Iterator<Follower> all = followers.iterator(); all.hasNext(); ) {
            final Follower follower = all.next();
            final RuleSet set = book.require(follower.set());
            if (set.record().isFor(follower.match().type()) && follower.wants(set.record())) {
                if (follower.isOnItsOwn()) {
                    all.remove();
                    news.accept("match " + follower.match().id() + " was given rules of its own: it keeps them");
                } else if (offer(follower, set)) {
                    count++;
                } else {
                    return count;
                }
            }
        }
        return count;
    }

    private boolean offer(final Follower follower, final RuleSet set) {
        final RuleRecord record = set.record();
        final byte[] operator = OperatorPayload.of(WHO, set.label());
        final int length = Event.lengthFor(RulesPayload.PREFIX_BYTES + record.lengthBytes() + operator.length);
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[length]), 0, length);
        RulesPayload.write(event, follower.match().id(), record.buffer(), 0, record.lengthBytes(), operator);
        final RuleRecord before = follower.lastOffer();
        final AtomicReference<Follower.@Nullable Answer> answer = follower.offering(record);
        final boolean sent = requests.send(event, refusal -> answer.set(new Follower.Answer(refusal)));
        if (!sent) {
            follower.notOffered(before);
        }
        return sent;
    }

    /** Tells who took what and who did not, in a line for each set and answer, once all have answered or none more does. */
    private void settle() {
        boolean isAnyWaiting = false;
        for (final Follower follower : followers) {
            final Follower.Answer answer = follower.answer();
            if (answer != null) {
                heard.computeIfAbsent(describe(follower.set(), answer.refusal()), line -> new ArrayList<>())
                        .add(follower.match().id());
                looksSinceHeard = 0;
            }
            isAnyWaiting |= follower.isWaiting();
        }
        if (!heard.isEmpty() && (!isAnyWaiting || ++looksSinceHeard > LOOKS_FOR_MORE)) {
            heard.forEach((line, matches) -> news.accept(line + list(matches)));
            heard.clear();
        }
    }

    private static String describe(final String set, final @Nullable Refusal refusal) {
        return "rule set " + set + (refusal == null ? ": taken by " : ": not taken, " + refusal.text() + ": ");
    }

    private static String list(final List<Integer> matches) {
        final StringBuilder out = new StringBuilder(matches.size() == 1 ? "match " : matches.size() + " matches: ");
        for (int i = 0; i < Math.min(MOST_LISTED, matches.size()); i++) {
            out.append(i == 0 ? "" : ", ").append(matches.get(i));
        }
        return out.append(matches.size() > MOST_LISTED ? ", …" : "").toString();
    }
}
