package ringside.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.collections.Int2IntHashMap;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.EpochStart;
import ringside.journal.JournalEnd;
import ringside.journal.JournalException;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.VerificationShare.Beginning;

/**
 * Verifies one engine's recording on several threads, its matches spread over them, and comes to what {@link Verification} comes to on
 * one: the same verdict, the same counts.
 *
 * <p>One thread reads the journal and hands out stretches of it. Each share plays the matches that are its own, with the FRAMEs and
 * whatever else is for all. Matches know nothing of each other but through their engine, which decides two things about them:
 * whether there is room for another one, and whether a token was used before. A share decides these by what it knows; the reading
 * thread follows, decides them by all that the engine knows ({@link LedgerCheck}), and computes the hashes of the engine's own memory.
 *
 * <p>So what comes out equal is equal. Where anything does not, a hash, one of these decisions, or a thread that failed, the
 * recording is verified once more on one thread, and that counts.
 */
public final class SpreadVerification {
    /** Stretches of the journal that are on their way: how far the fastest share may be ahead of the slowest. */
    private static final int BATCHES = 16;

    private static final int UNKNOWN = -1;
    private static final int SNAPSHOTS = 2;

    private final EngineRecording recording;
    private final DoubleConsumer progress;
    private final List<VerificationShare> shares = new ArrayList<>();
    private final LedgerCheck ledger;
    private final Int2IntHashMap shareOf = new Int2IntHashMap(UNKNOWN);
    private final List<BlockingQueue<EventBatch>> queues = new ArrayList<>();
    private final Deque<EventBatch> free = new ArrayDeque<>();
    private final Deque<EventBatch> onTheWay = new ArrayDeque<>();
    private final EventBatch endOfAll;
    private final long from;
    private final List<String> builds = new ArrayList<>();
    private volatile boolean isBroken;
    private long events;
    private long reached;

    private SpreadVerification(
            final EngineRecording recording,
            final Supplier<GameTypes> types,
            final Supplier<HashCheck> checks,
            final int count,
            final DoubleConsumer progress) {
        this.recording = recording;
        this.progress = progress;
        final GameTypes known = types.get();
        ledger = new LedgerCheck(count, known, checks.get());
        final Replayer all = start(known, new MutedOutput());
        from = all.hasBegun() ? all.loop().position() + 1 : 0;
        if (all.hasBegun()) {
            ledger.begin(all.loop().memory(), all.identity());
            builds.add(all.identity().build());
            for (final MatchSlot slot : all.loop().memory().matches()) {
                shareOf.put(slot.id(), shareOf.size() % count);
            }
        }
        for (int i = 0; i < count; i++) {
            shares.add(new VerificationShare(i, checks.get(), types.get(), beginningOf(i)));
            queues.add(new ArrayBlockingQueue<>(BATCHES + 1));
        }
        for (int i = 0; i < BATCHES; i++) {
            free.add(new EventBatch(count));
        }
        endOfAll = new EventBatch(count);
    }

    private Replayer start(final GameTypes types, final LogicOutput output) {
        return new ReplayStart(recording, types, output, SNAPSHOTS, position -> {}).oldest();
    }

    private Beginning beginningOf(final int share) {
        return (types, output) -> {
            final Replayer replayer = start(types, output);
            if (replayer.hasBegun()) {
                if (replayer.loop().position() + 1 != from) {
                    throw new ReplayException(recording + ": where it begins was removed just now");
                }
                replayer.loop().memory().keepOnly(match -> shareOf.get(match) == share);
            }
            return replayer;
        };
    }

    /**
     * Verifies one engine.
     *
     * @param types the games, made anew for each thread
     * @param threads that play; 1 for {@link Verification} itself
     * @param nanoTime the monotonic clock, for the speed that is reported
     * @param progress told the part done, 0 to 1
     * @throws ringside.journal.JournalException when the journal is corrupt
     * @throws ReplayException when this build does not carry what was recorded
     */
    public static Verification of(
            final EngineRecording recording,
            final Supplier<GameTypes> types,
            final int threads,
            final LongSupplier nanoTime,
            final DoubleConsumer progress) {
        final long startNs = nanoTime.getAsLong();
        final Verification spread = spread(recording, types, HashCheck::new, threads, progress);
        return (spread == null ? Verification.of(recording, types.get(), nanoTime, progress) : spread)
                .took(nanoTime.getAsLong() - startNs);
    }

    /** The same of one match: others diverge unheard. Throws {@link ReplayException} also when it was not recorded. */
    public static Verification ofMatch(
            final EngineRecording recording,
            final Supplier<GameTypes> types,
            final int match,
            final int threads,
            final LongSupplier nanoTime,
            final DoubleConsumer progress) {
        final long startNs = nanoTime.getAsLong();
        final Verification spread = spread(recording, types, () -> HashCheck.of(match), threads, progress);
        return (spread == null
                        ? Verification.ofMatch(recording, types.get(), match, nanoTime, progress)
                        : spread.only(recording, match))
                .took(nanoTime.getAsLong() - startNs);
    }

    /** Null when it has to be done on one thread. */
    private static @Nullable Verification spread(
            final EngineRecording recording,
            final Supplier<GameTypes> types,
            final Supplier<HashCheck> checks,
            final int threads,
            final DoubleConsumer progress) {
        if (threads < 2) {
            return null;
        }
        try {
            return new SpreadVerification(recording, types, checks, threads, progress).run();
        } catch (final JournalException e) {
            if (e.code() == JournalException.Code.CORRUPT) {
                throw e;
            }
            return null;
        } catch (final RuntimeException e) {
            // What it is, one thread says in the same words as ever.
            return null;
        }
    }

    private @Nullable Verification run() {
        for (int i = 0; i < shares.size(); i++) {
            final int share = i;
            final Thread thread = new Thread(() -> play(share), "ringside-verify-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try {
            final JournalEnd end = read();
            return end == null ? null : result(end);
        } finally {
            for (final BlockingQueue<EventBatch> queue : queues) {
                queue.clear();
                queue.add(endOfAll);
            }
        }
    }

    /** What the thread of a share does. */
    private void play(final int share) {
        try {
            for (EventBatch next = queues.get(share).take();
                    next != endOfAll;
                    next = queues.get(share).take()) {
                try {
                    if (!isBroken) {
                        shares.get(share).play(next);
                        if (shares.get(share).check().divergence() != null) {
                            isBroken = true;
                        }
                    }
                } catch (final Throwable e) {
                    // Which of the shares' troubles comes first, and at which position, one thread says.
                    isBroken = true;
                } finally {
                    next.done();
                }
            }
        } catch (final InterruptedException e) {
            isBroken = true;
        }
    }

    private boolean isGood() {
        return !isBroken && ledger.agrees();
    }

    /** Reads and follows to the end; null when that is of no use. */
    private @Nullable JournalEnd read() {
        final Reading reading = new Reading();
        try (JournalReader reader = recording.read(from)) {
            while (isGood() && reader.next(reading)) {
                // Hands out what was read as batches become full.
            }
            reading.finish();
            return isGood() ? reader.end() : null;
        } catch (final JournalException e) {
            reading.finish();
            if (isGood()) {
                throw e;
            }
            return null;
        }
    }

    /** Waits until the oldest stretch was played by all, and follows it. */
    private void follow() {
        final EventBatch oldest = onTheWay.remove();
        try {
            oldest.awaitAll();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayException(recording + ": verifying it was interrupted", e);
        }
        if (isGood()) {
            ledger.follow(oldest);
            reached = Math.max(reached, oldest.lastPosition());
            progress.accept((double) reached / Math.max(1, recording.claimedEnd()));
        }
        free.add(oldest);
    }

    private Verification result(final JournalEnd end) {
        long framesVerified = 0;
        long framesUnhashed = 0;
        final SortedMap<Integer, Long> lastHashes = new TreeMap<>();
        for (final VerificationShare share : shares) {
            framesVerified += share.check().framesVerified();
            framesUnhashed += share.check().framesUnhashed();
            lastHashes.putAll(share.replayer().loop().memory().state().lastHashes());
        }
        final LogicSettings settings = shares.get(0).replayer().identity().settings();
        return new Verification(
                framesVerified,
                framesUnhashed,
                events,
                0,
                ledger.tick() * 1_000_000_000L / settings.hz(),
                lastHashes,
                null,
                end.lostEvents(),
                settings,
                builds);
    }

    /** Fills batches with what the journal gives out, and says whose each event is. */
    private final class Reading implements JournalHandler {
        /** Recorded of the engine's own memory, or of a match that is long forgotten: of no share. */
        private static final int OF_NOBODY = -2;

        private EventBatch filling = begin();

        private EventBatch begin() {
            if (free.isEmpty()) {
                follow();
            }
            final EventBatch next = free.remove();
            next.begin();
            return next;
        }

        private EventBatch withRoom() {
            if (!filling.hasRoom()) {
                handOut();
                filling = begin();
            }
            return filling;
        }

        private void handOut() {
            onTheWay.add(filling);
            queues.forEach(queue -> queue.add(filling));
        }

        /** Hands out what is left, and follows until everything was played. */
        void finish() {
            handOut();
            while (!onTheWay.isEmpty()) {
                follow();
            }
        }

        @Override
        public void onEvent(final Event event) {
            withRoom().add(shareOf(event), event);
            events++;
        }

        private int shareOf(final Event event) {
            final int match = event.match();
            if (match == 0) {
                return EventBatch.ALL;
            }
            if (event.typeCode() == EventType.CREATE.code() && !shareOf.containsKey(match)) {
                shareOf.put(match, shareOf.size() % shares.size());
            }
            // One that asks for a match which is not there is answered by any.
            return Math.max(0, shareOf.get(match));
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            final int share = match == 0 ? UNKNOWN : shareOf.get(match);
            withRoom().addHash(share == UNKNOWN ? OF_NOBODY : share, match, frame, hash);
        }

        @Override
        public void onEpoch(final EpochStart start) {
            builds.add(EngineIdentity.parse(start.identityJson()).build());
            withRoom().addEpoch(start);
        }
    }
}
