package ringside.io.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the server that gives the seat, among several addresses at once. Each next address is dialled as soon as the one
 * before has failed, or has taken {@value #STAGGER_MS} ms: a machine that is gone answers nothing, not even that. A seat
 * that is held may be asked for over several connections, each {@value #STAGGER_MS} ms behind the other; a new one over
 * one at a time, for it would be given twice. Not thread-safe; times in nanoseconds.
 */
final class ServerSearch {
    private static final long MS = 1_000_000;
    private static final int STAGGER_MS = 80;
    private static final long STAGGER_NS = STAGGER_MS * MS;
    private static final long NEVER = Long.MAX_VALUE;

    private final ClientSession session;
    private final Carrier carrier;
    private final AddressBook book;
    private final long attemptNs;
    private final List<Attempt> trying = new ArrayList<>();

    ServerSearch(
            final ClientSession session, final Carrier carrier, final AddressBook book, final ReconnectPolicy policy) {
        this.session = session;
        this.carrier = carrier;
        this.book = book;
        attemptNs = policy.attemptMs() * MS;
    }

    // ---- time

    /** Gives up what took too long, dials whom it is time to dial, and asks where it is time to ask. */
    void doWork(final boolean isSeatHeld, final long nowNs) {
        for (final Attempt late : List.copyOf(trying)) {
            if (!late.is(Attempt.Stage.OVER) && nowNs - late.beganNs() >= attemptNs) {
                session.lost(late, late.address() + " gave no answer within " + attemptNs / MS + " ms", nowNs);
            }
        }
        while (session.isSearching() && dialDueNs(isSeatHeld) <= nowNs) {
            final int index = book.first();
            final Attempt attempt = new Attempt(session, index, book.take(index), nowNs);
            trying.add(attempt);
            attempt.begin(carrier);
        }
        while (session.isSearching() && askDueNs(isSeatHeld) <= nowNs) {
            session.ask(firstConnected(), nowNs);
        }
    }

    /** When {@link #doWork} has something to do. */
    long deadlineNs(final boolean isSeatHeld) {
        long deadlineNs = Math.min(dialDueNs(isSeatHeld), askDueNs(isSeatHeld));
        for (final Attempt attempt : trying) {
            deadlineNs = Math.min(deadlineNs, attempt.beganNs() + attemptNs);
        }
        return deadlineNs;
    }

    private long dialDueNs(final boolean isSeatHeld) {
        final int next = book.first();
        if (next == AddressBook.NONE || (isAsked() && !isSeatHeld)) {
            return NEVER;
        }
        long dueNs = book.notBeforeNs(next);
        for (final Attempt attempt : trying) {
            dueNs = Math.max(dueNs, attempt.beganNs() + STAGGER_NS);
        }
        return dueNs;
    }

    private long askDueNs(final boolean isSeatHeld) {
        boolean isOneConnected = false;
        long dueNs = Long.MIN_VALUE;
        for (final Attempt attempt : trying) {
            isOneConnected |= attempt.is(Attempt.Stage.CONNECTED);
            if (attempt.is(Attempt.Stage.ASKED)) {
                dueNs = Math.max(dueNs, isSeatHeld ? attempt.askedNs() + STAGGER_NS : NEVER);
            }
        }
        return isOneConnected ? dueNs : NEVER;
    }

    private Attempt firstConnected() {
        for (final Attempt attempt : trying) {
            if (attempt.is(Attempt.Stage.CONNECTED)) {
                return attempt;
            }
        }
        throw new IllegalStateException("nobody is connected");
    }

    // ---- what became of one

    /** It is not tried any more: it failed, or it serves. */
    void remove(final Attempt attempt) {
        trying.remove(attempt);
    }

    /** Lets go of all to whom nothing was said yet: for them it is as if nothing had been. */
    void endUnasked() {
        for (final Attempt attempt : List.copyOf(trying)) {
            if (!attempt.is(Attempt.Stage.ASKED)) {
                end(attempt);
            }
        }
    }

    void endAll() {
        List.copyOf(trying).forEach(this::end);
    }

    private void end(final Attempt attempt) {
        trying.remove(attempt);
        book.giveBack(attempt.index());
        attempt.end();
    }

    boolean isTrying() {
        return !trying.isEmpty();
    }

    /** Whether somebody may give the seat at any moment. */
    boolean isAsked() {
        for (final Attempt attempt : trying) {
            if (attempt.is(Attempt.Stage.ASKED)) {
                return true;
            }
        }
        return false;
    }

    /** When somebody may be dialled who is not yet; {@link Long#MAX_VALUE} when there is nobody. */
    long retryNs() {
        final int next = book.first();
        return next == AddressBook.NONE ? NEVER : book.notBeforeNs(next);
    }
}
